import type { Request, Response } from 'express'
import { PageError, textOf } from '../html/send-page.ts'
import { isMacOf, macOf } from '../keys/hmac.ts'
import type { Sessions, SignedIn } from '../oauth/provider/sessions.ts'
import { ACCOUNT } from './pages/account-paths.ts'

/** One page load by somebody who is signed in. */
export interface AccountSession extends SignedIn {
  /** For the forms of this session. */
  readonly token: string
}

export interface AccountSessions {
  /** Null: nobody is signed in in this browser. */
  open(req: Request, res: Response): Promise<AccountSession | null>
  /** Throws the page that somebody reads who is not signed in. */
  require(req: Request, res: Response): Promise<AccountSession>
  /** For an answer to a form: also checks that it is one of this session's forms. */
  openForm(req: Request, res: Response): Promise<AccountSession>
}

interface AccountSessionsDependencies {
  readonly sessions: Sessions
  readonly secrets: readonly [string, ...string[]]
}

export function createAccountSessions({ sessions, secrets }: AccountSessionsDependencies): AccountSessions {
  async function open(req: Request, res: Response): Promise<AccountSession | null> {
    const signedIn = await sessions.current(req, res)
    return signedIn && { ...signedIn, token: macOf(secrets[0], 'account-form', signedIn.sessionUid) }
  }

  async function require(req: Request, res: Response): Promise<AccountSession> {
    const session = await open(req, res)
    if (!session) throw new PageError(401, SIGNED_OUT)
    return session
  }

  return {
    open,
    require,
    async openForm(req, res) {
      const session = await require(req, res)
      if (!isMacOf(textOf(req, 'csrf_token'), secrets, 'account-form', session.sessionUid)) {
        throw new PageError(403, FOREIGN_FORM)
      }
      return session
    },
  }
}

const SIGNED_OUT = {
  title: 'You are signed out',
  message: 'Nothing was changed. Sign in and try again.',
  action: { href: ACCOUNT, label: 'Sign in' },
}

export const FOREIGN_FORM = {
  title: 'This form cannot be used',
  message: 'It was not made for this browser, or is from an earlier visit. Nothing was changed.',
  action: { href: ACCOUNT, label: 'Back to your account' },
}
