import type { KeyValueStorage } from '../api/options.ts'
import type { Environment } from './environment.ts'
import { memoryStorage } from './storage.ts'

/**
 * Longest wait for a lock. After it the task runs without the lock, so that a tab that hangs cannot block the others.
 */
const MAX_WAIT_MS = 10_000
/** Lifetime of a lease that is not renewed. */
const LEASE_MS = 6000
/**
 * Another tab may write its lease at the same moment. After this time it is known which tab wrote last and has the
 * lease.
 */
const SETTLE_MS = 40

type Lock = Environment['lock']
/** Resolves with the function that releases the lock. Rejects where this kind of lock is not available. */
type Acquire = (name: string) => Promise<() => void>

/** Dependencies of the locks. */
export interface LockParts {
  /** The browser's own locks; undefined where it has none. */
  readonly locks: LockManager | undefined
  /** A storage that the tabs share, for leases; null where there is none. */
  readonly storage: KeyValueStorage | null
  readonly now: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
}

/**
 * Creates locks that work across tabs. Uses the browser's own locks, or leases in the storage when the browser has no
 * locks or refuses them. If the storage is refused too, uses leases in memory, which work only within this tab.
 */
export function createLock({ locks, storage, now, sleep }: LockParts): Lock {
  const kinds: Acquire[] = [createLease(memoryStorage(), now, sleep)]
  if (storage) kinds.unshift(createLease(storage, now, sleep))
  if (locks) kinds.unshift(createBrowserLock(locks))
  return async (name, task) => {
    const release = await firstAvailable(kinds, name)
    try {
      return await task()
    } finally {
      release()
    }
  }
}

async function firstAvailable(kinds: readonly Acquire[], name: string): Promise<() => void> {
  for (const acquire of kinds) {
    const release = await acquire(name).catch(() => null)
    if (release) return release
  }
  return () => {}
}

function createBrowserLock(locks: LockManager): Acquire {
  return (name) =>
    new Promise((resolve, reject) => {
      const waiting = new AbortController()
      const timer = setTimeout(() => {
        waiting.abort()
        resolve(() => {})
      }, MAX_WAIT_MS)
      const hold = () => {
        clearTimeout(timer)
        return new Promise<void>((release) => resolve(release))
      }
      // Where the browser blocks the site's data, this rejects.
      locks.request(name, { signal: waiting.signal }, hold).catch((error) => {
        clearTimeout(timer)
        reject(error)
      })
    })
}

function createLease(storage: KeyValueStorage, now: () => number, sleep: LockParts['sleep']): Acquire {
  return async (name) => {
    const key = `${name}:lease`
    const id = String(Math.random())
    const write = () => storage.setItem(key, `${id} ${now() + LEASE_MS}`)
    const owner = () => {
      const [written, until] = (storage.getItem(key) ?? '').split(' ')
      const left = Number(until) - now()
      // No lease lasts this long, so the clock was set back. The lease does not count.
      return left > 0 && left <= LEASE_MS ? written : null
    }
    for (let waited = 0; waited < MAX_WAIT_MS; waited += SETTLE_MS) {
      const isFree = !owner()
      if (isFree) write()
      await sleep(SETTLE_MS)
      if (isFree && owner() === id) {
        const renewal = setInterval(() => {
          try {
            write()
          } catch {
            // The storage has become full: the lease ends by itself.
          }
        }, LEASE_MS / 3)
        return () => {
          clearInterval(renewal)
          if (owner() === id) storage.removeItem(key)
        }
      }
    }
    return () => {}
  }
}
