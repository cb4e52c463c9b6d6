import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** One line that a test program has printed. */
export interface ProgramLine {
  readonly kind: 'open' | 'call' | 'close' | 'game'
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the program says is there
  readonly content: any
}

/** The lines of a program, until it ends. */
export async function* linesOf(output: Readable): AsyncGenerator<ProgramLine> {
  for await (const line of createInterface({ input: output })) yield JSON.parse(line)
}
