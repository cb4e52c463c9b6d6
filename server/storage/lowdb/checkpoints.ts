import type { Health } from './files/health.ts'
import type { StoreFiles } from './store-files.ts'
import { writeSnapshot } from './write-snapshot.ts'

/** A store of up to this many bytes is worth a last checkpoint: a stopping process is given seconds, not minutes. */
const QUICK_BYTES = 64 * 1024 * 1024

interface CheckpointOptions {
  readonly files: StoreFiles
  readonly health: Health
  /** A journal of this many bytes is replaced by a snapshot. */
  readonly checkpointBytes: number
}

/** Replaces the journal by snapshots, one at a time, while commits go on. */
export class Checkpoints {
  readonly #options: CheckpointOptions
  #inFlight: Promise<void> | null = null

  constructor(options: CheckpointOptions) {
    this.#options = options
  }

  /** Starts one when the journal has grown long enough, and is at least as long as the snapshot. */
  startWhenDue(): void {
    const { files, checkpointBytes } = this.#options
    const { journal, snapshot } = files
    if (this.#inFlight || journal.bytes < Math.max(checkpointBytes, snapshot.bytes)) return
    this.#start().catch(() => {})
  }

  /** Writes a snapshot of everything that is in memory now, then removes the journal that it replaces. */
  async run(): Promise<void> {
    while (this.#inFlight) await this.#inFlight
    await this.#start()
  }

  #start(): Promise<void> {
    this.#inFlight = this.#run().finally(() => {
      this.#inFlight = null
    })
    return this.#inFlight
  }

  /** A failure ends all service, as any failed write does: the disk that cannot take the snapshot is the journal's too. */
  async #run(): Promise<void> {
    const { files, health } = this.#options
    try {
      await writeSnapshot(files, await files.journal.startSegment())
      await files.journal.removeOldSegments()
    } catch (cause) {
      throw health.fail(cause)
    }
  }

  /**
   * Ends with a last checkpoint where that is quick, which leaves one tidy file; the journal alone is as safe. Rejects when
   * something that was committed did not reach the disk.
   */
  async finish(): Promise<void> {
    const { files, health } = this.#options
    const { journal, snapshot } = files
    await this.#inFlight?.catch(() => {})
    if (health.hasFailed) return
    await journal.flushed()
    const size = journal.bytes + snapshot.bytes
    if (journal.bytes > 0 && size <= QUICK_BYTES) await this.run()
  }
}
