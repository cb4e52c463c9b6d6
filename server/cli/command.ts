/** The input, output, clock and environment of a command. */
export interface Terminal {
  /** Writes to standard output. Resolves when the stream accepts more. */
  out(text: string): Promise<void>
  err(text: string): Promise<void>
  readonly input: AsyncIterable<Uint8Array>
  /** Milliseconds since 1970. */
  now(): number
  /** Whether a person watches `err`, to be shown progress. */
  readonly isWatched: boolean
  /** The environment's variables. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A command of the `ante` program. */
export interface Command {
  /** Its name on the command line: `ledger verify`. */
  readonly name: string
  /** Its arguments, for the usage line: `<data folder> [--out <file>]`. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly summary: string
  /** The help text: arguments, output and exit codes. */
  readonly help: string
  /** Resolves with the exit code: 0, or 1 when it found a problem. Throws `CommandFailed` and `UsageError`. */
  run(args: readonly string[], terminal: Terminal): Promise<number>
}

/** A valid command failed: exit code 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
}

/** The arguments of the command are wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
