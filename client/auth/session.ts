import type { TokenAnswer } from '@ante/shared'
import type { Player } from '../api/types.ts'
import { finite, flag, integer, nullable, object, type TypeOf, text } from '../contract/shape.ts'
import type { Environment } from '../environment/environment.ts'
import type { Records } from '../environment/records.ts'
import { A_FEW_TIMES, retry } from '../http/retry.ts'
import { TransientProblem } from '../http/transient.ts'
import type { ClientIdentity } from './authorization.ts'
import type { PlayerSession, SessionListener } from './player-session.ts'
import { signedOutProblem } from './signed-out.ts'
import { requestToken, revokeToken, TokenRefusal } from './token-request.ts'

/** A token that expires within this time is renewed before it is used. */
const RENEW_AHEAD_MS = 60_000
const KEY = 'session'

const storedSession = object({
  accessToken: text,
  refreshToken: nullable(text),
  /** Milliseconds since 1970, on this device's clock. */
  expiresAt: finite,
  player: object({ id: integer(), username: text, nickname: text, guest: flag }),
})
type StoredSession = TypeOf<typeof storedSession>

/** A session that begins on the server's sign-in pages. */
export interface StoredPlayerSession extends PlayerSession {
  /** Stores the tokens of a finished sign-in. */
  begin(answer: TokenAnswer, player: Player): void
  /** Signs out in all tabs, and revokes the tokens if the server can be reached. */
  end(): Promise<void>
}

/** Dependencies of a stored session. */
export interface SessionDependencies {
  readonly environment: Environment
  /** Records that all tabs share. */
  readonly records: Records
  readonly identity: ClientIdentity
  readonly listener: SessionListener
}

/**
 * The signed-in player and the tokens, in a storage that all tabs share. The storage is read each time, because another
 * tab may have changed it.
 */
export function createSession({ environment, records, identity, listener }: SessionDependencies): StoredPlayerSession {
  const read = () => records.read(KEY, storedSession)
  const write = (session: StoredSession) => records.write(KEY, session)
  const requireSession = (playerId?: number): StoredSession => {
    const session = read()
    if (session && (playerId === undefined || session.player.id === playerId)) return session
    throw signedOutProblem()
  }
  /** The token that this page received. Its expiry uses a clock that the player cannot change. */
  let own = { token: '', expiresAt: 0 }
  const leftOf = ({ accessToken, expiresAt }: StoredSession) =>
    accessToken === own.token ? own.expiresAt - environment.elapsed() : expiresAt - environment.now()
  const timed = (answer: TokenAnswer, previousRefreshToken: string | null): Omit<StoredSession, 'player'> => {
    const life = answer.expires_in * 1000
    own = { token: answer.access_token, expiresAt: environment.elapsed() + life }
    return {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? previousRefreshToken,
      expiresAt: environment.now() + life,
    }
  }

  let known: Player | null = read()?.player ?? null
  const reportChange = (reason: 'logout' | 'expired') => {
    const before = known
    const after = read()?.player ?? null
    known = after
    if (before?.id === after?.id) return
    if (before) listener.signedOut(reason)
    if (after) listener.signedIn(after)
  }
  const expire = (): never => {
    records.remove(KEY)
    reportChange('expired')
    throw signedOutProblem()
  }

  const renewHoldingTheLock = async (refused: string): Promise<string> => {
    const session = requireSession()
    if (session.accessToken !== refused) return session.accessToken
    if (session.refreshToken === null) return expire()
    const parameters = {
      grant_type: 'refresh_token',
      refresh_token: session.refreshToken,
      client_id: identity.clientId,
    }
    try {
      const answer = await retry(environment, A_FEW_TIMES, () => requestToken(environment, identity.server, parameters))
      // The player may have signed out while the request was in flight.
      if (requireSession().refreshToken === session.refreshToken) {
        write({ ...timed(answer, session.refreshToken), player: session.player })
      }
      return answer.access_token
    } catch (error) {
      if (error instanceof TokenRefusal) return expire()
      throw error
    }
  }

  let renewal: Promise<string> | null = null
  /**
   * Runs one renewal at a time, also across tabs. A refresh token works only once, so a second caller uses the token
   * that the first one received.
   */
  const renew = (refused: string): Promise<string> => {
    renewal ??= environment
      .lock(records.fullKey('refresh'), () => renewHoldingTheLock(refused))
      .finally(() => {
        renewal = null
      })
    return renewal
  }

  const stopListening = [
    environment.listen('storage', (key) => {
      if (key === null || key === records.fullKey(KEY)) reportChange('logout')
    }),
    // A page that was suspended received no storage events.
    environment.listen('visible', () => reportChange('logout')),
  ]

  return {
    get player() {
      return known
    },
    timeLeft() {
      const session = read()
      return session && leftOf(session)
    },
    async token(playerId) {
      const session = requireSession(playerId)
      if (leftOf(session) > RENEW_AHEAD_MS) return session.accessToken
      try {
        return await renew(session.accessToken)
      } catch (error) {
        if (error instanceof TransientProblem && leftOf(session) > 0) return session.accessToken
        throw error
      }
    },
    renew,
    begin(answer, player) {
      write({ ...timed(answer, null), player })
      reportChange('logout')
    },
    update(player) {
      const session = read()
      if (session?.player.id !== player.id) return
      if (JSON.stringify(session.player) === JSON.stringify(player)) return
      known = player
      write({ ...session, player })
    },
    async end() {
      const session = read()
      if (!session) return
      records.remove(KEY)
      reportChange('logout')
      const token = session.refreshToken ?? session.accessToken
      await revokeToken(environment, identity.server, identity.clientId, token).catch(() => {})
    },
    close() {
      for (const stop of stopListening) stop()
    },
  }
}
