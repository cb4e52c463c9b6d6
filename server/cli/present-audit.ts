import type { AuditReport } from '../domain/audit/ledger-audit.ts'
import type { ExportReport } from '../services/ledger/export/export-audit.ts'

/** The result of an audit of a folder or an export. Only the problems are present when it could not be read. */
export type Findings = Partial<ExportReport> & Pick<AuditReport, 'problems' | 'problemCount'>

/** The largest number of problems in the text: more would scroll the first ones off the screen. */
const MAX_SHOWN = 20

const instantOf = (at: number | null | undefined) => (typeof at === 'number' ? new Date(at).toISOString() : null)

/** The counts of the audit; empty when the export is damaged, because its counts are meaningless then. */
const soundPart = (found: Findings): Partial<AuditReport> => (found.damaged ? {} : found)

/** Formats the result as one JSON object, for programs. Unknown values are null. */
export function presentAsJson(found: Findings): string {
  const { problems, problemCount } = found
  const { transfers, unsealed, head, sealedAt } = soundPart(found)
  const report = {
    ok: problemCount === 0,
    issuer: found.issuer ?? null,
    exported_at: found.exportedAt ?? null,
    transfers: transfers ?? null,
    unsealed: unsealed ?? null,
    blocks: head?.height ?? null,
    head: head ? { height: head.height, hash: head.hash, entries: head.size } : null,
    sealed_at: instantOf(sealedAt),
    keys: found.keys ?? [],
    problem_count: problemCount,
    problems: problems.map(({ line, message }) => ({ ...(line !== undefined && { line }), message })),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}

/** Formats the result as text, for people. */
export function presentAsText(found: Findings): string {
  const facts = factsOf(found).map(([name, value]) => `  ${name.padEnd(12)}${value}\n`)
  return `${facts.join('')}${facts.length > 0 ? '\n' : ''}${conclusionOf(found)}`
}

function factsOf(found: Findings): [name: string, value: string][] {
  const { issuer, exportedAt, keys = [] } = found
  const { transfers, unsealed, head, ...sound } = soundPart(found)
  const sealedAt = instantOf(sound.sealedAt)
  const facts: [string, string | null | undefined][] = [
    ['ledger of', issuer],
    ['exported', exportedAt],
    ['transfers', transfers === undefined ? null : `${transfers}${unsealed ? ` (${unsealed} in no block yet)` : ''}`],
    ['blocks', head && `${head.height}${sealedAt === null ? '' : `, the newest sealed at ${sealedAt}`}`],
    ['head', head && `${head.height}:${head.hash}`],
    ...keys.map((key): [string, string] => ['signed by', key]),
  ]
  return facts.flatMap(([name, value]) => (value ? [[name, value]] : []))
}

function conclusionOf({ problems, problemCount }: Findings): string {
  if (problemCount === 0) return 'Everything adds up.\n'
  const shown = problems.slice(0, MAX_SHOWN)
  const lines = shown.map(({ line, message }) => `  ${line === undefined ? '' : `line ${line}: `}${message}\n`)
  const more = problemCount > shown.length ? `  … and ${problemCount - shown.length} more\n` : ''
  return `${problemCount === 1 ? 'One problem' : `${problemCount} problems`}:\n${lines.join('')}${more}`
}
