import { Problem, type TokenAnswer } from '@ante/shared'
import { LoginError } from '../api/errors.ts'
import type { LoginOptions } from '../api/options.ts'
import type { Me, Player } from '../api/types.ts'
import type { Environment, Popup } from '../environment/environment.ts'
import type { Records } from '../environment/records.ts'
import type { ClientIdentity } from './authorization.ts'
import { type AuthorizationCode, popupLogin } from './popup-login.ts'
import type { leaveToSignIn, returnFromSignIn } from './redirect-login.ts'
import type { StoredPlayerSession } from './session.ts'
import { requestToken, TokenRefusal } from './token-request.ts'

const TIMEOUT_SECONDS = 600

/** The part of the client that signs in by redirect, which a game with a popup does not need. */
export type LoadRedirect = () => Promise<{
  readonly leaveToSignIn: typeof leaveToSignIn
  readonly returnFromSignIn: typeof returnFromSignIn
}>

/** Dependencies of the sign-in. */
export interface SignInDependencies {
  readonly environment: Environment
  readonly identity: ClientIdentity
  readonly session: StoredPlayerSession
  /** Records that only this tab sees. */
  readonly tab: Records
  readonly loadRedirect: LoadRedirect
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
}

/** Sign-in through the server's own pages. */
export function createSignIn(dependencies: SignInDependencies): SignIn {
  const { environment, identity, session, tab, loadRedirect, identify, me } = dependencies
  let walletJwt: string | null = null
  let inFlight: Promise<Player> | null = null
  let popup: Popup | null = null
  let completion: Promise<Player | null> | null = null

  const finish = async (code: AuthorizationCode): Promise<Player> => {
    const answer = await exchange(environment, identity, code)
    const player = await identify(answer.access_token)
    walletJwt = code.walletJwt
    session.begin(answer, player)
    return player
  }

  /** The browser leaves the page, so the promise never resolves; it rejects when leaving fails. */
  const leave = async (redirectUri: string | undefined): Promise<never> => {
    const { leaveToSignIn } = await loadRedirect()
    await leaveToSignIn(environment, identity, tab, redirectUri)
    return new Promise(() => {})
  }
  const returnedCode = async () => {
    if (!environment.href().includes('state=')) return null
    const { returnFromSignIn } = await loadRedirect()
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
    login({ mode = 'popup', redirectUri, timeoutSeconds = TIMEOUT_SECONDS } = {}) {
      if (mode === 'redirect') return leave(redirectUri)
      popup?.focus()
      inFlight ??= popupLogin(environment, identity, timeoutSeconds, (opened) => {
        popup = opened
      })
        .then(finish)
        .finally(() => {
          inFlight = null
          popup = null
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
