import { isLoopback } from './loopback.ts'

/** Takes one problem, as a sentence without a value. */
export type Report = (problem: string) => void

/** Reads the fields of one provider's settings, and tells of each that is wrong. */
export interface Fields {
  has(name: string): boolean
  /** Without a fallback it has to be there. */
  text(name: string, isRight: (text: string) => boolean, rule: string, fallback?: string): string
  oneOf<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice
  /** An absolute URL; the fallback comes from `base_url`, and is null where that is missing too. */
  url(name: string, fallback: string | null): string
  optionalUrl(name: string): string | null
  flag(name: string, fallback: boolean): boolean
  seconds(name: string, fallback: number, most: number): number
  /** Tells of every field that was given and never asked for: a typo would be silently ignored otherwise. */
  nameUnknown(): void
}

/** `demo`: plain http may lead anywhere, and not to loopback hosts alone. */
export function fieldsOf(entry: Readonly<Record<string, unknown>>, demo: boolean, report: Report): Fields {
  const known = new Set<string>()
  const given = (name: string) => {
    known.add(name)
    return Object.hasOwn(entry, name) ? entry[name] : undefined
  }

  function optionalUrl(name: string): string | null {
    const value = given(name)
    if (value === undefined) return null
    const problem = typeof value === 'string' ? mistakeInUrl(value, demo) : 'must be a URL'
    if (problem) report(`${name} ${problem}`)
    return problem ? '' : String(value)
  }

  return {
    has: (name) => given(name) !== undefined,
    text(name, isRight, rule, fallback) {
      const value = given(name)
      if (value === undefined && fallback !== undefined) return fallback
      if (typeof value === 'string' && isRight(value)) return value
      report(value === undefined ? `${name} is missing: it ${rule}` : `${name} ${rule}`)
      return ''
    },
    oneOf(name, choices) {
      const value = given(name)
      const choice = choices.find((one) => one === value)
      if (choice === undefined) report(`${name} must be one of ${choices.map((one) => `"${one}"`).join(', ')}`)
      return choice ?? choices[0]
    },
    url(name, fallback) {
      const url = optionalUrl(name) ?? fallback
      if (url === null) report(`${name} is missing, and there is no base_url that it could follow from`)
      return url ?? ''
    },
    optionalUrl,
    flag(name, fallback) {
      const value = given(name)
      if (value !== undefined && typeof value !== 'boolean') report(`${name} must be true or false`)
      return typeof value === 'boolean' ? value : fallback
    },
    seconds(name, fallback, most) {
      const value = given(name)
      if (value === undefined) return fallback
      if (typeof value === 'number' && value > 0 && value <= most) return value
      report(`${name} must be a number of seconds, at most ${most}`)
      return fallback
    },
    nameUnknown() {
      for (const name of Object.keys(entry)) if (!known.has(name)) report(`has an unknown field "${name}"`)
    },
  }
}

function mistakeInUrl(text: string, demo: boolean): string | null {
  if (/[\s\\]/.test(text) || !URL.canParse(text)) return 'must be a URL such as https://provider.example/path'
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username || password) return 'must not have a user name or password in it'
  if (hash) return 'must not have a fragment ("#…")'
  if (protocol === 'https:' || (protocol === 'http:' && (demo || isLoopback(hostname)))) return null
  return 'must be https (http is for localhost, and for a demo store)'
}
