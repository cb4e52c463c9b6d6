import type { Checkpoints } from './checkpoints.ts'
import type { Health } from './files/health.ts'
import { journalRecordsOf, type RecordChange } from './files/stored-data.ts'
import { encodeLine } from './journal/batch.ts'
import { OAuthWrites } from './oauth-writes.ts'
import type { StoreFiles } from './store-files.ts'

/** The only way to change records: in memory at once, and on disk before the promise resolves. */
export class Writer {
  readonly #files: StoreFiles
  readonly #health: Health
  readonly #checkpoints: Checkpoints
  readonly oauthWrites: OAuthWrites

  constructor(files: StoreFiles, health: Health, checkpoints: Checkpoints) {
    this.#files = files
    this.#health = health
    this.#checkpoints = checkpoints
    this.oauthWrites = new OAuthWrites(files.state.data.oauth)
  }

  /** Throws `StorageFailed` when the store has failed or is closed. */
  assertOpen(): void {
    this.#health.assertOpen()
  }

  /** Applies records to memory at once and resolves when they are on disk. */
  async write(records: readonly RecordChange[]): Promise<void> {
    const { low, journal } = this.#files
    // A change that cannot be encoded throws here, before it is in memory.
    const line = encodeLine(low.data.seq + 1, journalRecordsOf(low.data, records))
    const oauthKeys = this.oauthWrites.keysOf(records)
    this.#apply(records)
    const written = this.oauthWrites.track(oauthKeys, journal.append(line))
    this.#checkpoints.startWhenDue()
    await written
    this.#health.assertNotFailed()
  }

  /** Resolves once everything that is in memory now is on disk. */
  async flushed(): Promise<void> {
    this.assertOpen()
    await this.#files.journal.flushed()
    this.#health.assertNotFailed()
  }

  /** A change that was applied in part cannot be undone, so an error here makes the store fail. */
  #apply(records: readonly RecordChange[]): void {
    const { low, state } = this.#files
    try {
      state.apply(records)
      low.data.seq += 1
    } catch (cause) {
      throw this.#health.fail(cause)
    }
  }
}
