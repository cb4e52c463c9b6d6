import type { EventEmitter } from 'node:events'
import { DEVICE_CODE_GRANT, OAUTH_PATHS, TOKEN_EXCHANGE_GRANT } from '@ante/shared'
import { Router } from 'express'
import type Provider from 'oidc-provider'
import type { Logger } from 'pino'
import type { TokenIssuer } from '../config/issuers.ts'
import type { UpstreamProvider } from '../config/providers.ts'
import { basePathOf } from '../config/public-url.ts'
import { cookieNames } from '../html/cookies.ts'
import { rejectCrossSiteForms } from '../html/csrf.ts'
import type { Keys } from '../keys/keys.ts'
import { matchesSecret } from '../keys/secret-hash.ts'
import { createRequestLimits, type RequestLimits } from '../limits/rate-limits.ts'
import { createSignInThrottle, type SignInThrottle } from '../limits/sign-in-throttle.ts'
import type { Clients } from '../services/clients/clients.ts'
import type { Clock, Randomness } from '../services/core/clock.ts'
import type { StakeLimits } from '../services/matches/stake-limits.ts'
import type { Identities } from '../services/players/identities.ts'
import type { Players } from '../services/players/players.ts'
import { type Storage, StorageFailed, StorageUnavailable } from '../storage/storage.ts'
import { createDeviceFlow, mayUseDeviceCodes } from './device/device-flow.ts'
import { deviceRouter } from './device/device-router.ts'
import { createCompleteSignIn } from './interaction/complete-sign-in.ts'
import { createConsent } from './interaction/consent.ts'
import { createInteractionContexts } from './interaction/interaction-context.ts'
import { createSignIn } from './interaction/sign-in.ts'
import { signInPages } from './pages-router.ts'
import { createAdapter } from './provider/adapter.ts'
import { withoutIdleAsyncContext } from './provider/async-context.ts'
import { createConfiguration } from './provider/configuration.ts'
import { useCookies } from './provider/cookie-jar.ts'
import { type Engine, loadEngine } from './provider/engine.ts'
import { createErrorRenderer } from './provider/error-pages.ts'
import { interactionPath } from './provider/oauth-paths.ts'
import { completeResponses } from './provider/responses.ts'
import { createSessions, type Sessions } from './provider/sessions.ts'
import { createWalletAssertion } from './provider/wallet-assertion.ts'
import { createVerifySubjectToken, type SubjectTokens } from './token-exchange/subject-token.ts'
import { createTokenExchangeGrant, TOKEN_EXCHANGE_PARAMETERS } from './token-exchange/token-exchange-grant.ts'
import { createUseOnce } from './token-exchange/use-once.ts'
import { type CallerCache, createCallerCache } from './tokens/caller-cache.ts'
import { createFindCaller } from './tokens/find-caller.ts'
import { createRefreshGrant } from './tokens/refresh-grant.ts'
import { createRotation } from './tokens/rotation.ts'
import { type Forward, tokenEndpoints } from './tokens/token-endpoint.ts'
import { createUpstream, type Upstream } from './upstream/upstream.ts'
import { createUpstreamSignIn } from './upstream/upstream-sign-in.ts'

/** The authorization server. */
export interface OAuth extends CallerCache {
  /** Everything under `/oauth`, the token endpoint's other path and the metadata; other paths fall through. */
  readonly router: Router
  /** Whether any client names this web origin. */
  originRegistered(origin: string): Promise<boolean>
  /** For the account pages. */
  readonly signInServices: SignInServices
}

/** What the sign-in of an authorization and that of the account pages share. */
export interface SignInServices {
  readonly engine: Engine
  readonly sessions: Sessions
  readonly upstream: Upstream
  readonly throttle: SignInThrottle
  readonly limits: RequestLimits
  readonly subjectTokens: SubjectTokens
}

export interface OAuthDependencies {
  readonly storage: Storage
  readonly players: Players
  readonly identities: Identities
  readonly clients: Clients
  readonly stakeLimits: StakeLimits
  /** Whose accounts people can sign in with. */
  readonly providers: readonly UpstreamProvider[]
  /** Whose signed tokens are exchanged for access tokens. */
  readonly issuers: readonly TokenIssuer[]
  /** Issuer and base of every link, perhaps with a path, without a slash at the end. */
  readonly publicUrl: string
  readonly keys: Keys
  readonly clock: Clock
  readonly random: Randomness
  /** Whether there are guests and play money. */
  readonly demo: boolean
  /** Factor on every limit; 0 turns them off. */
  readonly rateLimit: number
  readonly log: Logger
}

interface ProviderDependencies extends OAuthDependencies {
  readonly subjectTokens: SubjectTokens
}

export async function createOAuth(dependencies: OAuthDependencies): Promise<OAuth> {
  const { storage, players, clients, clock, keys, rateLimit } = dependencies
  const engine = await loadEngine()
  const subjectTokens: SubjectTokens = {
    verify: createVerifySubjectToken(dependencies.issuers, clock),
    useOnce: createUseOnce(storage.oauth),
  }
  const provider = await createProvider(engine, { ...dependencies, subjectTokens })
  const { secrets } = keys
  const forward = below(basePathOf(dependencies.publicUrl), withoutIdleAsyncContext(provider.callback()))
  const limits = createRequestLimits(rateLimit)
  const contexts = createInteractionContexts({ provider, clients, secrets })
  const sessions = createSessions({ provider, players })
  const completeSignIn = createCompleteSignIn({ provider, sessions, log: dependencies.log })
  const shared = { ...dependencies, engine, provider, forward, limits, contexts, sessions, completeSignIn }
  const cookies = cookieNames(dependencies.publicUrl)
  const upstreamStore = { records: storage.oauth, cookieName: cookies.upstream, secrets }
  const upstream = await createUpstream({ ...dependencies, ...upstreamStore })
  const throttle = createSignInThrottle({
    ...dependencies,
    changeAttempts: storage.shared?.changeAttempts ?? null,
    cookieName: cookies.known,
    secrets,
  })
  const upstreamSignIn = createUpstreamSignIn({ ...shared, upstream })
  const signIn = createSignIn({ ...shared, throttle })
  const consent = createConsent(shared)

  const router = Router({ caseSensitive: true, strict: true })
  router.use(tokenEndpoints(shared))
  router.use(deviceRouter(shared))
  router.use(interactionPath(''), rejectCrossSiteForms(dependencies.publicUrl))
  router.use(signInPages({ ...shared, signIn, consent, upstream, upstreamSignIn }))
  router.all([OAUTH_PATHS.jwks, ...metadataPaths(dependencies.publicUrl)], (req, res) => {
    req.headers.accept = 'application/json'
    if (req.path !== OAUTH_PATHS.jwks) req.url = OAUTH_PATHS.metadata
    return forward(req, res)
  })
  return {
    router,
    ...createCallerCache({
      findCaller: createFindCaller({ records: storage.oauth, clients, players, clock }),
      storage,
      clock,
    }),
    originRegistered: (origin) => clients.originRegistered(origin),
    signInServices: { engine, sessions, upstream, throttle, limits, subjectTokens },
  }
}

async function createProvider(engine: Engine, dependencies: ProviderDependencies): Promise<Provider> {
  const { storage, players, clients, publicUrl, keys, log } = dependencies
  const records = storage.oauth
  const cookies = cookieNames(publicUrl)
  const adapter = createAdapter({
    ...dependencies,
    records,
    errors: engine.errors,
    secrets: keys.secrets,
    extraGrants: (client) => [
      ...(mayUseDeviceCodes(client) ? [DEVICE_CODE_GRANT] : []),
      ...(dependencies.issuers.length > 0 ? [TOKEN_EXCHANGE_GRANT] : []),
    ],
  })
  const renderError = createErrorRenderer(engine, publicUrl)
  const deviceFlow = createDeviceFlow({ clients, publicUrl, secrets: keys.secrets })
  const provider = new engine.Provider(
    publicUrl,
    createConfiguration({ engine, adapter, keys, cookies, players, publicUrl, deviceFlow, renderError }),
  )
  provider.Client.prototype.compareClientSecret = function (actual) {
    return this.clientSecret !== undefined && matchesSecret(actual, this.clientSecret)
  }
  useCookies(provider, { publicUrl, names: cookies, secrets: keys.secrets })
  useOwnUrl(provider, publicUrl)
  const rotation = createRotation({ ...dependencies, provider, engine, records, secrets: keys.secrets })
  const refreshGrant = createRefreshGrant({ provider, engine, players, rotation })
  provider.registerGrantType('refresh_token', refreshGrant, ['refresh_token', 'scope'])
  useTokenExchange(provider, engine, dependencies)
  completeResponses(provider, { assertWallet: await createWalletAssertion(dependencies), clients, records })
  reportFailures(provider, log)
  return provider
}

/** Without an issuer the grant type does not exist. */
function useTokenExchange(provider: Provider, engine: Engine, dependencies: ProviderDependencies): void {
  const { issuers, subjectTokens } = dependencies
  if (issuers.length === 0) return
  const grant = createTokenExchangeGrant({
    ...dependencies,
    provider,
    engine,
    verifySubjectToken: subjectTokens.verify,
    useOnce: subjectTokens.useOnce,
  })
  provider.registerGrantType(TOKEN_EXCHANGE_GRANT, grant, TOKEN_EXCHANGE_PARAMETERS)
}

/** oidc-provider makes its links below the path by which a request's `originalUrl` is longer than its `url`. */
function below(basePath: string, forward: Forward): Forward {
  return (req, res) => forward(Object.assign(req, { originalUrl: basePath + req.url }), res)
}

/**
 * RFC 8414, section 3.1: the metadata of an issuer with a path is at the root of its host, with that path at the end. Many
 * clients look below the issuer's path too.
 */
function metadataPaths(publicUrl: string): string[] {
  return [OAUTH_PATHS.metadata, OAUTH_PATHS.metadata + basePathOf(publicUrl)]
}

/** Links lead to the public URL, whatever a request's `Host` or forwarding headers say. */
function useOwnUrl(provider: Provider, publicUrl: string): void {
  const { origin } = new URL(publicUrl)
  Object.defineProperties(provider.request, {
    href: {
      get(this: { originalUrl: string }) {
        return this.originalUrl.startsWith('/') ? `${origin}${this.originalUrl}` : `${publicUrl}/`
      },
    },
    origin: { get: () => origin },
    secure: { get: () => publicUrl.startsWith('https:') },
  })
}

function reportFailures(provider: Provider, log: Logger): void {
  provider.on('server_error', (ctx, error) => {
    if (error instanceof StorageFailed || error instanceof StorageUnavailable) ctx.status = 503
    log.error({ err: error }, 'an OAuth request failed')
  })
  const koa: EventEmitter = provider
  koa.on('error', (error: unknown) => log.error({ err: error }, 'an OAuth answer could not be sent'))
}
