import * as z from 'zod'
import type { Report } from './json-setting.ts'
import { isLoopback } from './loopback.ts'

/** A text that fits a pattern; `rule` says what would be right and begins with "must". */
export const text = (pattern: RegExp, rule: string) => z.string(rule).regex(pattern, rule)

/** Names a provider or an issuer in addresses and identities. */
export const EntryId = text(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits and "-"')

/** The same as players read it. */
export const EntryName = text(
  /^(?!\s)[^\p{C}\p{Zl}\p{Zp}]{1,40}(?<!\s)$/u,
  'must be 1 to 40 characters, as players read it',
)

/** An address that the server calls or leads to: https, or http on loopback hosts and, with `anyHttp`, on any. */
export function fetchableUrl(anyHttp = false) {
  return z.string('must be a URL').superRefine((value, context) => {
    const problem = problemWithUrl(value, anyHttp)
    if (problem !== null) context.addIssue(problem)
  })
}

function problemWithUrl(value: string, anyHttp: boolean): string | null {
  if (/[\s\\]/.test(value) || !URL.canParse(value)) return 'must be a URL such as https://provider.example/path'
  const { protocol, hostname, username, password, hash } = new URL(value)
  if (username || password) return 'must not have a user name or password in it'
  if (hash) return 'must not have a fragment ("#…")'
  if (protocol === 'https:' || (protocol === 'http:' && (anyHttp || isLoopback(hostname)))) return null
  return 'must be https (plain http is for localhost only)'
}

/** Reads one entry of a setting, or reports each wrong field by its name and answers null. */
export function parseEntry<Shape>(schema: z.ZodType<Shape>, entry: unknown, report: Report): Shape | null {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    report('must be a JSON object')
    return null
  }
  const parsed = schema.safeParse(entry)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) for (const problem of problemsOf(issue, entry)) report(problem)
  return null
}

function problemsOf(issue: z.core.$ZodIssue, entry: object): string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `has an unknown field "${key}"`)
  const [name] = issue.path
  if (name === undefined) return [issue.message]
  const isMissing = !(name in entry) && issue.message.startsWith('must ')
  return [`${issue.path.join('.')} ${isMissing ? 'is missing: it ' : ''}${issue.message}`]
}

/** Each id that stands in a list more than once. */
export function repeatedIds(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}
