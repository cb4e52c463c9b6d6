import { Nickname } from '@ante/shared'
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import * as z from 'zod/mini'
import { asClientId } from '../domain/ids.ts'
import { sendPage, textOf } from '../html/send-page.ts'
import type { Connections } from '../oauth/tokens/connected-applications.ts'
import type { Players } from '../services/players/players.ts'
import type { AccountSession, AccountSessions } from './account-session.ts'
import type { AccountSignIn } from './account-sign-in.ts'
import { donePath } from './pages/account-paths.ts'
import { overviewPage } from './pages/overview-page.ts'
import type { OverviewView } from './pages/overview-view.ts'
import type { SignInMethods } from './sign-in-methods.ts'

/** The account page itself, and what its own forms do. */
export interface Overview {
  readonly show: RequestHandler
  readonly rename: RequestHandler
  readonly disconnect: RequestHandler
}

interface OverviewDependencies {
  readonly players: Players
  readonly connections: Connections
  readonly accountSessions: AccountSessions
  readonly accountSignIn: AccountSignIn
  readonly signInMethods: SignInMethods
  readonly demo: boolean
  readonly log: Logger
}

export function createOverview(dependencies: OverviewDependencies): Overview {
  const { players, connections, accountSessions, accountSignIn, signInMethods, demo, log } = dependencies

  async function send(res: Response, { player, token }: AccountSession, status: number, more: Partial<OverviewView>) {
    const [own, ofWays] = await Promise.all([connections.of(player.id), signInMethods.of(player.id)])
    sendPage(res, status, overviewPage({ player, token, demo, connections: own, ...ofWays, ...more }))
  }

  return {
    async show(req, res) {
      const session = await accountSessions.open(req, res)
      const done = doneIn(req)
      if (!session) return accountSignIn.show(req, res, done)
      await send(res, session, 200, { done })
    },

    async rename(req, res) {
      const session = await accountSessions.openForm(req, res)
      const nickname = textOf(req, 'nickname')
      const parsed = z.safeParse(Nickname, nickname)
      if (!parsed.success) {
        const wrong = parsed.error.issues[0]?.message ?? 'is wrong'
        return send(res, session, 422, { nickname, wrongNickname: `It ${wrong}.` })
      }
      await players.rename(session.player.id, parsed.data)
      res.redirect(303, donePath('profile'))
    },

    async disconnect(req, res) {
      const { player } = await accountSessions.openForm(req, res)
      const client = asClientId(textOf(req, 'client'))
      if (await connections.end(player.id, client))
        log.info({ player: player.id, client }, 'disconnected by the player')
      res.redirect(303, donePath('disconnected'))
    },
  }
}

/** What the page says of what was just done; nothing of a request is written into it. */
const DONE: Readonly<Record<string, string>> = {
  profile: 'Saved.',
  disconnected: 'Disconnected. That game is signed out now.',
  password: 'Your new password holds. Everything else that was signed in to your account is signed out.',
  kept: 'The account is yours to keep. Games will ask you to sign in once more.',
  linked: 'Added. Everything else that was signed in to your account is signed out.',
  'linked-before': 'That was one of your ways to sign in already.',
  unlinked: 'Removed. Everything else that was signed in to your account is signed out.',
  'signed-out': 'You are signed out here.',
  'signed-out-everywhere': 'You are signed out everywhere, and every game is disconnected.',
}

function doneIn({ query }: Request): string | undefined {
  return typeof query.done === 'string' && Object.hasOwn(DONE, query.done) ? DONE[query.done] : undefined
}
