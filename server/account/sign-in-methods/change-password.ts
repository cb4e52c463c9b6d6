import type { RequestHandler } from 'express'
import { textField } from '../../html/forms.ts'
import type { Players } from '../../services/players/players.ts'
import type { AccountSessions } from '../sign-in/account-session.ts'
import type { ActionForm } from './action-form.ts'

/** Sets the first password, or another one. */
export interface ChangePassword {
  readonly show: RequestHandler
  readonly submit: RequestHandler
}

interface ChangePasswordDependencies {
  readonly players: Players
  readonly accountSessions: AccountSessions
  readonly form: ActionForm
}

const ACTION = { kind: 'password' } as const

export function createChangePassword({ players, accountSessions, form }: ChangePasswordDependencies): ChangePassword {
  return {
    async show(req, res) {
      await form.show(await accountSessions.require(req, res), ACTION, res)
    },
    async submit(req, res) {
      const change: Parameters<ActionForm['submit']>[1] = async ({ player }) => {
        await players.setPassword(player.id, textField(req, 'new_password'))
        await form.finish(player.id, 'password', req, res)
      }
      await form.submit(ACTION, change, req, res)
    },
  }
}
