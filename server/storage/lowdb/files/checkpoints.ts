import type { Low } from 'lowdb'
import type { Health } from './health.ts'
import type { Journal } from './journal.ts'
import type { SnapshotFile } from './snapshot-file.ts'
import type { StoreData } from './stored-data.ts'

/** A stopping process is given seconds, not minutes. */
const QUICK_BYTES = 64 * 1024 * 1024

interface Parts {
  readonly low: Low<StoreData>
  readonly snapshot: SnapshotFile
  readonly journal: Journal
  readonly health: Health
  /** A journal of this length is replaced by a snapshot. */
  readonly checkpointBytes: number
}

/** Replaces the journal by snapshots, one at a time, while commits go on. */
export class Checkpoints {
  readonly #parts: Parts
  #running: Promise<void> | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Starts one when the journal has grown long enough, and at least as long as what it would be replaced by. */
  startWhenDue(): void {
    const { journal, snapshot, checkpointBytes } = this.#parts
    if (this.#running || journal.bytes < Math.max(checkpointBytes, snapshot.bytes)) return
    this.#start().catch(() => {})
  }

  /** Writes a snapshot of everything that is in memory now, then removes the journal that it replaces. */
  async run(): Promise<void> {
    while (this.#running) await this.#running
    await this.#start()
  }

  #start(): Promise<void> {
    this.#running = this.#run().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /** A failure ends all service, as any failed write does: the disk that cannot take the snapshot is the journal's too. */
  async #run(): Promise<void> {
    const { low, journal, health } = this.#parts
    try {
      await journal.startSegment()
      await low.write()
      await journal.removeOldSegments()
    } catch (cause) {
      throw health.fail(cause)
    }
  }

  /**
   * Ends with a last checkpoint, which leaves one tidy file, where that is quick; the journal alone is as safe. Rejects when
   * something that was committed did not reach the disk.
   */
  async finish(): Promise<void> {
    const { journal, snapshot, health } = this.#parts
    await this.#running?.catch(() => {})
    if (health.hasFailed) return
    await journal.flushed()
    const size = journal.bytes + snapshot.bytes
    if (journal.bytes > 0 && size <= QUICK_BYTES) await this.run()
  }
}
