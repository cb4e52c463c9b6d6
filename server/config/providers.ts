import * as z from 'zod'
import { EntryId, EntryName, fetchableUrl, parseEntry, repeatedIds, text } from './entry-fields.ts'
import { type Report, readEntries } from './json-setting.ts'
import { KIND_NAMES, KINDS, type Kind } from './provider-kinds.ts'

/** An upstream OAuth provider that players can sign in with: "Continue with …". */
export interface UpstreamProvider {
  /** Part of the callback URL and of every identity: it must not change once players have signed in with it. */
  readonly id: string
  readonly name: string
  readonly kind: keyof typeof KINDS
  readonly clientId: string
  readonly clientSecret: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  /** Requested scopes, separated by spaces; empty: the request has no `scope`. */
  readonly scope: string
  /** Whether the request contains a PKCE challenge (S256, RFC 7636). */
  readonly pkce: boolean
  /**
   * URL of the profile, called with the access token. `{uid}` is replaced by the value at `uidPath` of the token
   * answer.
   */
  readonly profileUrl: string
  /** Path of the player's id in the profile: field names joined by dots. */
  readonly subjectPath: string
  /** Path of the player's name in the profile; null: it has none. */
  readonly usernamePath: string | null
  readonly uidPath: string
  /** The required `iss` of the redirect (RFC 9207) and of a wallet JWT; null: it is not compared. */
  readonly issuer: string | null
  /** URL of the keys of its wallet JWTs; null: it sends none. */
  readonly jwksUrl: string | null
  /** Timeout of one call to it, in milliseconds. */
  readonly timeout: number
}

const VARIABLE = 'ANTE_PROVIDERS'
const DEFAULT_SECONDS = 8
const MAX_SECONDS = 30
const SECONDS_RULE = `must be a number of seconds, at most ${MAX_SECONDS}`

const Credential = (rule: string) => text(/^[\x21-\x7e]{1,2048}$/, rule)
const Path = text(/^[\w-]+(\.[\w-]+)*$/, 'must name a field, as names joined by dots such as "user.id"')
const Scope = text(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, 'must be scopes separated by spaces')

const providerSchema = (demo: boolean) =>
  z.strictObject({
    id: EntryId,
    name: EntryName,
    kind: z.enum(KIND_NAMES, `must be one of ${KIND_NAMES.map((kind) => `"${kind}"`).join(', ')}`),
    client_id: Credential('must be what the provider calls this server'),
    client_secret: Credential('must be the secret that the provider gave out for it'),
    base_url: fetchableUrl(demo)
      .refine((url) => !url.includes('?'), 'must not have a query')
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
    authorize_url: fetchableUrl(demo).optional(),
    token_url: fetchableUrl(demo).optional(),
    profile_url: fetchableUrl(demo).optional(),
    scope: Scope.optional(),
    pkce: z.boolean('must be true or false').default(true),
    subject_path: Path.optional(),
    username_path: Path.optional(),
    uid_path: Path.default('uid'),
    issuer: fetchableUrl(demo).optional(),
    jwks_url: fetchableUrl(demo).optional(),
    timeout_seconds: z
      .number(SECONDS_RULE)
      .positive(SECONDS_RULE)
      .max(MAX_SECONDS, SECONDS_RULE)
      .default(DEFAULT_SECONDS),
  })
type Settings = z.infer<ReturnType<typeof providerSchema>>

/**
 * Reads the providers from JSON, or from the file at `@path`. Reports each wrong field by its name, and never its
 * value, which can be a secret. Plain http is accepted for loopback hosts and, with `demo`, for all hosts.
 */
export function readProviders(setting: string | undefined, demo: boolean, report: Report): UpstreamProvider[] {
  const reportHere = (problem: string) => report(`${VARIABLE} ${problem}`)
  const providers = readEntries(setting, reportHere).flatMap((entry, index) => {
    const id = z.object({ id: EntryId }).safeParse(entry).data?.id
    const name = id === undefined ? String(index + 1) : `"${id}"`
    return readProvider(entry, demo, (problem) => reportHere(`provider ${name}: ${problem}`))
  })
  for (const id of repeatedIds(providers.map(({ id }) => id))) reportHere(`has two providers "${id}"`)
  return providers
}

function readProvider(entry: unknown, demo: boolean, report: Report): UpstreamProvider[] {
  const settings = parseEntry(providerSchema(demo), entry, report)
  if (settings === null) return []
  const kind: Kind = KINDS[settings.kind]
  const problems = missingFields(settings, kind)
  for (const problem of problems) report(problem)
  return problems.length > 0 ? [] : [providerOf(settings, kind)]
}

/** The problems of fields that have no value from the entry, its `base_url` or its kind. */
function missingFields({ base_url: base, ...given }: Settings, kind: Kind): string[] {
  const noUrl = 'is missing, and there is no base_url that it could follow from'
  const hasPath = { authorize_url: true, token_url: true, profile_url: kind.profilePath !== undefined }
  const urls = (['authorize_url', 'token_url', 'profile_url'] as const)
    .filter((field) => given[field] === undefined && (base === undefined || !hasPath[field]))
    .map((field) => `${field} ${noUrl}`)
  const isSubjectMissing = given.subject_path === undefined && kind.subjectPath === undefined
  const wallet = given.jwks_url !== undefined || (base !== undefined && kind.jwksPath !== undefined)
  return [
    ...urls,
    ...(isSubjectMissing ? ['subject_path is missing: it must name a field, such as "user.id"'] : []),
    ...(given.jwks_url !== undefined && given.kind !== 'ultiverse'
      ? ['jwks_url is for the kind "ultiverse" alone']
      : []),
    ...(wallet && given.kind === 'ultiverse' && given.issuer === undefined && base === undefined
      ? ['issuer must be given with jwks_url']
      : []),
  ]
}

function providerOf(given: Settings, kind: Kind): UpstreamProvider {
  const base = given.base_url
  const from = (path: string | undefined) => (base === undefined || path === undefined ? undefined : base + path)
  return {
    id: given.id,
    name: given.name,
    kind: given.kind,
    clientId: given.client_id,
    clientSecret: given.client_secret,
    authorizeUrl: given.authorize_url ?? from(kind.authorizePath) ?? '',
    tokenUrl: given.token_url ?? from(kind.tokenPath) ?? '',
    scope: given.scope ?? kind.scope,
    pkce: given.pkce,
    profileUrl: given.profile_url ?? from(kind.profilePath) ?? '',
    subjectPath: given.subject_path ?? kind.subjectPath ?? '',
    usernamePath: given.username_path ?? kind.usernamePath ?? null,
    uidPath: given.uid_path,
    issuer: given.issuer ?? (given.kind === 'oauth2' ? undefined : base) ?? null,
    jwksUrl: given.jwks_url ?? from(kind.jwksPath) ?? null,
    timeout: Math.ceil(given.timeout_seconds * 1000),
  }
}
