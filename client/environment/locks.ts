import type { Environment } from './environment.ts'

/** Locks across tabs where the browser has them (only in secure contexts), else within this tab. */
export function createLock(locks: LockManager | undefined): Environment['lock'] {
  if (locks) return async (name, task) => await locks.request(name, task)
  const tails = new Map<string, Promise<unknown>>()
  return (name, task) => {
    const result = (tails.get(name) ?? Promise.resolve()).then(task)
    tails.set(
      name,
      result.catch(() => undefined),
    )
    return result
  }
}
