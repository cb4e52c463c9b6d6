import { popupCallbackPath } from '@ante/shared'
import { LoginError } from '../api/errors.ts'
import { popupMessage } from '../contract/generated.ts'
import { parse } from '../contract/shape.ts'
import type { Environment, Popup, WindowMessage } from '../environment/environment.ts'
import {
  type AuthorizationAnswer,
  authorizationUrl,
  beginAuthorization,
  type ClientIdentity,
  codeOf,
  requireCryptography,
} from './authorization.ts'

/** An authorization code, and what the token endpoint needs to redeem it. */
export interface AuthorizationCode {
  readonly code: string
  readonly verifier: string
  readonly redirectUri: string
  readonly walletJwt: string | null
}

const POLL_MS = 400
/**
 * Wait before a closed popup counts as closed. A popup can look closed before its last message arrives, or while its
 * page has cut the connection to its opener.
 */
const GRACE_MS = 1500

/**
 * Signs in through a popup. The popup is opened before anything is awaited, so that it belongs to the player's click.
 *
 * @throws LoginError `popup_blocked`, `denied`, `closed`, `timeout`, `insecure_context`, `refused`.
 */
export async function popupLogin(
  environment: Environment,
  identity: ClientIdentity,
  timeoutSeconds: number,
  opened: (popup: Popup) => void,
): Promise<AuthorizationCode> {
  requireCryptography(environment)
  const popup = environment.openPopup()
  if (!popup) throw new LoginError('popup_blocked', 'The browser blocked the sign-in window; call login from a click')
  opened(popup)
  try {
    const pending = beginAuthorization(environment, identity.server + popupCallbackPath(identity.clientId))
    const answered = waitForAnswer(environment, popup, new URL(identity.server).origin, pending.state, timeoutSeconds)
    const goThere = async () => popup.navigate(await authorizationUrl(environment, identity, pending))
    const [answer] = await Promise.all([answered, goThere()])
    return { ...pending, code: codeOf(answer, identity.server), walletJwt: answer.wallet_jwt ?? null }
  } finally {
    popup.close()
  }
}

function waitForAnswer(
  environment: Environment,
  popup: Popup,
  origin: string,
  state: string,
  timeoutSeconds: number,
): Promise<AuthorizationAnswer> {
  return new Promise((resolve, reject) => {
    let done = false
    const finish = (settle: () => void) => {
      if (!done) settle()
      done = true
      ignore()
    }
    const ignore = environment.listen('message', (message) => {
      const answer = authorizationIn(message, popup, origin, state)
      if (answer) finish(() => resolve(answer))
    })
    const watch = async () => {
      const end = environment.elapsed() + timeoutSeconds * 1000
      while (!done && !popup.closed && environment.elapsed() < end) await environment.sleep(POLL_MS)
      if (popup.closed) await environment.sleep(GRACE_MS)
      finish(() => reject(popup.closed ? closed() : timedOut()))
    }
    void watch()
  })
}

const closed = () => new LoginError('closed', 'The player closed the sign-in window')
const timedOut = () => new LoginError('timeout', 'The sign-in was not finished in time')

function authorizationIn(
  message: WindowMessage,
  popup: Popup,
  origin: string,
  state: string,
): AuthorizationAnswer | null {
  if (message.origin !== origin || message.source !== popup.source) return null
  const answer = parse(popupMessage, message.data)
  return answer?.state === state ? answer : null
}
