import { StorageFailed } from '../../storage.ts'

/** Whether the store can be used: until the first failed write, or until it is closed. */
export class Health {
  readonly failed: Promise<Error>
  #announce: (error: Error) => void = () => {}
  #failure: StorageFailed | null = null
  #closed = false

  constructor() {
    this.failed = new Promise((resolve) => {
      this.#announce = resolve
    })
  }

  get hasFailed(): boolean {
    return this.#failure !== null
  }

  /** Throws `StorageFailed` once a write has failed. */
  assertNotFailed(): void {
    if (this.#failure) throw this.#failure
  }

  /** Throws `StorageFailed` when a write has failed or the store is closed. */
  assertOpen(): void {
    this.assertNotFailed()
    if (this.#closed) throw new StorageFailed('The store is closed')
  }

  /** Makes every later call fail, because what is in memory may not be on disk. The first cause is reported. */
  fail(cause: unknown): StorageFailed {
    this.#failure ??= new StorageFailed(`Writing to the store failed: ${messageOf(cause)}`, { cause })
    this.#announce(this.#failure)
    return this.#failure
  }

  /** Makes every later call fail, without a failure to report. */
  close(): void {
    this.#closed = true
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
