import { LoginError } from '../api/errors.ts'
import type { Me, Player } from '../api/types.ts'
import type { PlayerSession, SessionListener } from './player-session.ts'
import type { SignIn } from './sign-in.ts'
import { signedOutProblem } from './signed-out.ts'

/** A session whose access tokens come from the game. */
export interface ExternalSession extends PlayerSession {
  /** Forgets player and token; the next call asks for another token. */
  end(): void
}

/** Creates the session. It calls `accessToken` once, and again when the server refuses the token. */
export function createExternalSession(accessToken: () => Promise<string>, listener: SessionListener): ExternalSession {
  let known: Player | null = null
  let requested: Promise<string> | null = null

  const request = (): Promise<string> => {
    const own = accessToken()
    requested = own
    own.catch(() => {
      if (requested === own) requested = null
    })
    return own
  }
  const token = async (playerId?: number): Promise<string> => {
    if (playerId !== undefined && known !== null && known.id !== playerId) throw signedOutProblem()
    return requested ?? request()
  }

  return {
    timeLeft: () => null,
    get player() {
      return known
    },
    token,
    async renew(refused) {
      const current = await token()
      return current === refused ? request() : current
    },
    update(player) {
      const before = known
      known = player
      if (before?.id === player.id) return
      if (before) listener.signedOut('logout')
      listener.signedIn(player)
    },
    end() {
      const before = known
      known = null
      requested = null
      if (before) listener.signedOut('logout')
    },
    close() {},
  }
}

/** Sign-in where the game itself signs the players in. */
export function externalSignIn(session: ExternalSession, me: () => Promise<Me>): SignIn {
  return {
    walletJwt: null,
    login: async () => {
      throw new LoginError('refused', 'This game signs its players in itself (option accessToken or subjectToken)')
    },
    completeLogin: me,
    logout: async () => session.end(),
    close() {},
  }
}
