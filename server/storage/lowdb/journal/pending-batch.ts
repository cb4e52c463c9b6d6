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
    // Whoever added a line gets the rejection; a batch that nobody waits for must not end the process.
    this.written.catch(() => {})
  }
}
