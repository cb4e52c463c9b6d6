import { createHash } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import * as z from 'zod/mini'
import type { UpstreamProvider } from '../../config/providers.ts'
import type { ErrorView } from '../../html/error-page.ts'
import { PageError } from '../../html/send-page.ts'
import type { Clock, Randomness } from '../../services/core/clock.ts'
import type { Proof } from '../../services/players/identities.ts'
import type { OAuthRecords } from '../../storage/storage.ts'
import { createAuthorizationRequests, type PendingSignIn, type PendingSignInId } from './authorization-requests.ts'
import { type Connection, connect } from './connection.ts'
import { failurePage } from './failure-pages.ts'
import { UpstreamFailure } from './failures.ts'
import type { Profile } from './profile.ts'
import { profileBehind, stateIn } from './redirect.ts'
import { createSealedRecords } from './sealed-records.ts'

/** What a provider said about a person who came back from it, before they are signed in. */
export interface CallbackResult extends Profile {
  readonly provider: UpstreamProvider
  /** Whether the page that the browser is on may have a wallet JWT in its fragment. */
  readonly mayBringWallet: boolean
}

/** Sends browsers to providers, and receives them back. */
export interface Upstream {
  readonly providers: readonly UpstreamProvider[]
  /** Sends the browser to a provider; throws a page where there is no such provider. */
  begin(providerId: string, pendingSignIn: PendingSignIn, req: Request, res: Response): Promise<void>
  /** Receives the redirects of providers, each at its own path. The result waits five minutes for the pending sign-in. */
  readonly callback: RequestHandler
  /** The result that waits for a pending sign-in; null where there is none. */
  callbackResult(pendingSignIn: PendingSignInId): Promise<CallbackResult | null>
  /** Takes it, once, with the wallet JWT that the page found; null where it was taken already. */
  take(pendingSignIn: PendingSignInId, walletJwt: string): Promise<Proof | null>
}

export interface UpstreamDependencies {
  readonly providers: readonly UpstreamProvider[]
  readonly records: OAuthRecords
  readonly clock: Clock
  readonly random: Randomness
  readonly publicUrl: string
  readonly cookieName: string
  readonly secrets: readonly [string, ...string[]]
  readonly log: Logger
}

const CALLBACK_RESULT_LIFETIME = 5 * 60_000
const callbackResultShape = z.object({ provider: z.string(), subject: z.string(), username: z.nullable(z.string()) })

export async function createUpstream(dependencies: UpstreamDependencies): Promise<Upstream> {
  const { providers, random, log } = dependencies
  const connected = await Promise.all(providers.map((provider) => connect(provider, dependencies)))
  const connections = new Map(connected.map((connection) => [connection.provider.id, connection]))
  const requests = createAuthorizationRequests(dependencies)
  const callbackResults = createSealedRecords({
    ...dependencies,
    // As stored records are named.
    model: 'UpstreamArrival',
    shape: callbackResultShape,
    lifetime: CALLBACK_RESULT_LIFETIME,
  })

  function connection(id: unknown): Connection {
    const found = connections.get(String(id))
    if (!found) throw new PageError(404, NO_PROVIDER)
    return found
  }

  async function findUnused(pendingSignIn: PendingSignInId) {
    const found = await callbackResults.find(keyOf(pendingSignIn))
    const by = found && connections.get(found.value.provider)
    return found && by && !found.used ? { ...found.value, by } : null
  }

  return {
    providers,

    async begin(providerId, pendingSignIn, req, res) {
      const { provider, tokens, redirectUri } = connection(providerId)
      const codeVerifier = random.bytes(32).toString('base64url')
      const state = await requests.begin({ provider: provider.id, pendingSignIn, codeVerifier }, req, res)
      const codeChallenge = provider.pkce ? createHash('sha256').update(codeVerifier).digest('base64url') : null
      const promptLogin = pendingSignIn.purpose === 'confirm'
      res.redirect(303, tokens.authorizeUrl({ redirectUri, state, codeChallenge, promptLogin }))
    },

    async callback(req, res) {
      const here = connection(req.params.provider)
      const { name } = here.provider
      const state = stateIn(req)
      const request = await requests.find(state)
      if (!request) throw failurePage(new UpstreamFailure('ended'), name, null)
      if (!requests.isOf(req, state)) throw failurePage(new UpstreamFailure('elsewhere'), name, null)
      const { pendingSignIn } = request.value
      try {
        if (!(await requests.use(state))) throw new UpstreamFailure('used')
        const profile = await profileBehind(req, request.value, here)
        await callbackResults.put(keyOf(pendingSignIn), { provider: here.provider.id, ...profile })
      } catch (error) {
        if (!(error instanceof UpstreamFailure)) throw error
        const { reason, detail } = error
        const level = reason === 'denied' ? 'info' : 'warn'
        log[level]({ provider: here.provider.id, reason, detail }, 'a sign-in through a provider failed')
        throw failurePage(error, name, pendingSignIn.tryAgain)
      }
      res.redirect(
        303,
        mayBringWallet(here, pendingSignIn) ? pendingSignIn.returnTo : withoutFragment(pendingSignIn.returnTo),
      )
    },

    async callbackResult(pendingSignIn) {
      const found = await findUnused(pendingSignIn)
      if (!found) return null
      const { by, subject, username } = found
      return { provider: by.provider, subject, username, mayBringWallet: mayBringWallet(by, pendingSignIn) }
    },

    async take(pendingSignIn, walletJwt) {
      const found = await findUnused(pendingSignIn)
      if (!found || !(await callbackResults.use(keyOf(pendingSignIn)))) return null
      const { by, subject, username } = found
      const wallet = walletJwt === '' ? null : await by.verifyWallet?.(walletJwt, subject)
      return { provider: by.provider.id, subject, username, wallet: wallet ?? null }
    },
  }
}

/** Whether the page that picks a pending sign-in up reads a wallet JWT from its fragment. */
function mayBringWallet({ verifyWallet }: Connection, { purpose }: PendingSignInId): boolean {
  return purpose === 'sign-in' && verifyWallet !== null
}

/**
 * A browser takes the fragment of a redirect along to the next address, in the end the game's own, unless that one has a
 * fragment, be it an empty one.
 */
const withoutFragment = (path: string) => `${path}#`

const keyOf = ({ purpose, id }: PendingSignInId) => `${purpose} ${id}`

const NO_PROVIDER: ErrorView = {
  title: 'Nothing here',
  message: 'No sign-in leads through this address. Go back to your game.',
}
