import { popupCallbackPath } from '@ante/shared'
import { LoginError } from '../api/errors.ts'
import type { LoginOptions } from '../api/options.ts'
import type { Environment, Popup } from '../environment/environment.ts'
import { authorizationUrl, beginAuthorization, type ClientIdentity, type ReadyAuthorization } from './authorization.ts'
import { type DeviceCode, startDeviceCode } from './device-code.ts'
import { type Arrival, type SignedIn, waitForSignIn } from './sign-in-arrival.ts'

/** A code that expires sooner is not given to a window: the player still has to sign in there. */
const ENOUGH_FOR_SIGN_IN_MS = 150_000
/** A code that expires sooner is not shown. */
const ENOUGH_TO_TYPE_MS = 60_000

/** Sign-in by a window, or by a code where no window answers. */
export interface PopupLogin {
  /** Starts a sign-in by code, so that the window of a click to come can go on with it. */
  startAhead(): void
  /** Opens the window. Call it in the click: browsers open none later. */
  open(): Popup | null
  /**
   * Resolves with what arrives first: the window's message, or the tokens of a code that was confirmed.
   *
   * @throws LoginError every code but `insecure_context`.
   */
  finish(popup: Popup | null, options: LoginOptions): Promise<SignedIn>
  /** For another click while the player is signing in: shows the window, or opens one again. */
  showAgain(): void
  /** Ends a sign-in that is under way, which then rejects with `closed`. */
  cancel(): void
}

/** Creates the sign-in. The browser must offer cryptography. */
export function createPopupLogin(environment: Environment, identity: ClientIdentity): PopupLogin {
  /** What the next window is opened with. Its address has a hash that is computed asynchronously, so it is made beforehand. */
  let ready: ReadyAuthorization | null = null
  const prepare = async () => {
    ready = await beginAuthorization(environment, identity.server + popupCallbackPath(identity.clientId))
    return ready
  }
  let preparing = prepare()
  /** What the window has been opened with; null where it was opened empty, before that was ready. */
  let opened: ReadyAuthorization | null = null

  let live: DeviceCode | null = null
  let starting: Promise<DeviceCode> | null = null
  /** A page has one live code at a time. */
  const code = async (enough: number): Promise<DeviceCode> => {
    if (live && live.left() > enough) return live
    starting ??= startDeviceCode(environment, identity).finally(() => {
      starting = null
    })
    live = await starting
    return live
  }

  /** With the code in its `state`, the window's last page can go on by the code where it has lost its opener. */
  const withCode = (authorization: ReadyAuthorization): ReadyAuthorization =>
    live && live.left() > ENOUGH_FOR_SIGN_IN_MS
      ? { ...authorization, state: `${authorization.state}.${live.code}` }
      : authorization

  let arrival: Arrival | null = null
  const hasNoOrigin = () => environment.origin() === 'null'

  return {
    startAhead() {
      code(ENOUGH_FOR_SIGN_IN_MS).catch(() => {})
    },
    open() {
      if (hasNoOrigin()) return null
      opened = ready && withCode(ready)
      return environment.openPopup(opened ? authorizationUrl(identity, opened) : '')
    },
    async finish(popup, options) {
      if (hasNoOrigin()) {
        popup?.close()
        throw noOrigin(identity.server)
      }
      const authorization = opened ?? ready ?? (await preparing)
      if (!opened) popup?.navigate(authorizationUrl(identity, authorization))
      opened = null
      ready = null
      preparing = prepare()
      const nextCode = () => code(ENOUGH_TO_TYPE_MS)
      nextCode().catch(() => {})
      arrival = waitForSignIn({ environment, identity, authorization, popup, options, nextCode })
      try {
        return await arrival.signedIn
      } finally {
        arrival = null
      }
    },
    showAgain: () => arrival?.showAgain(),
    cancel: () => arrival?.cancel(),
  }
}

/** Neither a message nor an answer of the server reaches such a page, since both go to named origins. */
function noOrigin(server: string): LoginError {
  const problem = 'The page has no origin (a sandbox without allow-same-origin, or a file)'
  return new LoginError('refused', `${problem}, so ${server} cannot answer it`, [
    { way: 'window', problem },
    { way: 'code', problem },
  ])
}
