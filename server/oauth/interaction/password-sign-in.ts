import type { Request, Response } from 'express'
import type { Player } from '../../domain/player.ts'
import { textField } from '../../html/forms.ts'
import { tooManyRequests } from '../../html/too-many-requests.ts'
import type { SignInThrottle } from '../../limits/sign-in-throttle.ts'
import type { Players } from '../../services/players/players.ts'

/** The player that a form's username and password belong to, or the answer that shows the form again. */
export type PasswordSignInResult =
  | { readonly player: Player }
  | { readonly player: null; readonly username: string; readonly status: number; readonly message: string }

/** Checks the `username` and `password` fields of a posted form. The form's CSRF token was checked before. */
export type PasswordSignIn = (req: Request, res: Response) => Promise<PasswordSignInResult>

export function createPasswordSignIn(dependencies: { players: Players; throttle: SignInThrottle }): PasswordSignIn {
  const { players, throttle } = dependencies
  return async (req, res) => {
    const username = textField(req, 'username').trim()
    const wait = await throttle.begin(req, username)
    if (wait !== null) {
      return { player: null, username, ...tooManyRequests(res, wait, 'Too many attempts to sign in.') }
    }
    const player = await throttle.check(req, username, (isKnown) =>
      players.signIn(username, textField(req, 'password'), isKnown),
    )
    if (!player) return { player: null, username, status: 422, message: WRONG_PASSWORD }
    await throttle.succeeded(req, res, username)
    return { player }
  }
}

const WRONG_PASSWORD = 'This username and password do not belong together. Check both, or create an account.'
