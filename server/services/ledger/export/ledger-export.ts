import { createHash } from 'node:crypto'
import type { JWK } from 'jose'
import { canonicalEntry, headOf } from '../../../domain/ledger-chain.ts'
import { type MatchSummary, summaryOf } from '../../../domain/match-summary.ts'
import type { LedgerSnapshot } from '../../../storage/storage.ts'
import type { Clock } from '../../core/clock.ts'
import { createLedgerSigner, publicHalves } from '../head-signer.ts'
import { EXPORT_VERSION, formatLine, type Line, type LineOf } from './export-lines.ts'

/** Writes all that an audit needs as NDJSON, line by line (see `Line`). The caller closes the snapshot. */
export async function* exportLedger(options: {
  snapshot: LedgerSnapshot
  clock: Clock
  /** The first one signs. */
  signingKeys: readonly [JWK, ...JWK[]]
}): AsyncGenerator<string> {
  const { snapshot, clock, signingKeys } = options
  const signer = await createLedgerSigner({ key: signingKeys[0], issuer: snapshot.issuer, clock })
  const digest = createHash('sha256')
  let lines = 0
  let head = headOf(undefined)
  for await (const line of contentOf(snapshot, headerOf(snapshot, clock, signingKeys))) {
    if (line.type === 'block') head = { height: line.height, hash: line.hash, size: line.size }
    const text = formatLine(line)
    digest.update(text)
    lines++
    yield text
  }
  const total = digest.digest('hex')
  yield formatLine({
    type: 'footer',
    lines: lines + 1,
    digest: total,
    head: await signer.signHead(head),
    signature: await signer.signExport(total),
  })
}

async function* contentOf(snapshot: LedgerSnapshot, header: Line): AsyncGenerator<Line> {
  yield header
  for await (const { block, entries } of snapshot.blocks()) {
    const { height, previous, size, hash } = block
    yield {
      type: 'block',
      height,
      previous,
      merkle_root: block.merkleRoot,
      size,
      sealed_at: new Date(block.sealedAt).toISOString(),
      hash,
      entries: entries.flatMap((entry) => (entry ? [canonicalEntry(entry)] : [])),
    }
  }
  for await (const entry of snapshot.unsealed()) yield { type: 'entry', entry: canonicalEntry(entry) }
  for await (const match of snapshot.matches()) yield presentSummary(summaryOf(match))
  for await (const { account, currency, balance } of snapshot.balances()) {
    if (balance !== 0) yield { type: 'balance', account, currency, balance }
  }
}

function headerOf(snapshot: LedgerSnapshot, clock: Clock, keys: readonly JWK[]): Line {
  return {
    type: 'header',
    format: 'ante-ledger',
    version: EXPORT_VERSION,
    issuer: snapshot.issuer,
    at: new Date(clock.now()).toISOString(),
    ...(snapshot.hasGaps === true && { has_gaps: true as const }),
    keys: publicHalves(keys),
  }
}

function presentSummary(match: MatchSummary): LineOf<'match'> {
  const { id, state, currency, outcome, fee } = match
  return {
    type: 'match',
    id,
    state,
    stake_amount: match.stakeAmount,
    currency,
    challenger_id: match.challengerId,
    challenged_id: match.challengedId,
    fee_bps: match.feeBps,
    draw_fee: match.drawFee,
    outcome,
    winner_id: match.winnerId,
    fee,
  }
}
