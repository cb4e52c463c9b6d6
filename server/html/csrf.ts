import type { Request, RequestHandler } from 'express'
import { isMacOf, macOf } from '../keys/hmac.ts'
import type { ErrorView } from './error-page.ts'
import { textField } from './forms.ts'
import { PageError, sendErrorPage } from './send-page.ts'

/** The field in which every form carries its token. */
export const CSRF_FIELD = 'csrf_token'

/** Protects one kind of form: each form carries a token that only this server can make for its owner. */
export interface CsrfProtection {
  /** `owner` is what the form belongs to: a session, an interaction, a browser. */
  tokenFor(owner: string): string
  /** Throws the page for a form that belongs to nobody, or to another owner. */
  check(req: Request, owner: string): void
}

interface CsrfSettings {
  /** The first one makes tokens, all of them are accepted. */
  readonly secrets: readonly [string, ...string[]]
  /** Keeps the kinds of forms apart: a token of one kind is not accepted for another. */
  readonly purpose: string
  /** What a person reads whose form is refused. */
  readonly refused: ErrorView
}

export function createCsrfProtection({ secrets, purpose, refused }: CsrfSettings): CsrfProtection {
  return {
    tokenFor: (owner) => macOf(secrets[0], purpose, owner),
    check(req, owner) {
      const isOwn = owner !== '' && isMacOf(textField(req, CSRF_FIELD), secrets, purpose, owner)
      if (!isOwn) throw new PageError(403, refused)
    },
  }
}

/**
 * Refuses forms that a page of another site, or of another port of this host, has sent; browsers say so. It is a second
 * protection beside the token, for the case that an attacker could plant both a token and its cookie.
 */
export function rejectCrossSiteForms(publicUrl: string): RequestHandler {
  const { origin } = new URL(publicUrl)
  return (req, res, next) => {
    if (req.method !== 'POST' || isSameOrigin(req, origin)) return next()
    sendErrorPage(res, 403, CROSS_SITE)
  }
}

function isSameOrigin(req: Request, own: string): boolean {
  const site = req.get('Sec-Fetch-Site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = req.get('Origin')
  return origin === undefined || origin === own
}

const CROSS_SITE: ErrorView = {
  title: 'This form cannot be used',
  message: 'It came from another site, so nothing was done. Go back to your game and sign in from there.',
}
