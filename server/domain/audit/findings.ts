/** One thing that is wrong, in a sentence. */
export interface Finding {
  /** Where it is in the file that was read, from 1; absent when a store was read. */
  readonly line?: number | undefined
  readonly message: string
}

/** A ledger that is wrong everywhere needs no more examples than this. */
const MOST = 100

/** Collects what is wrong: the first hundred findings, and how many there were. */
export class Findings {
  readonly found: Finding[] = []
  count = 0

  report(message: string, line?: number): void {
    this.count++
    if (this.found.length < MOST) this.found.push(line === undefined ? { message } : { line, message })
  }
}
