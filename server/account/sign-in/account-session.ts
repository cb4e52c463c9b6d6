import type { Request, Response } from 'express'
import { createCsrfProtection } from '../../html/csrf.ts'
import type { ErrorView } from '../../html/error-page.ts'
import { PageError } from '../../html/send-page.ts'
import type { Sessions, SignedIn } from '../../oauth/provider/sessions.ts'
import { ACCOUNT } from '../pages/account-paths.ts'

/** Who is signed in to the account pages in the browser of a request. */
export interface AccountSession extends SignedIn {
  /** For the forms of this session. */
  readonly csrfToken: string
}

export interface AccountSessions {
  /** Null: nobody is signed in. */
  find(req: Request, res: Response): Promise<AccountSession | null>
  /** Throws a page with a link to sign-in where nobody is signed in. */
  require(req: Request, res: Response): Promise<AccountSession>
  /** For a form that was sent: also checks its CSRF token. */
  requireForm(req: Request, res: Response): Promise<AccountSession>
}

interface AccountSessionsDependencies {
  readonly sessions: Sessions
  readonly secrets: readonly [string, ...string[]]
}

export function createAccountSessions({ sessions, secrets }: AccountSessionsDependencies): AccountSessions {
  const csrf = createCsrfProtection({ secrets, purpose: 'account-form', refused: WRONG_TOKEN })

  async function find(req: Request, res: Response): Promise<AccountSession | null> {
    const signedIn = await sessions.current(req, res)
    return signedIn && { ...signedIn, csrfToken: csrf.tokenFor(signedIn.sessionUid) }
  }

  async function require(req: Request, res: Response): Promise<AccountSession> {
    const session = await find(req, res)
    if (!session) throw new PageError(401, SIGNED_OUT)
    return session
  }

  return {
    find,
    require,
    async requireForm(req, res) {
      const session = await require(req, res)
      csrf.check(req, session.sessionUid)
      return session
    },
  }
}

const SIGNED_OUT: ErrorView = {
  title: 'You are signed out',
  message: 'Nothing was changed. Sign in and try again.',
  action: { href: ACCOUNT, label: 'Sign in' },
}

/** What a person reads whose form belongs to another session or another browser. */
export const WRONG_TOKEN: ErrorView = {
  title: 'This form cannot be used',
  message: 'It was not made for this browser, or is from an earlier visit. Nothing was changed.',
  action: { href: ACCOUNT, label: 'Back to your account' },
}
