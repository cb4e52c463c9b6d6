import type { Environment, Popup, Signals } from '../../../client/environment/environment.ts'
import { createLock } from '../../../client/environment/locks.ts'
import { memoryStorage } from '../../../client/environment/storage.ts'
import type { LoadSocket } from '../../../client/realtime/live-socket.ts'

/** One browser profile: what its tabs share. */
export interface Profile {
  readonly local: Environment['local']
  readonly lock: Environment['lock']
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

export function aProfile(): Profile {
  return { local: memoryStorage(), lock: createLock({ locks: undefined, storage: null, now: Date.now, sleep }) }
}

/** A tab of a browser, for a client that runs in Node. */
export interface Tab extends Environment {
  online: boolean
  /** By how many milliseconds somebody has set the device's clock. */
  clockSetBy: number
  address: string
  /** Addresses that the page has gone to. */
  readonly left: string[]
  /** Every request, with its headers and body. */
  readonly requests: { url: string; headers: Record<string, string>; body: string | null; keepalive: boolean }[]
  /** The newest window, also where the browser keeps it apart from the page. */
  popup: TestPopup | null
  readonly loadSocket: LoadSocket
  fire<Signal extends keyof Signals>(signal: Signal, data: Signals[Signal]): void
  advance(milliseconds: number): void
}

/** A sign-in window that a test controls. */
export interface TestPopup extends Popup {
  closed: boolean
  url: string
  /** How often it was focused. */
  focused: number
}

interface TabOptions {
  profile?: Profile
  fetch?: typeof fetch
  /** Default: the realtime part cannot be loaded. */
  loadSocket?: LoadSocket
  blocksPopups?: boolean
  /** Whether windows open, but the page cannot see them. */
  cutsPopups?: boolean
  origin?: string
  secure?: boolean
  /** How much faster time runs for the tab, so that waits are short. */
  speed?: number
}

export function aTab({
  profile = aProfile(),
  blocksPopups = false,
  cutsPopups = false,
  origin = 'https://game.example',
  secure = true,
  speed = 50,
  ...options
}: TabOptions = {}): Tab {
  const handlers = new Map<string, Set<(data: never) => void>>()
  const started = Date.now()
  let advanced = 0
  const tab: Tab = {
    ...profile,
    session: memoryStorage(),
    keepsData: true,
    online: true,
    clockSetBy: 0,
    address: 'https://game.example/play?level=2',
    left: [],
    requests: [],
    popup: null,
    fetch: (input, init) => {
      const body = init?.body === undefined || init.body === null ? null : String(init.body)
      tab.requests.push({
        url: String(input),
        headers: { ...(init?.headers as Record<string, string>) },
        body,
        keepalive: init?.keepalive === true,
      })
      return tab.online ? (options.fetch ?? fetch)(input, init) : Promise.reject(new TypeError('Failed to fetch'))
    },
    now: () => started + (Date.now() - started) * speed + advanced + tab.clockSetBy,
    elapsed: () => (Date.now() - started) * speed + advanced,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / speed)),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    sha256: secure
      ? async (text) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
      : null,
    openPopup: (url) => {
      tab.popup = blocksPopups ? null : aPopup(url)
      return cutsPopups ? null : tab.popup
    },
    loadSocket: options.loadSocket ?? (() => Promise.reject(new TypeError('blocked by the page'))),
    origin: () => origin,
    href: () => tab.address,
    assign: (url) => {
      tab.left.push(url)
    },
    replaceUrl: (url) => {
      tab.address = url
    },
    isOnline: () => tab.online,
    isVisible: () => true,
    listen(signal, handler) {
      const own = handlers.get(signal) ?? new Set()
      handlers.set(signal, own.add(handler))
      return () => own.delete(handler)
    },
    fire(signal, data) {
      if (signal === 'online') tab.online = true
      for (const handler of [...(handlers.get(signal) ?? [])]) (handler as (data: unknown) => void)(data)
    },
    advance(milliseconds) {
      advanced += milliseconds
    },
  }
  return tab
}

function aPopup(url: string): TestPopup {
  const popup: TestPopup = {
    closed: false,
    url,
    focused: 0,
    source: {},
    navigate: (url) => {
      popup.url = url
    },
    focus: () => {
      popup.focused++
    },
    close: () => {
      popup.closed = true
    },
  }
  return popup
}
