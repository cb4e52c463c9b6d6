import * as z from 'zod'
import type { Report } from './json-setting.ts'
import { isLoopback } from './loopback.ts'

/** A string that matches a pattern. `rule` is the error message and begins with "must". */
export const text = (pattern: RegExp, rule: string) => z.string(rule).regex(pattern, rule)

/** The id of a provider or an issuer, part of URLs and identities. */
export const EntryId = text(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 lower-case letters, digits and "-"')

/** The name of a provider or an issuer that players see. */
export const EntryName = text(
  /^(?!\s)[^\p{C}\p{Zl}\p{Zp}]{1,40}(?<!\s)$/u,
  'must be 1 to 40 characters, as players read it',
)

/** A URL that the server calls or redirects to: https, or http on loopback hosts (with `anyHttp`, on all hosts). */
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

/** Parses one entry of a setting. Reports each wrong field by its name, and returns null then. */
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

/** The ids that occur in a list more than once. */
export function repeatedIds(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}
