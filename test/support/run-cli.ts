import { runCli } from '../../server/cli/cli.ts'

/** What a command wrote, and its exit code. */
export interface CliRun {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs `ante` in this process, with this environment and standard input; on a terminal that is watched where asked. */
export async function runAnte(
  args: readonly string[],
  {
    env = {},
    input = [],
    isWatched = false,
  }: { env?: Record<string, string>; input?: readonly (string | Buffer)[]; isWatched?: boolean } = {},
): Promise<CliRun> {
  const written = { out: '', err: '' }
  const terminal = {
    async out(text: string) {
      written.out += text
    },
    async err(text: string) {
      written.err += text
    },
    input: (async function* () {
      for (const piece of input) yield typeof piece === 'string' ? Buffer.from(piece) : piece
    })(),
    now: () => Date.parse('2026-03-01T00:00:00Z'),
    isWatched,
    env,
  }
  return { code: await runCli(args, terminal), ...written }
}
