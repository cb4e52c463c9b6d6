import type { OffsetClock } from './clock.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** Milliseconds between two heartbeats; the contract asks for one at least every 5 s. */
const INTERVAL = 4_000

/** Records in the store that the server is alive (`aliveAt`), so that the next start knows how long it was down. */
export interface Heartbeat {
  /** Resolves once it is on disk. */
  record(): Promise<void>
  /** Records, unless the last heartbeat is recent. */
  recordIfDue(): Promise<void>
  /** To be called after another commit has set `aliveAt`: the next heartbeat is due an interval later. */
  noteRecorded(): void
}

export function createHeartbeat({ unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: OffsetClock }): Heartbeat {
  let recordedAt = Number.NEGATIVE_INFINITY

  async function record(): Promise<void> {
    recordedAt = clock.system()
    const aliveAt = clock.now()
    await unitOfWork.run(async () => ({ change: { at: aliveAt, meta: { aliveAt } }, result: undefined }))
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
