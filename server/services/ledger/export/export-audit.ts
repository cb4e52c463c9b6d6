import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { Findings } from '../../../domain/audit/findings.ts'
import { type AuditReport, LedgerAudit } from '../../../domain/audit/ledger-audit.ts'
import { createYield } from '../../core/yield-to-event-loop.ts'
import { parseHead, publicHalves, verifySignedDigest, verifySignedHead } from '../head-signer.ts'
import { type Line, type LineOf, type LineType, parseLine } from './export-lines.ts'
import { toBlock, toEntry, toStatedBalance, toSummary } from './parse-export-lines.ts'
import { linesOf } from './text-lines.ts'

/** The result of an audit of an export. */
export interface ExportReport extends AuditReport {
  /** Whether lines were changed after they were written. If so, `problems` has those lines only. */
  readonly damaged: boolean
  /** Public URL of the server, from the export's header. */
  readonly issuer: string | null
  /** When it was exported, from the export's header. */
  readonly exportedAt: string | null
  /** RFC 7638 thumbprints of the keys that the signatures were verified with. */
  readonly keys: readonly string[]
}

export interface ExportAuditOptions {
  /** A head that was kept elsewhere, as a JWS or as `height:hash`. */
  readonly knownHead?: string
  /** The server's published keys. When left out, the export's own are used, which a forger could have replaced. */
  readonly keys?: readonly JWK[]
}

const ORDER: readonly LineType[] = ['header', 'block', 'entry', 'match', 'balance', 'footer']

/** Audits the ledger in an export, and reports each problem with its line. */
export async function auditExport(
  chunks: AsyncIterable<Uint8Array>,
  options: ExportAuditOptions = {},
): Promise<ExportReport> {
  const reader = new ExportReader(options)
  const yieldToEventLoop = createYield()
  for await (const line of linesOf(chunks)) {
    await reader.take(line)
    await yieldToEventLoop()
  }
  return reader.finish()
}

/** The state of an audit while the lines of an export come in. */
class ExportReader {
  readonly #options: ExportAuditOptions
  readonly #digest = createHash('sha256')
  /** Lines that were changed after they were written. If there are any, no other problem is reported. */
  readonly #damage = new Findings()
  #audit = new LedgerAudit()
  #keys: readonly JWK[] = []
  #header: LineOf<'header'> | null = null
  #stage = -1
  #line = 0

  constructor(options: ExportAuditOptions) {
    this.#options = options
  }

  async take(bytes: Buffer): Promise<void> {
    this.#line++
    const line = parseLine(bytes)
    if ('error' in line) this.#damage.report(line.error, this.#line)
    else if (this.#damage.count === 0) await this.#read(line)
    this.#digest.update(bytes)
  }

  async finish(): Promise<ExportReport> {
    if (this.#stage < ORDER.length - 1) this.#report('The export ends before its footer.', this.#line + 1)
    const report = this.#audit.finish()
    const { count: problemCount, found: problems } = this.#damage
    const damaged = problemCount > 0
    const keys = await Promise.all(this.#keys.map((key) => calculateJwkThumbprint(key)))
    return {
      ...report,
      ...(damaged && { problems, problemCount }),
      damaged,
      keys,
      issuer: this.#header?.issuer ?? null,
      exportedAt: this.#header?.at ?? null,
    }
  }

  #report(message: string, line = this.#line): void {
    this.#audit.report(message, line)
  }

  async #read(line: Line): Promise<void> {
    const stage = ORDER.indexOf(line.type)
    const isOnce = line.type === 'header' || line.type === 'footer'
    if (stage < this.#stage || (isOnce && stage === this.#stage)) {
      this.#report(`A line of type "${line.type}" is out of place.`)
      return
    }
    if (this.#stage < 0 && line.type !== 'header') this.#report('The export does not begin with its header.')
    this.#stage = stage
    await this.#feed(line)
  }

  async #feed(line: Line): Promise<void> {
    const at = this.#line
    switch (line.type) {
      case 'header':
        return this.#readHeader(line)
      case 'block':
        return this.#audit.block(toBlock(line), line.entries.map(toEntry), at)
      case 'entry':
        return this.#audit.unsealed(toEntry(line.entry), at)
      case 'match':
        return this.#audit.match(toSummary(line), at)
      case 'balance':
        return this.#audit.balance(toStatedBalance(line), at)
      case 'footer':
        return this.#readFooter(line)
    }
  }

  async #readHeader(header: LineOf<'header'>): Promise<void> {
    const { knownHead, keys } = this.#options
    this.#header = header
    this.#keys = keys ? publicHalves(keys) : header.keys
    if (knownHead === undefined) return
    const head = parseHead(knownHead) ?? (await verifySignedHead(knownHead, this.#keys))
    this.#audit = new LedgerAudit(head ? [head] : [], { hasGaps: header.has_gaps === true })
    if (!head) this.#audit.report('The known head was not signed by the server of this ledger.')
  }

  async #readFooter({ lines, digest, head, signature }: LineOf<'footer'>): Promise<void> {
    if (lines !== this.#line) this.#report(`The export had ${lines} lines, and this is line ${this.#line}.`)
    if (digest !== this.#digest.copy().digest('hex')) {
      this.#report('The lines before this one are not those that were exported.')
    }
    if ((await verifySignedDigest(signature, this.#keys)) !== digest) {
      this.#report('The digest was not signed by the server of this ledger.')
    }
    const signed = await verifySignedHead(head, this.#keys)
    const { height, hash } = this.#audit.head
    if (signed?.height !== height || signed.hash !== hash) {
      this.#report('The head was not signed by the server of this ledger.')
    }
  }
}
