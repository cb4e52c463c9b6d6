import type { Request, Response } from 'express'
import { PageError, textOf } from '../html/send-page.ts'
import { isMacOf, macOf } from '../keys/hmac.ts'
import type { Sessions, SignedIn } from '../oauth/provider/sessions.ts'
import { ACCOUNT } from './pages/account-paths.ts'

/** One page load by somebody who is signed in. */
export interface AccountVisit extends SignedIn {
  /** For the forms of this session. */
  readonly token: string
}

export interface AccountVisits {
  /** Null: nobody is signed in in this browser. */
  open(req: Request, res: Response): Promise<AccountVisit | null>
  /** Throws the page that somebody reads who is not signed in. */
  require(req: Request, res: Response): Promise<AccountVisit>
  /** For an answer to a form: also checks that it is one of this session's forms. */
  openForm(req: Request, res: Response): Promise<AccountVisit>
}

interface AccountVisitsDependencies {
  readonly sessions: Sessions
  readonly secrets: readonly [string, ...string[]]
}

export function createAccountVisits({ sessions, secrets }: AccountVisitsDependencies): AccountVisits {
  async function open(req: Request, res: Response): Promise<AccountVisit | null> {
    const signedIn = await sessions.current(req, res)
    return signedIn && { ...signedIn, token: macOf(secrets[0], 'account-form', signedIn.sessionUid) }
  }

  async function require(req: Request, res: Response): Promise<AccountVisit> {
    const visit = await open(req, res)
    if (!visit) throw new PageError(401, SIGNED_OUT)
    return visit
  }

  return {
    open,
    require,
    async openForm(req, res) {
      const visit = await require(req, res)
      if (!isMacOf(textOf(req, 'form_token'), secrets, 'account-form', visit.sessionUid)) {
        throw new PageError(403, FOREIGN_FORM)
      }
      return visit
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
