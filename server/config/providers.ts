import { readFileSync } from 'node:fs'
import { type Fields, fieldsOf, type Report } from './provider-fields.ts'

/** Another site whose accounts people can sign in with: "Continue with …". */
export interface UpstreamProvider {
  /** Part of the callback's address and of every identity, so never changed once people have signed in through it. */
  readonly id: string
  readonly name: string
  readonly kind: keyof typeof KINDS
  readonly clientId: string
  readonly clientSecret: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  /** Space-separated; empty: the request names none. */
  readonly scope: string
  /** Whether the request carries a PKCE challenge (S256). */
  readonly pkce: boolean
  /** What is called with the access token; `{uid}` stands for what the token answer has at `uidPath`. */
  readonly profileUrl: string
  /** Where the profile has the person's id, as names joined by dots. */
  readonly subjectPath: string
  /** Where it has a name to call the person by; null: nowhere. */
  readonly usernamePath: string | null
  readonly uidPath: string
  /** What an `iss` beside the code (RFC 9207) and in a wallet JWT has to be; null: it is not compared. */
  readonly issuer: string | null
  /** Where the keys of its wallet JWTs are; null: it sends none. */
  readonly jwksUrl: string | null
  /** How long one answer of it may take, in milliseconds. */
  readonly timeout: number
}

interface Kind {
  readonly authorizePath: string
  readonly tokenPath: string
  readonly scope: string
  readonly profilePath?: string
  readonly subjectPath?: string
  readonly usernamePath?: string
  readonly jwksPath?: string
}

/** What a provider of each kind has where its `base_url` alone is given. */
const KINDS = {
  cashplay: {
    authorizePath: '/oauth/authorize',
    tokenPath: '/oauth/token',
    scope: 'public',
    profilePath: '/api/gaming-async/v1/me.json',
    subjectPath: 'me.id',
    usernamePath: 'me.username',
  },
  ultiverse: {
    authorizePath: '/oauth/authorize',
    tokenPath: '/api/v1/oauth/token',
    scope: 'public wallet',
    profilePath: '/api/v1/users/{uid}',
    subjectPath: 'id',
    usernamePath: 'username',
    jwksPath: '/oauth/jwks',
  },
  oauth2: { authorizePath: '/oauth/authorize', tokenPath: '/oauth/token', scope: '' },
} as const satisfies Record<string, Kind>

const DEFAULT_SECONDS = 8
const MAX_SECONDS = 30
const VARIABLE = 'ANTE_PROVIDERS'

/**
 * Reads the providers from JSON, or from the file that `@path` names. Tells `say` every problem, and never a value: a
 * secret may stand in the wrong place. Plain http is for loopback hosts and, with `demo`, for any.
 */
export function readProviders(text: string | undefined, demo: boolean, report: Report): UpstreamProvider[] {
  const reportHere = (message: string) => report(`${VARIABLE} ${message}`)
  const entries = parseEntries(text, reportHere)
  const providers = entries.flatMap((entry, index) => {
    const named = typeof entry === 'object' && entry !== null && 'id' in entry && isId(entry.id) ? `"${entry.id}"` : ''
    return readProvider(entry, demo, (message) => reportHere(`provider ${named || index + 1}: ${message}`)) ?? []
  })
  const ids = providers.map(({ id }) => id)
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index)))
    reportHere(`has two providers "${id}"`)
  return providers
}

const isId = (id: unknown) => typeof id === 'string' && /^[a-z0-9][a-z0-9-]{0,31}$/.test(id)

function parseEntries(text: string | undefined, report: Report): readonly unknown[] {
  if (text === undefined || text.trim() === '') return []
  const json = text.startsWith('@') ? contentOf(text.slice(1), report) : text
  if (json === null) return []
  try {
    const entries: unknown = JSON.parse(json)
    if (Array.isArray(entries)) return entries
    report('must be a JSON array: [{"id":"…", …}]')
  } catch (error) {
    // The parser's message quotes what it read, which has secrets in it.
    const place = /position \d+( \(line \d+ column \d+\))?/.exec(String(error))?.[0]
    report(`is not valid JSON${place ? `, at ${place}` : ''}`)
  }
  return []
}

function contentOf(path: string, report: Report): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it is no file'
    report(`names a file that cannot be read: ${path} (${reason})`)
    return null
  }
}

function readProvider(entry: unknown, demo: boolean, report: Report): UpstreamProvider | null {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    report('must be a JSON object')
    return null
  }
  const fields = fieldsOf({ ...entry }, demo, report)
  const kindName = fields.oneOf('kind', ['cashplay', 'ultiverse', 'oauth2'])
  const kind: Kind = KINDS[kindName]
  const base = fields.optionalUrl('base_url')?.replace(/\/+$/, '') ?? null
  if (base?.includes('?')) report('base_url must not have a query')
  const provider: UpstreamProvider = {
    id: fields.text('id', isId, 'must be 1 to 32 lower-case letters, digits and "-"'),
    name: fields.text('name', isName, 'must be 1 to 40 characters, as players read it'),
    kind: kindName,
    clientId: fields.text('client_id', isCredential, 'must be what the provider calls this server'),
    clientSecret: fields.text('client_secret', isCredential, 'must be the secret that the provider gave out for it'),
    authorizeUrl: fields.url('authorize_url', base && base + kind.authorizePath),
    tokenUrl: fields.url('token_url', base && base + kind.tokenPath),
    scope: fields.text('scope', isScope, 'must be scopes separated by spaces', kind.scope),
    pkce: fields.flag('pkce', true),
    profileUrl: fields.url('profile_url', base && kind.profilePath ? base + kind.profilePath : null),
    subjectPath: fields.text('subject_path', isPath, PATH, kind.subjectPath),
    usernamePath: fields.text('username_path', isPath, PATH, kind.usernamePath ?? '') || null,
    uidPath: fields.text('uid_path', isPath, PATH, 'uid'),
    issuer: fields.optionalUrl('issuer') ?? (kindName === 'oauth2' ? null : base),
    jwksUrl: fields.optionalUrl('jwks_url') ?? (base && kind.jwksPath ? base + kind.jwksPath : null),
    timeout: Math.ceil(fields.seconds('timeout_seconds', DEFAULT_SECONDS, MAX_SECONDS) * 1000),
  }
  checkWallet(provider, fields, report)
  fields.nameUnknown()
  return provider
}

const isName = (text: string) => /^[^\p{C}\p{Zl}\p{Zp}]{1,40}$/u.test(text) && text.trim() === text
const isCredential = (text: string) => /^[\x21-\x7e]{1,2048}$/.test(text)
const isScope = (text: string) => /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/.test(text)
const isPath = (text: string) => /^[\w-]+(\.[\w-]+)*$/.test(text)
const PATH = 'must name a field, as names joined by dots such as "user.id"'

function checkWallet({ kind, jwksUrl, issuer }: UpstreamProvider, fields: Fields, report: Report): void {
  if (kind !== 'ultiverse' && fields.has('jwks_url')) report('jwks_url is for the kind "ultiverse" alone')
  else if (jwksUrl !== null && issuer === null) report('issuer must be given with jwks_url')
}
