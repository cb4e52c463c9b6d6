/** Where a command writes and reads. */
export interface Terminal {
  /** Resolves when more can be written. */
  out(text: string): Promise<void>
  err(text: string): Promise<void>
  readonly input: AsyncIterable<Uint8Array>
  /** Milliseconds since 1970. */
  now(): number
  /** The environment's variables. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** One thing that `ante` can do. */
export interface Command {
  /** The words that call it: `ledger verify`. */
  readonly name: string
  /** What comes after the name: `<data folder> [--out <file>]`. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What its arguments mean and what it answers, for its own help. */
  readonly help: string
  /** Resolves with the exit code: 0, or 1 where it found a problem. Throws `UsageError`. */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

/** It was understood, and could not be done: exit code 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
}

/** The command cannot be run as it was written: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
