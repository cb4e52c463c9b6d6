import { parseArgs } from 'node:util'
import type { JWK } from 'jose'
import type { AuditReport } from '../domain/audit/ledger-audit.ts'
import { auditSnapshot } from '../services/ledger/audit.ts'
import { auditExport } from '../services/ledger/export/export-audit.ts'
import { parseHead, verifySignedHead } from '../services/ledger/head-signer.ts'
import { StoreDamaged } from '../storage/lowdb/files/damage.ts'
import { type Command, UsageError } from './command.ts'
import { keySetAt, ledgerIn, signingKeysIn, sourceAt } from './ledger-source.ts'
import { type Findings, presentAsJson, presentAsText } from './present-audit.ts'

const HEAD = /^(\d{1,15}:[0-9a-f]{64}|[\w-]+\.[\w-]+\.[\w-]+)$/

/** Recomputes a ledger from its entries alone. */
export const ledgerVerify: Command = {
  name: 'ledger verify',
  usage: '<data folder or export> [--head <head>] [--jwks <file>] [--json]',
  summary: 'Recompute a ledger from its entries alone',
  help: `Recomputes everything from the entries alone: the chain of blocks, every balance, one settlement for each match.
Works on a data folder, also while a server uses it, and on an export ("-" reads one from standard input), and
changes nothing.

  --head <head>  a head that was kept elsewhere, as a JWS or as <height>:<hash>: was anything cut off or rewritten since?
  --jwks <file>  the server's published keys, to hold signatures against; without it, those in the folder or the export
  --json         one JSON object instead of words

Exit code 0: everything adds up. 1: it does not. 2: the command was not understood.`,

  async run(args, terminal) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { head: { type: 'string' }, jwks: { type: 'string' }, json: { type: 'boolean' } },
    })
    const [path, ...others] = positionals
    if (path === undefined || others.length > 0) throw new UsageError('Name one data folder or export.')
    if (values.head !== undefined && !HEAD.test(values.head)) {
      throw new UsageError('A head is a JWS, or <height>:<hash> with 64 hex digits.')
    }
    const keys = values.jwks === undefined ? undefined : await keySetAt(values.jwks)
    const source = await sourceAt(path, terminal)
    const found =
      source.kind === 'folder'
        ? await verifyFolder(source.folder, values.head, keys)
        : await auditExport(source.chunks, {
            ...(values.head !== undefined && { knownHead: values.head }),
            ...(keys && { keys }),
          })
    await terminal.out(values.json ? presentAsJson(found) : presentAsText(found))
    return found.problemCount === 0 ? 0 : 1
  },
}

async function verifyFolder(folder: string, head: string | undefined, keys?: readonly JWK[]): Promise<Findings> {
  try {
    const snapshot = await ledgerIn(folder)
    const known = head === undefined ? null : (parseHead(head) ?? (await signedHead(folder, head, keys)))
    const report = await auditSnapshot(snapshot, known ? [known] : [])
    const isUnknown = head !== undefined && known === null
    return { issuer: snapshot.issuer, ...(isUnknown ? withUnsignedHead(report) : report) }
  } catch (error) {
    if (!(error instanceof StoreDamaged)) throw error
    return { problems: [{ message: error.message }], problemCount: 1 }
  }
}

async function signedHead(folder: string, head: string, given?: readonly JWK[]) {
  const keys = given ?? (await signingKeysIn(folder))
  if (!keys) throw new UsageError(`${folder} has no keys.json to hold the head's signature against: give --jwks.`)
  return verifySignedHead(head, keys)
}

function withUnsignedHead(report: AuditReport): AuditReport {
  const problem = { message: 'The known head was not signed by the server of this ledger.' }
  return { ...report, problems: [problem, ...report.problems], problemCount: report.problemCount + 1 }
}
