import type { KeyValueStorage } from '../api/options.ts'
import type { Environment } from './environment.ts'
import { memoryStorage } from './storage.ts'

/** A task waits this long for a lock, then runs without it: a tab that hangs must not stop the others. */
const MAX_WAIT_MS = 10_000
/** A lease that is not renewed for this long has ended. */
const LEASE_MS = 6000
/** Another tab may write its lease at the same moment; after this time the last writer is known. */
const SETTLE_MS = 40

type Lock = Environment['lock']
/** Resolves with the function that releases the lock. Rejects where this kind of lock is not available. */
type Acquire = (name: string) => Promise<() => void>

/** What locks are made of. */
export interface LockParts {
  /** The browser's own locks; undefined where it has none. */
  readonly locks: LockManager | undefined
  /** A storage that the tabs share, for leases; null where there is none. */
  readonly storage: KeyValueStorage | null
  readonly now: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
}

/**
 * Locks across tabs: the browser's own, or leases in the storage where it has none or refuses them. Where the storage is
 * refused too, leases in memory, within this tab.
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
      // More time than any lease has: the clock was set back.
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
