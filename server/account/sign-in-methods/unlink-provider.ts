import type { Request, RequestHandler } from 'express'
import { PageError } from '../../html/send-page.ts'
import type { Identities } from '../../services/players/identities.ts'
import { TO_ACCOUNT } from '../pages/account-paths.ts'
import type { AccountSession, AccountSessions } from '../sign-in/account-session.ts'
import type { Action } from './action.ts'
import type { ActionForm } from './action-form.ts'
import type { SignInMethods } from './sign-in-methods.ts'

/** Removes an account at a provider from the ways to sign in. */
export interface UnlinkProvider {
  readonly show: RequestHandler
  readonly submit: RequestHandler
}

interface UnlinkProviderDependencies {
  readonly identities: Identities
  readonly accountSessions: AccountSessions
  readonly methods: SignInMethods
  readonly form: ActionForm
}

export function createUnlinkProvider(dependencies: UnlinkProviderDependencies): UnlinkProvider {
  const { identities, accountSessions, methods, form } = dependencies
  const keyIn = ({ params }: Request) => String(params.identity)
  const actionOf = (req: Request): Action => ({ kind: 'unlink', identityKey: keyIn(req) })

  return {
    async show(req, res) {
      await form.show(await accountSessions.require(req, res), actionOf(req), res)
    },

    async submit(req, res) {
      const unlink = async ({ player }: AccountSession) => {
        const outcome = await identities.unlink(player.id, await methods.identity(player.id, keyIn(req)))
        if (outcome === 'last_way_in') throw new PageError(422, LAST_SIGN_IN_METHOD)
        await form.finish(player.id, 'unlinked', req, res)
      }
      await form.submit(actionOf(req), unlink, req, res)
    },
  }
}

const LAST_SIGN_IN_METHOD = {
  title: 'This is your only way in',
  message: 'Without it nobody could sign in to your account any more. Set a password or add another way first.',
  action: TO_ACCOUNT,
}
