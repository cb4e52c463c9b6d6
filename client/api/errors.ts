/**
 * Why a sign-in did not happen.
 *
 * - `popup_blocked`: the browser did not open the popup; call `login` straight from a click, before any `await`.
 * - `denied`: the player said no on the consent page.
 * - `closed`: the player closed the popup.
 * - `timeout`: nothing came back in time.
 * - `insecure_context`: the page is on plain http and not on localhost, where browsers offer no cryptography.
 * - `refused`: the server refused the sign-in; the message has its reason.
 */
export type LoginErrorCode = 'popup_blocked' | 'denied' | 'closed' | 'timeout' | 'insecure_context' | 'refused'

/** A failed sign-in. `code` is the reason for the program, `message` describes it in words. */
export class LoginError extends Error {
  override readonly name = 'LoginError'
  readonly code: LoginErrorCode

  constructor(code: LoginErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
