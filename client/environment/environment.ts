import type { KeyValueStorage } from '../api/options.ts'

/** A window that was opened for a sign-in. */
export interface Popup {
  readonly closed: boolean
  /** Compared with a message's `source`. */
  readonly source: unknown
  navigate(url: string): void
  focus(): void
  close(): void
}

/** The message of another window. */
export interface WindowMessage {
  readonly origin: string
  readonly source: unknown
  readonly data: unknown
}

/** What {@link Environment.listen} can listen to, and what its handlers get. */
export interface Signals {
  /** The browser has a network again. */
  online: undefined
  /** The browser has lost its network. */
  offline: undefined
  /** The page came to the front. */
  visible: undefined
  /** The player moved the pointer over the page, touched it, or pressed a key. */
  gesture: undefined
  /** The page went to the background or is being closed. This can be the last event that the page receives. */
  hidden: undefined
  message: WindowMessage
  /** Another tab wrote this key of the storage; null when it cleared all. */
  storage: string | null
}

/** Everything that the client uses from the browser. Tests replace it. */
export interface Environment {
  readonly fetch: typeof fetch
  /**
   * Milliseconds since 1970 on the device's clock, which the player can change. Use it only for values that outlive the
   * page.
   */
  now(): number
  /** Milliseconds since the page was opened. A change of the device's clock has no effect. */
  elapsed(): number
  sleep(milliseconds: number): Promise<void>
  random(bytes: number): Uint8Array
  /** Null where the browser offers no cryptography (plain http that is not localhost). */
  readonly sha256: ((text: string) => Promise<Uint8Array>) | null
  /**
   * Runs tasks with the same name one after the other, also across tabs. A task that has waited too long runs anyway.
   */
  lock<Result>(name: string, task: () => Promise<Result>): Promise<Result>
  /** Storage that outlives the page, unless `keepsData` is false. */
  readonly local: KeyValueStorage
  /** False where the browser forbids the page to store anything. */
  readonly keepsData: boolean
  /** Storage that lasts as long as the tab. */
  readonly session: KeyValueStorage
  /**
   * Opens a window at this address, or an empty one. Null when the browser blocks it, and also where it opens the window but
   * keeps it apart from the page.
   */
  openPopup(url: string): Popup | null
  /** Origin of the page; `null` as text where the browser gives it none. */
  origin(): string
  /** Address of the page. */
  href(): string
  /** Leaves the page. */
  assign(url: string): void
  /** Changes the address without leaving the page. */
  replaceUrl(url: string): void
  /** Returns false only when there is certainly no network. */
  isOnline(): boolean
  isVisible(): boolean
  /** Returns the function that ends it. */
  listen<Signal extends keyof Signals>(signal: Signal, handler: (data: Signals[Signal]) => void): () => void
}
