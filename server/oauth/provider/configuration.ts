import { OAUTH_PATHS, SCOPES } from '@ante/shared'
import type { Adapter, Client, Configuration, KoaContextWithOIDC } from 'oidc-provider'
import { basePathOf } from '../../config/public-url.ts'
import { asPlayerId } from '../../domain/ids.ts'
import type { CookieNames } from '../../html/cookies.ts'
import type { Keys } from '../../keys/keys.ts'
import type { Players } from '../../services/players/players.ts'
import { allowsOrigin, EXTRA_METADATA, hasNoSecret } from './client-metadata.ts'
import type { Engine } from './engine.ts'
import { DEVICE_PATH, interactionPath } from './oauth-paths.ts'
import { checkAuthorizationRequest } from './scopes.ts'
import { isOfEpoch } from './session-epoch.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Seconds. */
const LIFETIMES = {
  AccessToken: HOUR,
  AuthorizationCode: MINUTE,
  DeviceCode: 5 * MINUTE,
  Interaction: HOUR,
}
/** Seconds that a browser stays signed in. */
export const SESSION_SECONDS = 14 * DAY
/** Seconds that the session of a browser lasts in which nobody is signed in: it holds the token of a form. */
const UNKNOWN_SESSION_SECONDS = HOUR

/** Seconds, by whether a client can keep a secret. A grant ends a family, so it outlives the family's first token. */
const LASTING = {
  kept: { RefreshToken: 365 * DAY, Grant: 366 * DAY },
  rotated: { RefreshToken: 30 * DAY, Grant: 180 * DAY },
}
const lastingFor = (client: Client | undefined) => LASTING[client && hasNoSecret(client) ? 'rotated' : 'kept']

interface ConfigurationParts {
  readonly engine: Engine
  readonly adapter: (model: string) => Adapter
  readonly keys: Keys
  readonly cookies: CookieNames
  readonly players: Players
  readonly publicUrl: string
  /** The device grant, with its pages. */
  readonly deviceFlow: NonNullable<NonNullable<Configuration['features']>['deviceFlow']>
  /** Shows what went wrong on a page. */
  readonly renderError: (ctx: KoaContextWithOIDC, out: { error: string }, error: Error) => void
}

/** OAuth 2.0 with the code grant alone, as the contract has it; OpenID Connect stays off. */
export function createConfiguration(parts: ConfigurationParts): Configuration {
  const { engine, adapter, keys, cookies, players, publicUrl, deviceFlow, renderError } = parts
  return {
    adapter,
    jwks: { keys: [...keys.signing] },
    routes: {
      authorization: OAUTH_PATHS.authorize,
      token: OAUTH_PATHS.token,
      revocation: OAUTH_PATHS.revoke,
      introspection: OAUTH_PATHS.introspect,
      jwks: OAUTH_PATHS.jwks,
      device_authorization: OAUTH_PATHS.deviceAuthorization,
      code_verification: DEVICE_PATH,
    },
    scopes: [...SCOPES],
    responseTypes: ['code'],
    extraParams: { scope: checkAuthorizationRequest(engine) },
    clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'none'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    extraClientMetadata: { properties: EXTRA_METADATA },
    clientBasedCORS: (_ctx, origin, client) => allowsOrigin(client, origin),
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: (_ctx, client) => hasNoSecret(client) },
    features: {
      devInteractions: { enabled: false },
      deviceFlow,
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    },
    interactions: {
      policy: interactionPolicy(engine),
      url: (_ctx, interaction) => basePathOf(publicUrl) + interactionPath(interaction.uid),
    },
    async findAccount(ctx, sub, token) {
      const player = await players.find(asPlayerId(Number(sub)))
      // A code stands or falls with its grant; without one it is the browser's session that is looked at.
      const isOver = token === undefined && player && !isOfEpoch(ctx.oidc.session ?? {}, player)
      return player && !isOver ? { accountId: sub, claims: async () => ({ sub }) } : undefined
    },
    issueRefreshToken: () => true,
    expiresWithSession: () => false,
    cookies: {
      names: { session: cookies.session, interaction: cookies.interaction, resume: cookies.resume },
      keys: [...keys.secrets],
      long: { path: '/', httpOnly: true, sameSite: 'lax' },
      short: { path: '/', httpOnly: true, sameSite: 'lax' },
    },
    ttl: {
      ...LIFETIMES,
      Session: (_ctx, { accountId }) => (accountId === undefined ? UNKNOWN_SESSION_SECONDS : SESSION_SECONDS),
      RefreshToken: (_ctx, _token, client) => lastingFor(client).RefreshToken,
      Grant: (_ctx, grant) => lastingFor(grant.client).Grant,
    },
    clockTolerance: 0,
    renderError,
  }
}

/** The usual prompts, and sign-in again for a session that is over, or whose player is gone. */
function interactionPolicy({
  interactionPolicy: { base, Check },
}: Engine): ReturnType<Engine['interactionPolicy']['base']> {
  const policy = base()
  policy
    .get('login')
    ?.checks.add(
      new Check('account_gone', 'the account does not exist any more', (ctx) =>
        ctx.oidc.session?.accountId !== undefined && ctx.oidc.account === undefined
          ? Check.REQUEST_PROMPT
          : Check.NO_NEED_TO_PROMPT,
      ),
    )
  return policy
}
