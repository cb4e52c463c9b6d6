import { Problem } from '@ante/shared'
import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { sendPage, textOf } from '../html/send-page.ts'
import { waitingTime } from '../html/waiting-time.ts'
import { addressKey, type Limits } from '../limits/rate-limits.ts'
import { fieldErrorsOf } from '../oauth/interaction/sign-in.ts'
import type { Sessions } from '../oauth/provider/sessions.ts'
import type { Players } from '../services/players/players.ts'
import type { AccountSession, AccountSessions } from './account-session.ts'
import { ACCOUNT, donePath } from './pages/account-paths.ts'
import { type SignInMethodView, upgradeGuestPage } from './pages/form-pages.ts'

/** How a guest's account gets a name and a password. */
export interface UpgradeGuest {
  readonly show: RequestHandler
  readonly keep: RequestHandler
}

interface UpgradeGuestDependencies {
  readonly players: Players
  readonly sessions: Sessions
  readonly accountSessions: AccountSessions
  readonly limits: Limits
  readonly log: Logger
}

interface Typed extends Pick<SignInMethodView, 'message' | 'fieldErrors'> {
  readonly username?: string
  readonly nickname?: string
}

export function createUpgradeGuest({
  players,
  sessions,
  accountSessions,
  limits,
  log,
}: UpgradeGuestDependencies): UpgradeGuest {
  function send(res: Response, { player, token }: AccountSession, status: number, typed: Typed): void {
    const view = { player, token, confirmed: '', confirmBy: [], next: '' } as const
    sendPage(res, status, upgradeGuestPage({ ...view, username: '', nickname: player.nickname, ...typed }))
  }

  return {
    async show(req, res) {
      const session = await accountSessions.require(req, res)
      if (!session.player.guest) return res.redirect(303, ACCOUNT)
      send(res, session, 200, {})
    },

    async keep(req, res) {
      const session = await accountSessions.openForm(req, res)
      if (!session.player.guest) return res.redirect(303, ACCOUNT)
      const [username, nickname] = [textOf(req, 'username').trim(), textOf(req, 'nickname')]
      const account = { username, password: textOf(req, 'password'), nickname: nickname.trim() || undefined }
      try {
        const player = await players.upgradeGuest(session.player.id, account)
        await sessions.begin(player, req, res)
        log.info({ player: player.id }, 'a guest keeps the account')
        res.redirect(303, donePath('kept'))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const wait = error.code === 'username_taken' ? await limits.takenNames.take(addressKey(req.ip)) : null
        if (wait !== null) {
          res.set('Retry-After', String(wait))
          const message = `Too many names were tried from here. Try again in ${waitingTime(wait)}.`
          return send(res, session, 429, { username, nickname, message })
        }
        send(res, session, 422, { username, nickname, fieldErrors: fieldErrorsOf(error) })
      }
    },
  }
}
