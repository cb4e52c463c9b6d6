import { StorageFailed } from '../../storage.ts'

/** Whether the store can be served from: until the first failed write, or until it is closed. */
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

  /** Throws once a write has failed. */
  assertSound(): void {
    if (this.#failure) throw this.#failure
  }

  /** Throws when nothing can be served any more. */
  assertServing(): void {
    this.assertSound()
    if (this.#closed) throw new StorageFailed('The store is closed')
  }

  /** Ends all service, because what is in memory may not be on disk. The first cause counts. */
  fail(cause: unknown): StorageFailed {
    this.#failure ??= new StorageFailed(`Writing to the store failed: ${messageOf(cause)}`, { cause })
    this.#announce(this.#failure)
    return this.#failure
  }

  /** Ends service without a failure. */
  close(): void {
    this.#closed = true
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
