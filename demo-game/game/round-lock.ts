const nameOf = (matchId: string) => `stackhouse.round.${matchId}`

/**
 * Keeps a round to one tab: two would play it twice. Resolves with the function that lets it go, or with null when
 * another tab has it. Browsers without locks play on without them.
 */
export function holdRound(matchId: string): Promise<(() => void) | null> {
  if (!('locks' in navigator)) return Promise.resolve(() => {})
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null) => {
      if (lock !== null) return new Promise<void>(resolve)
      resolve(null)
    }
    navigator.locks.request(nameOf(matchId), { ifAvailable: true }, hold).catch(reject)
  })
}

/** Resolves when the tab that has the round has finished or closed it. */
export async function untilRoundIsFree(matchId: string): Promise<void> {
  await navigator.locks.request(nameOf(matchId), () => {})
}
