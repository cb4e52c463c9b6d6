import type { pino } from 'pino'

/** How many characters of lines are kept, and for how many milliseconds at most. */
const MAX_LENGTH = 16_000
const MAX_AGE = 200

/**
 * Keeps log lines and passes many at once to where pino writes them, so that requests do not wait for a write. (pino's own
 * buffer measures all that it holds for each line that it adds.)
 */
export class LogBuffer {
  readonly #destination: ReturnType<typeof pino.destination>
  #lines: string[] = []
  #length = 0
  #timer: NodeJS.Timeout | null = null

  constructor(destination: ReturnType<typeof pino.destination>) {
    this.#destination = destination
  }

  write(line: string): void {
    this.#lines.push(line)
    this.#length += line.length
    if (this.#length >= MAX_LENGTH) this.#pass()
    else this.#timer ??= setTimeout(() => this.#pass(), MAX_AGE).unref()
  }

  /** Writes everything before it returns. pino calls it for a fatal error. */
  flushSync(): void {
    this.#pass()
    this.#destination.flushSync()
  }

  #pass(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#lines.length === 0) return
    const lines = this.#lines.join('')
    this.#lines = []
    this.#length = 0
    this.#destination.write(lines)
  }
}
