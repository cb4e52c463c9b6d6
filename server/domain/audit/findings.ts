/** A problem that an audit found, as a sentence. */
export interface Finding {
  /** The line of the file that was read, from 1; absent when a store was read. */
  readonly line?: number | undefined
  readonly message: string
}

/** How many problems are kept; more examples do not help. */
const MAX_KEPT = 100

/** Collects the first hundred problems, and counts all of them. */
export class Findings {
  readonly found: Finding[] = []
  count = 0

  report(message: string, line?: number): void {
    this.count++
    if (this.found.length < MAX_KEPT) this.found.push(line === undefined ? { message } : { line, message })
  }
}
