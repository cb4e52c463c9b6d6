import { TooManyRequests } from '@ante/shared'
import type { PlayerId } from '../domain/ids.ts'
import { CALL_LIMITS, type CallLimitSize, NETWORK_FACTORS } from '../domain/limits.ts'
import { networksOf } from './network.ts'
import { WindowCounter } from './window-counter.ts'

/** Counts the calls of players, by player and by network. */
export interface CallLimits {
  /** Counts a call. Throws `TooManyRequests` when it is one too many. */
  take(call: { playerId: PlayerId; address: string | undefined; startsAttempt: boolean }): void
}

/** `factor` multiplies all limits; 0 turns them off. `now` gives milliseconds that only grow. */
export function createCallLimits(factor: number, now: () => number = () => performance.now()): CallLimits {
  if (factor === 0) return { take() {} }
  const calls = createCallLimit(CALL_LIMITS.calls, factor, now)
  const attempts = createCallLimit(CALL_LIMITS.attempts, factor, now)
  return {
    take({ playerId, address, startsAttempt }) {
      calls(playerId, address, 'This player, or this network, makes too many calls.')
      if (startsAttempt) attempts(playerId, address, 'This player, or this network, begins too many matches.')
    },
  }
}

function createCallLimit(size: CallLimitSize, factor: number, now: () => number) {
  const scaled = (count: number) => Math.max(1, Math.round(count * factor))
  const byPlayer = new WindowCounter(scaled(size.perPlayer), size.seconds)
  const byNetwork = NETWORK_FACTORS.map((wider) => new WindowCounter(scaled(size.perNetwork) * wider, size.seconds))

  return (playerId: PlayerId, address: string | undefined, message: string): void => {
    const at = now()
    const networks = networksOf(address)
    const counters = byNetwork.flatMap((counter, index) => {
      const key = networks[index]
      return key === undefined ? [] : [{ counter, key }]
    })
    // A call that is refused uses up nothing, so a player over the limit takes nothing from the neighbours.
    for (const { counter, key } of [{ counter: byPlayer, key: String(playerId) }, ...counters]) {
      const wait = counter.secondsToWait(key, at)
      if (wait !== null) throw new TooManyRequests(`${message} Wait ${wait} seconds.`, wait)
    }
    byPlayer.add(String(playerId))
    for (const { counter, key } of counters) counter.add(key)
  }
}
