import type { Storage } from '../../storage/storage.ts'
import type { OffsetClock } from './clock.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Milliseconds between two heartbeats; the contract asks for one at least every 5 s. */
const INTERVAL = 4_000
/** Milliseconds without a sign of life from which on the server was down. It looks at the clock every 200 ms. */
export const MIN_DOWNTIME = 10_000

/** Records in the store that the server is alive (`aliveAt`), so that the next start knows how long it was down. */
export interface Heartbeat {
  /** Resolves once it is on disk. */
  record(): Promise<void>
  /** Records, unless the last heartbeat is recent. */
  recordIfDue(): Promise<void>
  /** To be called after another commit has set `aliveAt`: the next heartbeat is due an interval later. */
  noteRecorded(): void
}

export function createHeartbeat(dependencies: {
  storage: Storage
  unitOfWork: UnitOfWork
  clock: OffsetClock
}): Heartbeat {
  const { storage, unitOfWork, clock } = dependencies
  let recordedAt = Number.NEGATIVE_INFINITY

  async function record(): Promise<void> {
    recordedAt = clock.system()
    await unitOfWork.run(async () => {
      // Another process on the store may have moved the clock.
      const preconditions = await storage.versions([{ kind: 'clock' }])
      const stored = await storage.meta()
      clock.raiseOffset(stored.clockOffset)
      const aliveAt = clock.now()
      // A downtime that all processes on the store share: it is compensated for first, or nobody would find it.
      const isLate = storage.shared !== null && aliveAt - (stored.aliveAt ?? aliveAt) > MIN_DOWNTIME
      if (isLate) return { change: null, result: undefined }
      return { change: { at: aliveAt, preconditions, meta: { aliveAt } }, result: undefined }
    })
  }

  return {
    record,
    noteRecorded() {
      recordedAt = clock.system()
    },
    async recordIfDue() {
      const elapsed = clock.system() - recordedAt
      // Below 0 when the system's clock was put back.
      if (elapsed >= INTERVAL || elapsed < 0) await record()
    },
  }
}
