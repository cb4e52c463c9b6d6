import { DEVICE_CODE_GRANT, OAUTH_PATHS, type TokenAnswer } from '@ante/shared'
import { LoginError } from '../api/errors.ts'
import { deviceAuthorization } from '../contract/generated.ts'
import type { Environment } from '../environment/environment.ts'
import { A_FEW_TIMES, retry, sleepUntilWoken } from '../http/retry.ts'
import type { ClientIdentity } from './authorization.ts'
import { post, requestToken, TokenRefusal } from './token-request.ts'

/** RFC 8628, section 3.2, where the server names no interval; and section 3.5, what `slow_down` adds to it. */
const FIVE_SECONDS = 5000
/** The longest wait while the server does not answer. */
const MAX_WAIT_MS = 30_000

/** A code that the player confirms in any browser (RFC 8628). */
export interface DeviceCode {
  /** What the player compares, or types. */
  readonly code: string
  /** The page with the code filled in. */
  readonly url: string
  /** On the device's clock. */
  readonly expiresAt: Date
  /** Milliseconds that the code can still be confirmed. Setting the device's clock does not change it. */
  left(): number
  /**
   * Asks for the tokens until the player has decided. Null: the code is worth nothing any more, or `isOver` became true.
   *
   * @throws LoginError `denied` or `refused`.
   */
  tokens(isOver: () => boolean): Promise<TokenAnswer | null>
}

/**
 * Starts a sign-in by code.
 *
 * @throws TokenRefusal where this client may not, Problem `unavailable` when there is no answer.
 */
export async function startDeviceCode(environment: Environment, identity: ClientIdentity): Promise<DeviceCode> {
  const { server, clientId, scope } = identity
  const form = { client_id: clientId, scope }
  const started = await retry(environment, A_FEW_TIMES, () =>
    post(environment, server + OAUTH_PATHS.deviceAuthorization, form, deviceAuthorization),
  )
  const life = started.expires_in * 1000
  const end = environment.elapsed() + life
  let isSpent = false
  const left = () => (isSpent ? 0 : end - environment.elapsed())
  const ask = () =>
    requestToken(environment, server, {
      grant_type: DEVICE_CODE_GRANT,
      device_code: started.device_code,
      client_id: clientId,
    })
  return {
    code: started.user_code,
    url: started.verification_uri_complete,
    expiresAt: new Date(environment.now() + life),
    left,
    async tokens(isOver) {
      let wait = started.interval === undefined ? FIVE_SECONDS : started.interval * 1000
      for (;;) {
        await sleepUntil(environment, environment.elapsed() + wait, isOver)
        if (isOver() || left() <= 0) return null
        isSpent = true
        try {
          return await ask()
        } catch (error) {
          const more = moreWait(error, wait)
          if (more === null) return null
          wait += more
          isSpent = false
        }
      }
    },
  }
}

/** A page in the background sleeps longer than it asked for, and is awake at once when it comes to the front. */
async function sleepUntil(environment: Environment, end: number, isOver: () => boolean): Promise<void> {
  while (!isOver() && environment.elapsed() < end) await sleepUntilWoken(environment, end - environment.elapsed())
}

/**
 * By how many milliseconds to wait longer from now on; null when the code is worth nothing any more.
 *
 * @throws LoginError `denied` or `refused`.
 */
function moreWait(error: unknown, wait: number): number | null {
  if (!(error instanceof TokenRefusal)) return Math.max(0, Math.min(wait, MAX_WAIT_MS - wait))
  switch (error.code) {
    case 'authorization_pending':
      return 0
    case 'slow_down':
      return FIVE_SECONDS
    case 'access_denied':
      throw new LoginError('denied', 'The player denied consent')
    case 'expired_token':
    // A server may have forgotten a code that has expired.
    case 'invalid_grant':
      return null
    default:
      throw new LoginError('refused', error.message)
  }
}
