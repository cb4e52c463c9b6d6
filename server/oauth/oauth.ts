import type { EventEmitter } from 'node:events'
import { OAUTH_PATHS } from '@ante/shared'
import { Router } from 'express'
import type Provider from 'oidc-provider'
import type { Logger } from 'pino'
import type { UpstreamProvider } from '../providers.ts'
import type { Clients } from '../services/clients.ts'
import type { Clock, Randomness } from '../services/clock.ts'
import type { Identities } from '../services/identities.ts'
import type { Players } from '../services/players.ts'
import { matchesSecret } from '../services/secret-hash.ts'
import { type Storage, StorageFailed } from '../storage/storage.ts'
import { ACCOUNT } from './account/paths.ts'
import { accountPages } from './account/router.ts'
import { createAdapter } from './adapter.ts'
import { createAttempts } from './attempts.ts'
import { createFindCaller, type FindCaller } from './authenticate.ts'
import { createConfiguration } from './configuration.ts'
import { createConsent } from './consent.ts'
import { cookieNames, useCookies } from './cookies.ts'
import { type Engine, loadEngine } from './engine.ts'
import { createEnter } from './enter.ts'
import { createErrorRenderer } from './error-pages.ts'
import type { Keys } from './keys.ts'
import { createLimits } from './limits.ts'
import { refuseForeignForms } from './own-forms.ts'
import { signInPages } from './pages-router.ts'
import { interactionPath } from './paths.ts'
import { createRefreshGrant } from './refresh-grant.ts'
import { completeResponses } from './responses.ts'
import { createRotation } from './rotation.ts'
import { createSessions } from './sessions.ts'
import { createSignIn } from './sign-in.ts'
import { tokenEndpoints } from './token-endpoint.ts'
import { createUpstreamSignIn } from './upstream/sign-in.ts'
import { createUpstream } from './upstream/upstream.ts'
import { createVisits } from './visit.ts'
import { createWalletAssertion } from './wallet-assertion.ts'

/** The authorization server. */
export interface OAuth {
  /** Everything under `/oauth`, the token endpoint's other path and the metadata; other paths fall through. */
  readonly router: Router
  readonly authenticate: FindCaller
  /** Whether any client names this web origin. */
  originRegistered(origin: string): Promise<boolean>
}

export interface OAuthDependencies {
  readonly storage: Storage
  readonly players: Players
  readonly identities: Identities
  readonly clients: Clients
  /** Whose accounts people can sign in with. */
  readonly providers: readonly UpstreamProvider[]
  /** Issuer and base of every link, without a slash at the end. */
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

export async function createOAuth(dependencies: OAuthDependencies): Promise<OAuth> {
  const { storage, players, clients, clock, keys, rateLimit } = dependencies
  const engine = await loadEngine()
  const provider = await createProvider(engine, dependencies)
  const { secrets } = keys
  const forward = provider.callback()
  const limits = createLimits(rateLimit)
  const visits = createVisits({ provider, clients, secrets })
  const sessions = createSessions({ provider, players })
  const enter = createEnter({ provider, sessions, log: dependencies.log })
  const shared = { ...dependencies, engine, provider, forward, limits, visits, sessions, enter }
  const cookies = cookieNames(dependencies.publicUrl)
  const upstream = createUpstream({ ...dependencies, records: storage.oauth, cookieName: cookies.upstream, secrets })
  const attempts = createAttempts({ ...dependencies, cookieName: cookies.known, secrets })
  const upstreamSignIn = createUpstreamSignIn({ ...shared, upstream })
  const signIn = createSignIn({ ...shared, attempts })
  const consent = createConsent(shared)

  const router = Router()
  router.use(tokenEndpoints(shared))
  router.use([interactionPath(''), ACCOUNT], refuseForeignForms(dependencies.publicUrl))
  router.use(signInPages({ ...shared, signIn, consent, upstream, upstreamSignIn }))
  router.use(
    accountPages({ ...shared, records: storage.oauth, secrets, upstream, attempts, cookieName: cookies.account }),
  )
  router.all([OAUTH_PATHS.jwks, OAUTH_PATHS.metadata, '/.well-known/openid-configuration'], (req, res) => {
    req.headers.accept = 'application/json'
    return forward(req, res)
  })
  return {
    router,
    authenticate: createFindCaller({ records: storage.oauth, clients, players, clock }),
    originRegistered: (origin) => clients.originRegistered(origin),
  }
}

async function createProvider(engine: Engine, dependencies: OAuthDependencies): Promise<Provider> {
  const { storage, players, clients, publicUrl, keys, log } = dependencies
  const records = storage.oauth
  const cookies = cookieNames(publicUrl)
  const adapter = createAdapter({ ...dependencies, records, errors: engine.errors })
  const renderError = createErrorRenderer(engine)
  const provider = new engine.Provider(
    publicUrl,
    createConfiguration({ engine, adapter, keys, cookies, players, renderError }),
  )
  provider.Client.prototype.compareClientSecret = function (actual) {
    return this.clientSecret !== undefined && matchesSecret(actual, this.clientSecret)
  }
  useCookies(provider, { publicUrl, names: cookies, secrets: keys.secrets })
  useOwnUrl(provider, publicUrl)
  const rotation = createRotation({ ...dependencies, provider, engine, records, secrets: keys.secrets })
  const refreshGrant = createRefreshGrant({ provider, engine, players, rotation })
  provider.registerGrantType('refresh_token', refreshGrant, ['refresh_token', 'scope'])
  completeResponses(provider, await createWalletAssertion(dependencies), clients)
  reportFailures(provider, log)
  return provider
}

/** Links lead to the public URL, whatever a request's `Host` or forwarding headers say. */
function useOwnUrl(provider: Provider, publicUrl: string): void {
  Object.defineProperties(provider.request, {
    href: {
      get(this: { originalUrl: string }) {
        return this.originalUrl.startsWith('/') ? `${publicUrl}${this.originalUrl}` : `${publicUrl}/`
      },
    },
    origin: { get: () => publicUrl },
    secure: { get: () => publicUrl.startsWith('https:') },
  })
}

function reportFailures(provider: Provider, log: Logger): void {
  provider.on('server_error', (ctx, error) => {
    if (error instanceof StorageFailed) ctx.status = 503
    log.error({ err: error }, 'an OAuth request failed')
  })
  const koa: EventEmitter = provider
  koa.on('error', (error: unknown) => log.error({ err: error }, 'an OAuth answer could not be sent'))
}
