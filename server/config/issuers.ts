import * as z from 'zod'
import { EntryId, EntryName, fetchableUrl, parseEntry, repeatedIds, text } from './entry-fields.ts'
import { type Report, readEntries } from './json-setting.ts'

/** The source of an issuer's public keys. */
export type IssuerKeys =
  | { readonly kind: 'jwks'; readonly uri: string }
  /** `uri` answers a JSON document with a PEM public key in `publicKey`. */
  | { readonly kind: 'pem_uri'; readonly uri: string }
  | { readonly kind: 'pem'; readonly pem: string }

/**
 * An issuer of signed player tokens that are exchanged for access tokens (RFC 8693): a portal, or a game's own
 * accounts.
 */
export interface TokenIssuer {
  /** Part of every identity from this issuer: it must not change once players have signed in with it. */
  readonly id: string
  /** The name that players see. */
  readonly name: string
  /** The required `iss`; null: tokens have none, and only their keys identify the issuer. */
  readonly issuer: string | null
  /** The required value of `audienceClaim`, or one of its values. */
  readonly audience: string
  readonly audienceClaim: string
  readonly keys: IssuerKeys
  readonly algorithms: readonly string[]
  readonly subjectClaim: string
  /** The claim with the player's name; null: tokens have none. */
  readonly nameClaim: string | null
  /** Applications that may exchange its tokens; null: all. */
  readonly clients: readonly string[] | null
  /** The largest age of a token by its `iat`, in seconds; null: only `exp` limits it. */
  readonly maxAgeSeconds: number | null
  /** Whether a token is accepted only once, by its `jti`. */
  readonly singleUse: boolean
}

/** The accepted signature algorithms: all asymmetric. Shared-secret algorithms and `none` are not accepted. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const
const VARIABLE = 'ANTE_ISSUERS'
const MAX_AGE_SECONDS = 86_400

const Claim = text(/^[A-Za-z0-9_:./-]{1,64}$/, 'must name a claim such as "sub"')

const Issuer = z
  .strictObject({
    id: EntryId,
    name: EntryName,
    issuer: z.string().min(1).max(256).optional(),
    audience: z.string().min(1, 'must be what the issuer calls this game').max(256),
    audience_claim: Claim.default('aud'),
    jwks_uri: fetchableUrl().optional(),
    public_key: z.string().startsWith('-----BEGIN PUBLIC KEY-----', 'must be a public key in PEM').optional(),
    public_key_uri: fetchableUrl().optional(),
    algorithms: z.array(z.enum(ALGORITHMS)).min(1, `must name some of ${ALGORITHMS.join(', ')}`),
    subject_claim: Claim.default('sub'),
    name_claim: Claim.optional(),
    clients: z.array(z.string().min(1)).min(1).optional(),
    max_age_seconds: z.number().int().min(1).max(MAX_AGE_SECONDS).optional(),
    single_use: z.boolean().default(false),
  })
  .refine(
    ({ jwks_uri, public_key, public_key_uri }) =>
      [jwks_uri, public_key, public_key_uri].filter((given) => given !== undefined).length === 1,
    'must have exactly one of jwks_uri, public_key and public_key_uri',
  )

/**
 * Reads the issuers from JSON, or from the file that `@path` names. Reports each wrong field by its name, and never a value.
 * `taken`: the ids of sign-in providers, which an issuer must not use: identities contain the id.
 */
export function readIssuers(setting: string | undefined, taken: readonly string[], report: Report): TokenIssuer[] {
  const reportHere = (problem: string) => report(`${VARIABLE} ${problem}`)
  const issuers = readEntries(setting, reportHere).flatMap((entry, index) => {
    const parsed = parseEntry(Issuer, entry, (problem) => reportHere(`issuer ${index + 1}: ${problem}`))
    return parsed === null ? [] : [issuerOf(parsed)]
  })
  for (const id of repeatedIds([...taken, ...issuers.map(({ id }) => id)])) {
    reportHere(`uses the id "${id}" a second time: providers and issuers need an id each`)
  }
  return issuers
}

function issuerOf(settings: z.infer<typeof Issuer>): TokenIssuer {
  const { jwks_uri, public_key, public_key_uri, ...fields } = settings
  return {
    id: fields.id,
    name: fields.name,
    issuer: fields.issuer ?? null,
    audience: fields.audience,
    audienceClaim: fields.audience_claim,
    keys: keysOf(jwks_uri, public_key_uri, public_key ?? ''),
    algorithms: fields.algorithms,
    subjectClaim: fields.subject_claim,
    nameClaim: fields.name_claim ?? null,
    clients: fields.clients ?? null,
    maxAgeSeconds: fields.max_age_seconds ?? null,
    singleUse: fields.single_use,
  }
}

function keysOf(jwksUri: string | undefined, pemUri: string | undefined, pem: string): IssuerKeys {
  if (jwksUri !== undefined) return { kind: 'jwks', uri: jwksUri }
  return pemUri === undefined ? { kind: 'pem', pem } : { kind: 'pem_uri', uri: pemUri }
}
