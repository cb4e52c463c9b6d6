import { Problem, type TokenAnswer } from '@ante/shared'
import { LoginError } from '../api/errors.ts'
import type { LoginOptions } from '../api/options.ts'
import type { Me, Player } from '../api/types.ts'
import type { Environment } from '../environment/environment.ts'
import type { Records } from '../environment/records.ts'
import type { AuthorizationCode, ClientIdentity } from './authorization.ts'
import type { createPopupLogin, PopupLogin } from './popup-login.ts'
import type { leaveToSignIn, returnFromSignIn } from './redirect-login.ts'
import type { StoredPlayerSession } from './session.ts'
import type { SignedIn } from './sign-in-arrival.ts'
import { requestToken, TokenRefusal } from './token-request.ts'

/** The parts of the client that sign players in. Who is signed in needs neither. */
export interface SignInParts {
  /** By a window, or by a code. */
  popup(): Promise<{ readonly createPopupLogin: typeof createPopupLogin }>
  /** By leaving the page. */
  redirect(): Promise<{
    readonly leaveToSignIn: typeof leaveToSignIn
    readonly returnFromSignIn: typeof returnFromSignIn
  }>
}

/** Dependencies of the sign-in. */
export interface SignInDependencies {
  readonly environment: Environment
  readonly identity: ClientIdentity
  readonly session: StoredPlayerSession
  /** Records that only this tab sees. */
  readonly tab: Records
  readonly parts: SignInParts
  /** Reads the player that a token belongs to. */
  readonly identify: (accessToken: string) => Promise<Player>
  /** Reads the player of the session. */
  readonly me: () => Promise<Me>
}

/** Signing in and out. */
export interface SignIn {
  readonly walletJwt: string | null
  login(options?: LoginOptions): Promise<Player>
  completeLogin(): Promise<Player | null>
  logout(): Promise<void>
  /** Ends a sign-in that is under way. */
  close(): void
}

/** Sign-in through the server's own pages. */
export function createSignIn(dependencies: SignInDependencies): SignIn {
  const { environment, identity, session, tab, parts, identify, me } = dependencies
  let walletJwt: string | null = null
  let inFlight: Promise<Player> | null = null
  let completion: Promise<Player | null> | null = null

  const finish = async (signedIn: SignedIn): Promise<Player> => {
    const answer = 'code' in signedIn ? await exchange(environment, identity, signedIn) : signedIn
    const player = await identify(answer.access_token)
    walletJwt = 'code' in signedIn ? signedIn.walletJwt : null
    session.begin(answer, player)
    return player
  }

  let popupLogin: PopupLogin | null = null
  const loadPopupLogin = async (): Promise<PopupLogin> => {
    const { createPopupLogin } = await parts.popup().catch(() => {
      throw new Problem('unavailable', 'The part of the client that signs in cannot be loaded')
    })
    popupLogin ??= createPopupLogin(environment, identity)
    return popupLogin
  }
  // A window opens in a click only, with no time to load or to ask anything: so that is done at the first move, touch or key before.
  const stopWaiting = environment.listen('gesture', async () => {
    if (session.player || !environment.sha256) return
    stopWaiting()
    const loaded = await loadPopupLogin().catch(() => null)
    loaded?.startAhead()
  })
  const signInByPopup = async (options: LoginOptions): Promise<SignedIn> => {
    if (!environment.sha256) throw new LoginError('insecure_context', 'Signing in needs https, or http on localhost')
    const popup = popupLogin ? popupLogin.open() : environment.openPopup('')
    try {
      const loaded = popupLogin ?? (await loadPopupLogin())
      return await loaded.finish(popup, options)
    } finally {
      popup?.close()
    }
  }

  /** The browser leaves the page, so the promise never resolves; it rejects when leaving fails. */
  const leave = async (redirectUri: string | undefined): Promise<never> => {
    const { leaveToSignIn } = await parts.redirect()
    await leaveToSignIn(environment, identity, tab, redirectUri)
    return new Promise(() => {})
  }
  const returnedCode = async () => {
    if (!environment.href().includes('state=')) return null
    const { returnFromSignIn } = await parts.redirect()
    return returnFromSignIn(environment, identity, tab)
  }

  const restore = async (): Promise<Player | null> => {
    const { player } = session
    if (!player) return null
    try {
      return await me()
    } catch (error) {
      if (error instanceof Problem && error.code === 'unauthorized') return null
      // The server cannot be reached; the stored session is still valid as far as we know.
      return session.player
    }
  }

  return {
    get walletJwt() {
      return walletJwt
    },
    login(options = {}) {
      if (options.mode === 'redirect') return leave(options.redirectUri)
      if (inFlight) popupLogin?.showAgain()
      inFlight ??= signInByPopup(options)
        .then(finish)
        .finally(() => {
          inFlight = null
        })
      return inFlight
    },
    completeLogin() {
      completion ??= (async () => {
        const code = await returnedCode()
        return code ? await finish(code) : await restore()
      })().finally(() => {
        completion = null
      })
      return completion
    },
    async logout() {
      walletJwt = null
      await session.end()
    },
    close() {
      stopWaiting()
      popupLogin?.cancel()
    },
  }
}

async function exchange(
  environment: Environment,
  { server, clientId }: ClientIdentity,
  { code, verifier, redirectUri }: AuthorizationCode,
): Promise<TokenAnswer> {
  try {
    return await requestToken(environment, server, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      code_verifier: verifier,
    })
  } catch (error) {
    if (error instanceof TokenRefusal) throw new LoginError('refused', error.message)
    throw error
  }
}
