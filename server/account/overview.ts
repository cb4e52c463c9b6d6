import { Nickname } from '@ante/shared'
import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import * as z from 'zod/mini'
import { asClientId } from '../domain/ids.ts'
import { textField } from '../html/forms.ts'
import { sendPage } from '../html/send-page.ts'
import { readStakeLimitFields } from '../html/stake-limit-fields.ts'
import type { Connections } from '../oauth/tokens/connected-applications.ts'
import type { StakeLimits } from '../services/matches/stake-limits.ts'
import type { Players } from '../services/players/players.ts'
import { ACCOUNT } from './pages/account-paths.ts'
import { noticeNamed, noticePath } from './pages/notices.ts'
import { overviewPage } from './pages/overview-page.ts'
import type { OverviewView } from './pages/overview-view.ts'
import type { AccountSession, AccountSessions } from './sign-in/account-session.ts'
import type { AccountSignIn } from './sign-in/account-sign-in.ts'
import type { SignInMethods } from './sign-in-methods/sign-in-methods.ts'

/** The account page itself, and the forms that it has. */
export interface Overview {
  readonly show: RequestHandler
  readonly rename: RequestHandler
  readonly disconnect: RequestHandler
  readonly limitStakes: RequestHandler
}

interface OverviewDependencies {
  readonly players: Players
  readonly connections: Connections
  readonly stakeLimits: StakeLimits
  readonly accountSessions: AccountSessions
  readonly accountSignIn: AccountSignIn
  readonly methods: SignInMethods
  readonly demo: boolean
  readonly log: Logger
}

export function createOverview(dependencies: OverviewDependencies): Overview {
  const { players, connections, stakeLimits, accountSessions, accountSignIn, methods, demo, log } = dependencies

  async function send(res: Response, session: AccountSession, status: number, more: Partial<OverviewView>) {
    const { player, csrfToken } = session
    const [own, signIn] = await Promise.all([connections.of(player.id), methods.of(player.id)])
    sendPage(res, status, overviewPage({ player, csrfToken, demo, connections: own, ...signIn, ...more }))
  }

  return {
    async show(req, res) {
      const session = await accountSessions.find(req, res)
      const notice = noticeNamed(req.query.done)
      if (!session) return accountSignIn.show(req, res, notice)
      await send(res, session, 200, { notice })
    },

    async rename(req, res) {
      const session = await accountSessions.requireForm(req, res)
      const nickname = textField(req, 'nickname')
      const parsed = z.safeParse(Nickname, nickname)
      if (!parsed.success) {
        const wrong = parsed.error.issues[0]?.message ?? 'is wrong'
        return send(res, session, 422, { nickname, wrongNickname: `It ${wrong}.` })
      }
      await players.rename(session.player.id, parsed.data)
      res.redirect(303, noticePath('profile'))
    },

    async disconnect(req, res) {
      const { player } = await accountSessions.requireForm(req, res)
      const client = asClientId(textField(req, 'client'))
      if (await connections.end(player.id, client)) {
        log.info({ player: player.id, client }, 'disconnected by the player')
      }
      res.redirect(303, noticePath('disconnected'))
    },

    async limitStakes(req, res) {
      const session = await accountSessions.requireForm(req, res)
      const own = await connections.of(session.player.id)
      const connection = own.find(({ client }) => client.id === textField(req, 'client'))
      if (!connection) return res.redirect(303, ACCOUNT)
      const typed = readStakeLimitFields(connection.limits, (name) => textField(req, name))
      const grant = { playerId: session.player.id, clientId: connection.client.id }
      const wrong = 'wrong' in typed ? typed.wrong : await stakeLimits.set(grant, typed.limits)
      if (wrong !== null) return send(res, session, 422, { wrongLimit: { clientId: grant.clientId, message: wrong } })
      res.redirect(303, noticePath('stake-limit'))
    },
  }
}
