import type { Request, Response } from 'express'
import { parseCookies, writeCookie } from '../../html/cookies.ts'
import { createCsrfProtection } from '../../html/csrf.ts'
import type { Randomness } from '../../services/core/clock.ts'
import { WRONG_TOKEN } from './account-session.ts'

/** CSRF protection of a form for browsers in which nobody may be signed in. Its token is bound to a cookie of the browser. */
export interface BrowserForm {
  /** The token for a form that is sent to this browser now. Sets the cookie. */
  tokenFor(req: Request, res: Response): string
  /** Throws the page for a form that another browser got, or nobody. */
  check(req: Request): void
  /** The number in the cookie; empty without one. */
  browserIdOf(req: Request): string
}

interface BrowserFormSettings {
  readonly random: Randomness
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
  readonly cookieName: string
  /** Keeps the kinds of forms apart. */
  readonly purpose: string
}

const HOUR = 3600_000

export function createBrowserForm(settings: BrowserFormSettings): BrowserForm {
  const { random, publicUrl, secrets, cookieName, purpose } = settings
  const csrf = createCsrfProtection({ secrets, purpose, refused: WRONG_TOKEN })
  const browserIdOf = (req: Request) => parseCookies(req.headers.cookie).get(cookieName) ?? ''
  return {
    tokenFor(req, res) {
      const id = browserIdOf(req) || random.bytes(32).toString('base64url')
      writeCookie(res, publicUrl, { name: cookieName, value: id, maxAge: HOUR })
      return csrf.tokenFor(id)
    },
    check: (req) => csrf.check(req, browserIdOf(req)),
    browserIdOf,
  }
}
