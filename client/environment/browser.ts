import type { KeyValueStorage } from '../api/options.ts'
import type { Environment, Popup, Signals } from './environment.ts'
import { createLock } from './locks.ts'
import { memoryStorage, openStorage } from './storage.ts'

/** The environment of this browser page. In Node there is no page: no popups, no signals, storage in memory. */
export function browserEnvironment(storage?: KeyValueStorage): Environment {
  const page = typeof document === 'undefined' ? null : window
  const subtle = globalThis.crypto?.subtle
  const now = () => Date.now()
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
  const local = storage ?? (page && openStorage(() => page.localStorage))
  return {
    fetch: (input, init) => fetch(input, init),
    now,
    elapsed: () => performance.now(),
    sleep,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    sha256: subtle
      ? async (text) => new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)))
      : null,
    lock: createLock({ locks: globalThis.navigator?.locks, storage: local, now, sleep }),
    local: local ?? memoryStorage(),
    keepsData: local !== null,
    session: (page && openStorage(() => page.sessionStorage)) ?? memoryStorage(),
    openPopup: (url) => (page ? openPopup(page, url) : null),
    origin: () => globalThis.origin,
    href: () => page?.location.href ?? '',
    assign: (url) => page?.location.assign(url),
    replaceUrl: (url) => page?.history.replaceState(page.history.state, '', url),
    isOnline: () => globalThis.navigator?.onLine !== false,
    isVisible: () => page?.document.visibilityState !== 'hidden',
    listen: (signal, handler) => (page ? listen(page, signal, handler) : () => undefined),
  }
}

const WIDTH = 480
const HEIGHT = 720

function openPopup(page: Window, url: string): Popup | null {
  const left = Math.round(page.screenX + (page.outerWidth - WIDTH) / 2)
  const top = Math.round(page.screenY + (page.outerHeight - HEIGHT) / 2)
  const opened = page.open(url, 'ante-login', `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`)
  if (!opened) return null
  return {
    get closed() {
      return opened.closed
    },
    source: opened,
    navigate: (url) => opened.location.replace(url),
    focus: () => opened.focus(),
    close: () => opened.close(),
  }
}

function listen<Signal extends keyof Signals>(
  page: Window,
  signal: Signal,
  handler: (data: Signals[Signal]) => void,
): () => void {
  const report = handler as (data: unknown) => void
  const listener = (event: Event) => {
    if (signal === 'message') report(event)
    else if (signal === 'storage') report((event as StorageEvent).key)
    else if (event.type !== 'visibilitychange' || page.document.visibilityState === signal) report(undefined)
  }
  const types = TYPES[signal] ?? [signal]
  for (const type of types) addEventListener(type, listener)
  return () => {
    for (const type of types) removeEventListener(type, listener)
  }
}

/** DOM events of the signals whose names differ. All of them reach the window. */
const TYPES: Partial<Record<keyof Signals, readonly string[]>> = {
  gesture: ['pointerover', 'pointerdown', 'keydown'],
  visible: ['visibilitychange'],
  hidden: ['visibilitychange', 'pagehide'],
}
