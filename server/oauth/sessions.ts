import type { Request, Response } from 'express'
import type Provider from 'oidc-provider'
import { asPlayerId, type PlayerId } from '../domain/ids.ts'
import type { Interaction } from './visit.ts'

/** Who is signed in to these pages in a browser. */
export interface Sessions {
  /** Ends the browser's session, unless it is this player's. */
  endUnlessOf(player: PlayerId | null, interaction: Interaction, req: Request, res: Response): Promise<void>
}

export function createSessions(provider: Provider): Sessions {
  return {
    async endUnlessOf(player, interaction, req, res) {
      const ctx = provider.createContext(req, res)
      const session = await provider.Session.get(ctx as Parameters<typeof provider.Session.get>[0])
      if (session.accountId === undefined || session.accountId === String(player)) return
      // The sign-in goes on without it: one bound to an ended session is refused.
      if (interaction.session) {
        delete interaction.session
        await interaction.persist()
      }
      await session.destroy()
      ctx.cookies.set(provider.cookieName('session'), null)
    },
  }
}

/** The player that a sign-in's browser was signed in as when it came to this page. */
export function signedInPlayer({ session }: Interaction): PlayerId | null {
  return session?.accountId === undefined ? null : asPlayerId(Number(session.accountId))
}
