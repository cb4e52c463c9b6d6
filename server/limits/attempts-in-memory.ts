import type { Attempts, ChangeAttempts } from '../domain/limits.ts'

/** Keys beyond this push out the ones that were quiet longest, so that strangers cannot fill the memory. */
const MAX_KEYS = 50_000

/** Attempts of one process, which forgets them when it ends. */
export function rememberAttempts(): ChangeAttempts {
  const keys = new Map<string, Attempts>()
  return async (key, decide) => {
    const known = keys.get(key) ?? null
    const { next, answer } = decide(known)
    if (next === known) return answer
    keys.delete(key)
    if (next) keys.set(key, next)
    const [oldest] = keys.keys()
    if (keys.size > MAX_KEYS && oldest !== undefined) keys.delete(oldest)
    return answer
  }
}
