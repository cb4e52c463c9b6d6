import { Problem } from '@ante/shared'
import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { formErrorOf, textField } from '../html/forms.ts'
import { sendPage } from '../html/send-page.ts'
import { tooManyRequests } from '../html/too-many-requests.ts'
import type { RequestLimits } from '../limits/rate-limits.ts'
import type { Sessions } from '../oauth/provider/sessions.ts'
import type { Players } from '../services/players/players.ts'
import { ACCOUNT } from './pages/account-paths.ts'
import { noticePath } from './pages/notices.ts'
import { type UpgradeGuestView, upgradeGuestPage } from './pages/upgrade-guest-page.ts'
import type { AccountSession, AccountSessions } from './sign-in/account-session.ts'

/** Gives a guest's account a username and a password. */
export interface UpgradeGuest {
  readonly show: RequestHandler
  readonly submit: RequestHandler
}

interface UpgradeGuestDependencies {
  readonly players: Players
  readonly sessions: Sessions
  readonly accountSessions: AccountSessions
  readonly limits: RequestLimits
  readonly log: Logger
}

export function createUpgradeGuest(dependencies: UpgradeGuestDependencies): UpgradeGuest {
  const { players, sessions, accountSessions, limits, log } = dependencies

  function send(res: Response, session: AccountSession, status: number, more: Partial<UpgradeGuestView>): void {
    const view = { csrfToken: session.csrfToken, username: '', nickname: session.player.nickname, ...more }
    sendPage(res, status, upgradeGuestPage(view))
  }

  return {
    async show(req, res) {
      const session = await accountSessions.require(req, res)
      if (!session.player.guest) return res.redirect(303, ACCOUNT)
      send(res, session, 200, {})
    },

    async submit(req, res) {
      const session = await accountSessions.requireForm(req, res)
      if (!session.player.guest) return res.redirect(303, ACCOUNT)
      const [username, nickname] = [textField(req, 'username').trim(), textField(req, 'nickname')]
      const account = { username, password: textField(req, 'password'), nickname: nickname.trim() || undefined }
      try {
        const player = await players.upgradeGuest(session.player.id, account)
        await sessions.begin(player, req, res)
        log.info({ player: player.id }, 'a guest keeps the account')
        res.redirect(303, noticePath('kept'))
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const wait = error.code === 'username_taken' ? await limits.takenNames.take(req.ip) : null
        const formError =
          wait === null ? formErrorOf(error) : tooManyRequests(res, wait, 'Too many names were tried from here.')
        send(res, session, formError.status, { username, nickname, ...formError })
      }
    },
  }
}
