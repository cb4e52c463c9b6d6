import { type Change, type CommitResult, StorageFailed, StorageUnavailable } from '../../storage.ts'

/** Commits several changes together: a result for each, or an error and nothing has changed. */
type CommitTogether = (changes: readonly Change[]) => Promise<readonly CommitResult[]>

interface Waiting {
  readonly change: Change
  resolve(result: CommitResult): void
  reject(error: unknown): void
}

/** The most changes in a batch: what comes after it must not wait long. */
const BATCH = 256
/** How many changes may wait while the database does not answer. */
const MOST_WAITING = 20_000

/**
 * Collects changes while a batch is under way, and sends them as the next one, in the order in which they came. There is one
 * batch at a time: a second one would mostly wait for rows of the first, and both would carry half as much.
 */
export class CommitQueue {
  readonly #commitTogether: CommitTogether
  #waiting: Waiting[] = []
  /** Sends batches for as long as changes wait. */
  #run: Promise<void> | null = null

  constructor(commitTogether: CommitTogether) {
    this.#commitTogether = commitTogether
  }

  commit(change: Change): Promise<CommitResult> {
    if (this.#waiting.length >= MOST_WAITING) {
      return Promise.reject(new StorageUnavailable('The database does not keep up: too many changes wait for it.'))
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ change, resolve, reject })
      this.#run ??= this.#sendWaiting()
    })
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#run) await this.#run
  }

  async #sendWaiting(): Promise<void> {
    do {
      // Whatever arrives in the same turn of the event loop goes out together, also what the last answers led to.
      await new Promise(setImmediate)
      if (this.#waiting.length > 0) await this.#send(this.#waiting.splice(0, BATCH))
    } while (this.#waiting.length > 0)
    this.#run = null
  }

  /** A change that the database refuses for what it is must not fail the others: then each goes alone. */
  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.#commitTogether(batch.map(({ change }) => change))
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index]
        if (result) resolve(result)
        else reject(new Error('a change was left without a result'))
      }
    } catch (error) {
      const hopeless = batch.length === 1 || error instanceof StorageUnavailable || error instanceof StorageFailed
      if (hopeless) for (const { reject } of batch) reject(error)
      else for (const one of batch) await this.#send([one])
    }
  }
}
