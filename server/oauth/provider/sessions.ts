import type { Request, Response } from 'express'
import type Provider from 'oidc-provider'
import { asPlayerId, type PlayerId } from '../../domain/ids.ts'
import type { Player } from '../../domain/player.ts'
import type { Players } from '../../services/players/players.ts'
import { SESSION_SECONDS } from './configuration.ts'
import type { Interaction } from './engine.ts'
import { isOfEpoch, loginOf } from './session-epoch.ts'

/** Who is signed in to these pages in a browser. */
export interface Sessions {
  /** Ends the browser's session, unless it is this player's. */
  endUnlessOf(player: PlayerId | null, interaction: Interaction, req: Request, res: Response): Promise<void>
  /** Null: nobody, or nobody any more. */
  current(req: Request, res: Response): Promise<SignedIn | null>
  /** Signs a player in in this browser; whatever session it had is over, and the new one has another cookie. */
  begin(player: Player, req: Request, res: Response): Promise<void>
  end(req: Request, res: Response): Promise<void>
}

export interface SignedIn {
  readonly player: Player
  /** Names the session, for as long as it lasts; it is not the cookie's value. */
  readonly sessionUid: string
}

interface SessionsDependencies {
  readonly provider: Provider
  readonly players: Players
}

export function createSessions({ provider, players }: SessionsDependencies): Sessions {
  type Context = Parameters<typeof provider.Session.get>[0]

  async function open(req: Request, res: Response) {
    const ctx = provider.createContext(req, res)
    return { cookies: ctx.cookies, session: await provider.Session.get(ctx as Context) }
  }

  async function end(req: Request, res: Response): Promise<void> {
    const { session, cookies } = await open(req, res)
    if (session.accountId === undefined) return
    await session.destroy()
    cookies.set(provider.cookieName('session'), null)
  }

  return {
    async endUnlessOf(player, interaction, req, res) {
      const { session } = await open(req, res)
      if (session.accountId === undefined || session.accountId === String(player)) return
      // The sign-in goes on without it: one bound to an ended session is refused.
      if (interaction.session) {
        delete interaction.session
        await interaction.persist()
      }
      await end(req, res)
    },

    async current(req, res) {
      const { session } = await open(req, res)
      if (session.accountId === undefined) return null
      const player = await players.find(asPlayerId(Number(session.accountId)))
      return player && isOfEpoch(session, player) ? { player, sessionUid: session.uid } : null
    },

    async begin(player, req, res) {
      await end(req, res)
      const session = new provider.Session()
      session.loginAccount(loginOf(player))
      await session.save(SESSION_SECONDS)
      const { cookies } = provider.createContext(req, res)
      cookies.set(provider.cookieName('session'), session.jti, { maxAge: SESSION_SECONDS * 1000 })
    },

    end,
  }
}

/** The player that a sign-in's browser was signed in as when it came to this page. */
export function signedInPlayer({ session }: Interaction): PlayerId | null {
  return session?.accountId === undefined ? null : asPlayerId(Number(session.accountId))
}
