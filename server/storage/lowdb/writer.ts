import type { Checkpoints } from './checkpoints.ts'
import type { Health } from './files/health.ts'
import type { RecordChange } from './files/stored-data.ts'
import { encodeLine } from './journal/batch.ts'
import { OAuthWrites } from './oauth-writes.ts'
import type { StoreFiles } from './store-files.ts'

/** The one way in which records change: in memory at once, and on disk before anybody is told. */
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

  /** Throws when nothing can be served any more. */
  assertServing(): void {
    this.#health.assertServing()
  }

  /** Applies records to memory at once and resolves when they are on disk. */
  async write(records: readonly RecordChange[]): Promise<void> {
    const { low, journal } = this.#files
    // What cannot be written down must not be in memory either.
    const line = encodeLine(low.data.seq + 1, records)
    const oauthKeys = this.oauthWrites.keysOf(records)
    this.#apply(records)
    const written = this.oauthWrites.during(oauthKeys, journal.append(line))
    this.#checkpoints.startWhenDue()
    await written
    this.#health.assertSound()
  }

  /** Resolves once everything that is in memory now is on disk. */
  async flushed(): Promise<void> {
    this.assertServing()
    await this.#files.journal.flushed()
    this.#health.assertSound()
  }

  /** A change that is applied in part can never be undone, so a mistake in there ends all service. */
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
