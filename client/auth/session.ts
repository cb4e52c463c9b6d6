import type { TokenAnswer } from '@ante/shared'
import * as z from 'zod/mini'
import type { Player } from '../api/types.ts'
import type { Environment } from '../environment/environment.ts'
import type { Records } from '../environment/records.ts'
import { A_FEW_TIMES, retry } from '../http/retry.ts'
import { TransientProblem } from '../http/transient.ts'
import type { ClientIdentity } from './authorization.ts'
import type { PlayerSession, SessionListener } from './player-session.ts'
import { signedOutProblem } from './signed-out.ts'
import { requestToken, revokeToken, TokenRefusal } from './token-request.ts'

/** A token that ends within this time is renewed before it is used. */
const AHEAD_MS = 60_000
const KEY = 'session'

const StoredSession = z.object({
  accessToken: z.string(),
  refreshToken: z.nullable(z.string()),
  /** Milliseconds since 1970, on this device's clock. */
  expiresAt: z.number(),
  player: z.object({ id: z.number(), username: z.string(), nickname: z.string(), guest: z.boolean() }),
})
type StoredSession = z.infer<typeof StoredSession>

/**
 * The signed-in player and the tokens, kept in the storage so that all tabs share them; the storage is read anew each
 * time, for another tab may have changed it.
 */
export class Session implements PlayerSession {
  readonly #environment: Environment
  readonly #records: Records
  readonly #identity: ClientIdentity
  readonly #listener: SessionListener
  readonly #stopListening: readonly (() => void)[]
  #renewal: Promise<string> | null = null
  #known: Player | null

  constructor(environment: Environment, records: Records, identity: ClientIdentity, listener: SessionListener) {
    this.#environment = environment
    this.#records = records
    this.#identity = identity
    this.#listener = listener
    this.#known = this.#read()?.player ?? null
    this.#stopListening = [
      environment.listen('storage', (key) => {
        if (key === null || key === records.fullKey(KEY)) this.#tellChange('logout')
      }),
      // A page that slept was not told.
      environment.listen('visible', () => this.#tellChange('logout')),
    ]
  }

  get player(): Player | null {
    return this.#known
  }

  get expiresAt(): number | null {
    return this.#read()?.expiresAt ?? null
  }

  async token(): Promise<string> {
    const session = this.#require()
    if (session.expiresAt - this.#environment.now() > AHEAD_MS) return session.accessToken
    try {
      return await this.renew(session.accessToken)
    } catch (error) {
      const stillValid = session.expiresAt > this.#environment.now()
      if (error instanceof TransientProblem && stillValid) return session.accessToken
      throw error
    }
  }

  /** One at a time, also across tabs: a refresh token works once, and whoever comes second finds the new one. */
  renew(refused: string): Promise<string> {
    this.#renewal ??= this.#environment
      .lock(this.#records.fullKey('refresh'), () => this.#renewHoldingTheLock(refused))
      .finally(() => {
        this.#renewal = null
      })
    return this.#renewal
  }

  async #renewHoldingTheLock(refused: string): Promise<string> {
    const session = this.#require()
    if (session.accessToken !== refused) return session.accessToken
    if (session.refreshToken === null) return this.#expire()
    const parameters = {
      grant_type: 'refresh_token',
      refresh_token: session.refreshToken,
      client_id: this.#identity.clientId,
    }
    try {
      const answer = await retry(this.#environment, A_FEW_TIMES, () =>
        requestToken(this.#environment, this.#identity.server, parameters),
      )
      // A sign-out while the answer was under way stays a sign-out.
      if (this.#require().refreshToken === session.refreshToken) {
        this.#write({ ...this.#timed(answer, session.refreshToken), player: session.player })
      }
      return answer.access_token
    } catch (error) {
      if (error instanceof TokenRefusal) return this.#expire()
      throw error
    }
  }

  /** Keeps the tokens of a finished sign-in. */
  begin(answer: TokenAnswer, player: Player): void {
    this.#write({ ...this.#timed(answer, null), player })
    this.#tellChange('logout')
  }

  update(player: Player): void {
    const session = this.#read()
    if (session?.player.id !== player.id) return
    if (JSON.stringify(session.player) === JSON.stringify(player)) return
    this.#known = player
    this.#write({ ...session, player })
  }

  /** Signs out in all tabs; the server is told as far as it can be reached. */
  async end(): Promise<void> {
    const session = this.#read()
    if (!session) return
    this.#records.remove(KEY)
    this.#tellChange('logout')
    const { server, clientId } = this.#identity
    await revokeToken(this.#environment, server, clientId, session.refreshToken ?? session.accessToken).catch(() => {})
  }

  close(): void {
    for (const stop of this.#stopListening) stop()
  }

  #expire(): never {
    this.#records.remove(KEY)
    this.#tellChange('expired')
    throw signedOutProblem()
  }

  #tellChange(reason: 'logout' | 'expired'): void {
    const before = this.#known
    const after = this.#read()?.player ?? null
    this.#known = after
    if (before?.id === after?.id) return
    if (before) this.#listener.signedOut(reason)
    if (after) this.#listener.signedIn(after)
  }

  #timed(answer: TokenAnswer, previousRefreshToken: string | null): Omit<StoredSession, 'player'> {
    return {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token ?? previousRefreshToken,
      expiresAt: this.#environment.now() + answer.expires_in * 1000,
    }
  }

  #require(): StoredSession {
    const session = this.#read()
    if (session) return session
    throw signedOutProblem()
  }

  #read(): StoredSession | null {
    return this.#records.read(KEY, StoredSession)
  }

  #write(session: StoredSession): void {
    this.#records.write(KEY, session)
  }
}
