/** Advisory locks by key: those who want the same thing get it one after the other, in the order in which they came. */
export interface FairLocks {
  /** The lock of a key, for one caller. */
  of(key: string): FairLock
}

/** Keeps callers out of each other's way and nothing more: nothing may depend on nobody else working under it. */
export interface FairLock {
  /** Resolves when the caller holds the lock, until `release`, or when whoever holds it takes too long. */
  acquire(): Promise<void>
  /** Gives the lock to the next caller. Without the lock it does nothing. */
  release(): void
  /** Lets all who wait go on without the lock: what the holder was doing does not work now. */
  dismissWaiting(): void
}

/** How long one caller may hold a lock that others wait for, in milliseconds: it may itself wait for what does not come. */
const MAX_HOLD = 3000

interface Held {
  /** Who waits, the first one first; each is told whether it holds the lock. */
  readonly waiting: Set<(holds: boolean) => void>
  timer: NodeJS.Timeout
}

export function createFairLocks(maxHold: number = MAX_HOLD): FairLocks {
  const heldLocks = new Map<string, Held>()

  function dismissAll({ waiting }: Held): void {
    for (const resolve of waiting) resolve(false)
    waiting.clear()
  }

  const watch = (key: string) =>
    setInterval(() => {
      const held = heldLocks.get(key)
      if (held) dismissAll(held)
    }, maxHold)

  /** Resolves with whether the caller holds the lock. */
  function take(key: string): Promise<boolean> {
    const held = heldLocks.get(key)
    if (held) return new Promise((resolve) => held.waiting.add(resolve))
    heldLocks.set(key, { waiting: new Set(), timer: watch(key) })
    return Promise.resolve(true)
  }

  function pass(key: string, held: Held): void {
    clearInterval(held.timer)
    const [next] = held.waiting
    if (!next) {
      heldLocks.delete(key)
      return
    }
    held.timer = watch(key)
    held.waiting.delete(next)
    next(true)
  }

  return {
    of(key) {
      let isHolder = false
      const own = () => (isHolder ? heldLocks.get(key) : undefined)
      return {
        async acquire() {
          isHolder ||= await take(key)
        },
        release() {
          const held = own()
          isHolder = false
          if (held) pass(key, held)
        },
        dismissWaiting() {
          const held = own()
          if (held) dismissAll(held)
        },
      }
    },
  }
}
