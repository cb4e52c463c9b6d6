import { createHash } from 'node:crypto'
import type { Clock } from '../../services/core/clock.ts'
import { POLL_SECONDS } from '../provider/responses.ts'

/** A little less, for clocks and networks that are not exact. */
const MIN_GAP = POLL_SECONDS * 1000 - 200
/** Device codes beyond this push out those that asked longest ago. */
const MAX_CODES = 10_000

/** Whether a game asks for the tokens of a device code faster than it may. */
export type AsksTooFast = (deviceCode: string) => boolean

export function createPollInterval(clock: Clock): AsksTooFast {
  const askedAt = new Map<string, number>()
  return (deviceCode) => {
    const key = createHash('sha256').update(deviceCode).digest('base64url')
    const now = clock.now()
    const isTooFast = now - (askedAt.get(key) ?? Number.NEGATIVE_INFINITY) < MIN_GAP
    askedAt.delete(key)
    askedAt.set(key, now)
    const [oldest] = askedAt.keys()
    if (askedAt.size > MAX_CODES && oldest !== undefined) askedAt.delete(oldest)
    return isTooFast
  }
}
