/** Lines that go to disk in one write, and the promise of those who wait for it. */
export class PendingBatch {
  readonly lines: string[] = []
  readonly written: Promise<void>
  resolve: () => void = () => {}
  reject: (error: Error) => void = () => {}

  constructor() {
    this.written = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    // The callers that added lines get the rejection. Without callers it must not end the process.
    this.written.catch(() => {})
  }
}
