import { Problem } from '@ante/shared'
import type { Storage } from '../../storage/storage.ts'
import type { OffsetClock } from './clock.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/**
 * Moves the clock of a demo store ahead for good, and resolves once that is on disk. Throws `invalid_request` beyond the
 * last instant that every deadline can be written for.
 */
export type AdvanceClock = (seconds: number) => Promise<void>

/** Deadlines lie up to centuries later, and must still have a year of four digits. */
const LATEST = Date.parse('9000-01-01T00:00:00Z')

export function createAdvanceClock(dependencies: {
  storage: Storage
  clock: OffsetClock
  unitOfWork: UnitOfWork
}): AdvanceClock {
  const { storage, clock, unitOfWork } = dependencies

  return async (seconds) => {
    const { result } = await unitOfWork.run(async () => {
      const preconditions = await storage.versions([{ kind: 'clock' }])
      const clockOffset = (await storage.meta()).clockOffset + seconds * 1000
      const at = clock.system() + clockOffset
      if (at > LATEST) throw new Problem('invalid_request', 'The clock goes no further than the year 9000.')
      // `aliveAt` moves too: the time that was skipped is not downtime.
      return { change: { at, preconditions, meta: { clockOffset, aliveAt: at } }, result: clockOffset }
    })
    clock.raiseOffset(result)
  }
}
