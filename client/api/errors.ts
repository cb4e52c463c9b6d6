/**
 * Why a sign-in did not happen.
 *
 * - `popup_blocked`: there was no sign-in window, and no code either; call `login` straight from a click, before any `await`.
 * - `denied`: the player said no on the consent page.
 * - `closed`: the player cancelled the sign-in by code; or closed the window, where the server offers no code.
 * - `timeout`: nothing came back in time.
 * - `insecure_context`: the page is on plain http and not on localhost, where browsers offer no cryptography.
 * - `refused`: the server refused the sign-in, or cannot answer this page; the message has the reason.
 */
export type LoginErrorCode = 'popup_blocked' | 'denied' | 'closed' | 'timeout' | 'insecure_context' | 'refused'

/** One way in which a sign-in was tried. */
export interface TriedWay {
  /** `window`: the answer of the sign-in window. `code`: a code that the player confirms in any browser. */
  readonly way: 'window' | 'code'
  /** Why nothing came of it, in words for developers. */
  readonly problem: string
}

/** A failed sign-in. `code` is the reason for the program, `message` describes it in words. */
export class LoginError extends Error {
  override readonly name = 'LoginError'
  readonly code: LoginErrorCode
  /** The ways that were tried where none of them worked. Empty when the player or the server said no. */
  readonly tried: readonly TriedWay[]

  constructor(code: LoginErrorCode, message: string, tried: readonly TriedWay[] = []) {
    super(message)
    this.code = code
    this.tried = tried
  }

  /** The parts of the package are bundled apart, and each has this class: an error of any of them counts. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'LoginError'
  }
}
