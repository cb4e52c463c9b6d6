import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Sessions } from '../../oauth/provider/sessions.ts'
import type { Players } from '../../services/players/players.ts'
import { noticePath } from '../pages/notices.ts'
import type { AccountSessions } from './account-session.ts'

export interface SignOut {
  /** Ends the session of this browser; games stay signed in. */
  readonly signOut: RequestHandler
  /** Ends every session, grant and token of the player. */
  readonly signOutEverywhere: RequestHandler
}

interface SignOutDependencies {
  readonly players: Players
  readonly sessions: Sessions
  readonly accountSessions: AccountSessions
  readonly log: Logger
}

export function createSignOut({ players, sessions, accountSessions, log }: SignOutDependencies): SignOut {
  return {
    async signOut(req, res) {
      await accountSessions.requireForm(req, res)
      await sessions.end(req, res)
      res.redirect(303, noticePath('signed-out'))
    },

    async signOutEverywhere(req, res) {
      const { player } = await accountSessions.requireForm(req, res)
      await players.signOutEverywhere(player.id)
      await sessions.end(req, res)
      log.info({ player: player.id }, 'signed out everywhere')
      res.redirect(303, noticePath('signed-out-everywhere'))
    },
  }
}
