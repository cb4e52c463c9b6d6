import { CAPS } from '../domain/limits.ts'
import { networkOf } from './network.ts'
import { WindowCounter } from './window-counter.ts'

/** How many refusals of a network are answered at once in a window, and how long the window is. */
const PROMPT = { count: 50, seconds: 10 }
/** Milliseconds by which the others are late. */
const DELAY = 1000

/**
 * Sends refusals late to networks that go on after many of them. Programs that repeat a refused call at once would
 * otherwise get thousands of refusals a second, each of which delays the calls of everybody else.
 */
export interface Tarpit {
  /**
   * Counts a refusal and calls `answer`: at once, or later where the network was refused too often. `gone` calls its
   * argument when nobody waits for the answer any more.
   */
  refuse(address: string | undefined, answer: () => void, gone: (stop: () => void) => void): void
}

/** `now` gives milliseconds that only grow. */
export function createTarpit(now: () => number = () => performance.now()): Tarpit {
  const refusals = new WindowCounter(PROMPT.count, PROMPT.seconds)
  const held = new Map<string, number>()
  let allHeld = 0

  function hold(network: string, by: 1 | -1): void {
    const count = (held.get(network) ?? 0) + by
    if (count > 0) held.set(network, count)
    else held.delete(network)
    allHeld += by
  }

  return {
    refuse(address, answer, gone) {
      const network = networkOf(address)
      const isPrompt = refusals.secondsToWait(network, now()) === null
      if (isPrompt) refusals.add(network)
      const isFull = allHeld >= CAPS.allLateRefusals.count || (held.get(network) ?? 0) >= CAPS.lateRefusals.count
      if (isPrompt || isFull) return answer()
      hold(network, 1)
      let isHeld = true
      const release = () => {
        if (isHeld) hold(network, -1)
        isHeld = false
      }
      const timer = setTimeout(() => {
        release()
        answer()
      }, DELAY)
      gone(() => {
        clearTimeout(timer)
        release()
      })
    },
  }
}
