/** Where the client keeps the session; `localStorage` and `sessionStorage` have this shape. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** What {@link createAnte} needs to know. */
export interface AnteOptions {
  /**
   * Address of the runtime: its `PUBLIC_URL`, such as `https://ante.example` or `https://games.example/ante`. Where a portal
   * lets the page reach it only through a proxy, the address at that proxy.
   */
  readonly server: string
  /** Path of the socket on the host of `server`. Default: `/socket.io/` below the path of `server`. */
  readonly socketPath?: string
  /** Id of the game's registered client; its `allowed_origins` must contain the page's origin. */
  readonly clientId: string
  /** What players are asked to allow, separated by spaces: `public` (default), `wallet`, `profile`. */
  readonly scope?: string
  /** Where the session is kept. Default: `localStorage`, or memory where the browser forbids it. */
  readonly storage?: KeyValueStorage
  /**
   * For games whose own server signs players in: resolves with a valid access token, and is asked again when the last
   * one has expired. `login`, `completeLogin` and `logout` are not used then.
   */
  readonly accessToken?: () => Promise<string>
  /**
   * For games whose players have a signed token (JWT) of a portal, or of accounts that the game has already: resolves with it. The
   * client exchanges it for an access token (RFC 8693), and asks for another one when that has expired. The server must know
   * the issuer (`ANTE_ISSUERS`). `login` and `logout` are not used then. It is not asked where `accessToken` is given.
   */
  readonly subjectToken?: () => string | Promise<string>
}

/** How to sign in. */
export interface LoginOptions {
  /** `popup` (default): call it straight from a click. `redirect`: the whole page goes there and comes back. */
  readonly mode?: 'popup' | 'redirect'
  /** With `redirect`: where to come back to, registered for the client. Default: this page without query and hash. */
  readonly redirectUri?: string
  /** With `popup`: give up after so many seconds (600). */
  readonly timeoutSeconds?: number
  /**
   * With `popup`: shows the player a link and a code, because no sign-in window answers: it was blocked, closed, or the browser
   * keeps it apart from the page. It is called again with a new code when the last one has expired; take down what it showed
   * when `login` is done. Default: a small notice over the page.
   */
  readonly onCode?: (prompt: CodePrompt) => void
}

/** A sign-in that the player finishes in any browser, on this device or another one (RFC 8628). */
export interface CodePrompt {
  /** Shown to the player, who compares it with the page's or types it there, such as `BCDF-GHJK`. */
  readonly code: string
  /** The sign-in page, for a link or a QR code. Without its query it is the page on which the code is typed. */
  readonly url: string
  /** When the code expires, on the device's clock. */
  readonly expiresAt: Date
  /** Ends the sign-in: `login` rejects with `closed`. */
  readonly cancel: () => void
}
