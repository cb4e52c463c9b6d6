import type { TokenAnswer } from '@ante/shared'
import { LoginError, type LoginErrorCode } from '../api/errors.ts'
import type { LoginOptions } from '../api/options.ts'
import { popupMessage } from '../contract/generated.ts'
import { parse } from '../contract/shape.ts'
import type { Environment, Popup, WindowMessage } from '../environment/environment.ts'
import {
  type AuthorizationAnswer,
  type AuthorizationCode,
  authorizationUrl,
  type ClientIdentity,
  type ReadyAuthorization,
  redeemable,
} from './authorization.ts'
import { createCodeNotice } from './code-notice.ts'
import type { DeviceCode } from './device-code.ts'

const TIMEOUT_SECONDS = 600
const TICK_MS = 300
/** How long a window may show no sign of life before the player gets a code beside it. */
const PATIENCE_MS = 1500

/** What a sign-in brings: the window's code, which is still to be redeemed, or the tokens of a code confirmed elsewhere. */
export type SignedIn = AuthorizationCode | TokenAnswer

/** A sign-in that the page waits for. */
export interface Arrival {
  /** @throws LoginError every code but `insecure_context`. */
  readonly signedIn: Promise<SignedIn>
  /** Shows the window, or opens one again. */
  showAgain(): void
  /** Ends the sign-in, which then rejects with `closed`. */
  cancel(): void
}

interface ArrivalParts {
  readonly environment: Environment
  readonly identity: ClientIdentity
  /** What the window was opened with. */
  readonly authorization: ReadyAuthorization
  readonly popup: Popup | null
  readonly options: LoginOptions
  /** The live code, or a new one. Rejects where the server gives none. */
  readonly nextCode: () => Promise<DeviceCode>
}

/**
 * Waits for what arrives first. A page cannot know for sure whether its window is there: browsers that keep the two apart
 * answer null although they opened it, or call it closed while it is open. So a window without a sign of life is no failure:
 * the player gets a code beside it, and both ways stay open.
 */
export function waitForSignIn(parts: ArrivalParts): Arrival {
  const { environment, identity, authorization, options, nextCode } = parts
  const notice = options.onCode ? null : createCodeNotice()
  const showCode = options.onCode ?? notice?.show
  let { popup } = parts
  let aliveAt = environment.elapsed()
  let shown: DeviceCode | null = null
  let isOver = false
  let stopListening = () => {}
  let cancel = () => {}

  const failure = (code: LoginErrorCode, message: string, codeProblem: string) =>
    new LoginError(code, message, [
      { way: 'window', problem: windowProblem(popup) },
      { way: 'code', problem: codeProblem },
    ])

  const confirmedCode = async (): Promise<TokenAnswer> => {
    for (;;) {
      const device = await nextCode().catch((error: Error) => {
        const [code, message] = popup ? CLOSED : BLOCKED
        throw failure(code, message, error.message)
      })
      const { code, url, expiresAt } = device
      shown = device
      if (!isOver) showCode?.({ code, url, expiresAt, cancel })
      const tokens = await device.tokens(() => isOver)
      if (tokens) return tokens
      if (isOver) throw failure('timeout', 'The sign-in is over', 'nobody asks any more')
    }
  }

  const signedIn = new Promise<SignedIn>((resolve, reject) => {
    const redeem = async (answer: AuthorizationAnswer) => redeemable(answer, identity.server, authorization)
    stopListening = environment.listen('message', (message) => {
      const answer = authorizationIn(message, popup, identity.server, authorization.state)
      if (answer) resolve(redeem(answer))
    })
    cancel = () => reject(new LoginError('closed', 'The player cancelled the sign-in'))
    const watch = async () => {
      const end = environment.elapsed() + (options.timeoutSeconds ?? TIMEOUT_SECONDS) * 1000
      let isAsking = false
      while (!isOver) {
        const now = environment.elapsed()
        if (now >= end) {
          const problem = shown ? 'nobody confirmed it' : 'none was shown, since the window was open'
          reject(failure('timeout', 'The sign-in was not finished in time', problem))
        }
        if (popup && !popup.closed) aliveAt = now
        if (!isAsking && now - aliveAt >= PATIENCE_MS) {
          isAsking = true
          confirmedCode().then(resolve, reject)
        }
        await environment.sleep(TICK_MS)
      }
    }
    void watch()
  }).finally(() => {
    isOver = true
    stopListening()
    notice?.remove()
    popup?.close()
  })

  return {
    signedIn,
    showAgain() {
      if (popup && !popup.closed) return popup.focus()
      popup = environment.openPopup(shown?.url ?? authorizationUrl(identity, authorization))
      aliveAt = environment.elapsed()
    },
    cancel,
  }
}

const BLOCKED = ['popup_blocked', 'There is no sign-in window and no code; call login from a click'] as const
const CLOSED = ['closed', 'The sign-in window was closed, and there is no code'] as const

function windowProblem(popup: Popup | null): string {
  if (!popup) return 'the browser blocked it, or keeps it apart from the page'
  return popup.closed ? 'it was closed, or cut off from the page, before it answered' : 'it did not answer'
}

function authorizationIn(
  message: WindowMessage,
  popup: Popup | null,
  server: string,
  state: string,
): AuthorizationAnswer | null {
  if (message.origin !== new URL(server).origin) return null
  // Where the browser names no window, the secret in `state` tells its message from others.
  if (popup && message.source !== popup.source) return null
  const answer = parse(popupMessage, message.data)
  return answer?.state === state ? answer : null
}
