import type { Response } from 'express'
import type { ErrorView } from './error-page.ts'
import type { FormError } from './forms.ts'
import { PageError } from './send-page.ts'

/** A 429 with `Retry-After`, in a form that is shown again. `what` is a sentence: "Too many … from here." */
export function tooManyRequests(
  res: Response,
  seconds: number,
  what: string,
): FormError & { readonly message: string } {
  res.set('Retry-After', String(seconds))
  return { status: 429, message: `${what} Try again in ${waitingTime(seconds)}.` }
}

/** The same as a page of its own. */
export function tooManyRequestsPage(
  res: Response,
  seconds: number,
  what: string,
  action?: ErrorView['action'],
): PageError {
  const { status, message } = tooManyRequests(res, seconds, what)
  return new PageError(status, { title: 'One moment', message, ...(action && { action }) })
}

function waitingTime(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
