/** A round that this tab has. */
export interface HeldRound {
  /** Lets another tab have it. */
  release(): void
  /** Resolves when another tab has taken the round over. */
  readonly lost: Promise<void>
}

const nameOf = (matchId: string) => `stackhouse.round.${matchId}`

/**
 * Keeps a round to one tab: two tabs would play it twice. Null when another tab has it, unless `steal` takes it over, from a
 * tab that hangs for example. Where the browser has no locks or refuses them, the round goes on without.
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
      // Only counts where the lock was refused before it was held.
      resolve(withoutLock)
    })
  })
}

/** Resolves when the tab that has the round has finished or closed it. */
export async function untilRoundIsFree(matchId: string): Promise<void> {
  await navigator.locks.request(nameOf(matchId), () => {})
}
