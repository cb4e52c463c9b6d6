/** A lock that lets only this tab play a round. */
export interface HeldRound {
  /** Gives up the lock, so that another tab can play the round. */
  release(): void
  /** Resolves when another tab has taken over the round. */
  readonly lost: Promise<void>
}

const nameOf = (matchId: string) => `stackhouse.round.${matchId}`

/**
 * Locks a round for this tab, because two open tabs would play it twice. Returns null when another tab has the lock.
 * `steal` takes the lock from that tab, for example when that tab hangs. Without working browser locks the round runs
 * without a lock.
 */
export function holdRound(matchId: string, options: { steal: boolean } = { steal: false }): Promise<HeldRound | null> {
  const withoutLock: HeldRound = { release: () => {}, lost: new Promise(() => {}) }
  if (!navigator.locks) return Promise.resolve(withoutLock)
  return new Promise((resolve) => {
    let lose = () => {}
    const lost = new Promise<void>((resolveLost) => {
      lose = resolveLost
    })
    const hold = (lock: Lock | null) => {
      if (lock === null) return resolve(null)
      return new Promise<void>((release) => resolve({ release, lost }))
    }
    const how = options.steal ? { steal: true } : { ifAvailable: true }
    navigator.locks.request(nameOf(matchId), how, hold).catch(() => {
      lose()
      // Has an effect only when the browser refused the lock. Otherwise the promise is already resolved.
      resolve(withoutLock)
    })
  })
}

/** Resolves when the other tab has finished the round or was closed. */
export async function untilRoundIsFree(matchId: string): Promise<void> {
  await navigator.locks.request(nameOf(matchId), () => {})
}
