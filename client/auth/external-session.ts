import { LoginError } from '../api/errors.ts'
import type { Me, Player } from '../api/types.ts'
import type { PlayerSession, SessionListener } from './player-session.ts'
import type { SignIn } from './sign-in.ts'

/** A session whose tokens the game's own server hands out: asked for once, and again when one is refused. */
export class ExternalSession implements PlayerSession {
  readonly expiresAt = null
  readonly #accessToken: () => Promise<string>
  readonly #listener: SessionListener
  #player: Player | null = null
  #asked: Promise<string> | null = null

  constructor(accessToken: () => Promise<string>, listener: SessionListener) {
    this.#accessToken = accessToken
    this.#listener = listener
  }

  get player(): Player | null {
    return this.#player
  }

  token(): Promise<string> {
    return this.#asked ?? this.#ask()
  }

  async renew(refused: string): Promise<string> {
    const current = await this.token()
    return current === refused ? this.#ask() : current
  }

  update(player: Player): void {
    const before = this.#player
    this.#player = player
    if (before?.id === player.id) return
    if (before) this.#listener.signedOut('logout')
    this.#listener.signedIn(player)
  }

  /** Forgets player and token; the next call asks for another. */
  end(): void {
    const before = this.#player
    this.#player = null
    this.#asked = null
    if (before) this.#listener.signedOut('logout')
  }

  close(): void {}

  #ask(): Promise<string> {
    const asked = this.#accessToken()
    this.#asked = asked
    asked.catch(() => {
      if (this.#asked === asked) this.#asked = null
    })
    return asked
  }
}

/** Sign-in of a session whose players the game's own server signs in. */
export function externalSignIn(session: ExternalSession, me: () => Promise<Me>): SignIn {
  return {
    walletJwt: null,
    login: async () => {
      throw new LoginError('refused', 'This game signs players in by itself (option accessToken)')
    },
    completeLogin: me,
    logout: async () => session.end(),
  }
}
