import { cpus } from 'node:os'
import { join } from 'node:path'
import { quietPort } from '../support/ports.ts'
import { type BenchAnte, startBenchAnte, storedMatches } from './ante.ts'
import type { LifecycleLoad } from './load/lifecycles.ts'
import { buildPrograms, type ProgramName } from './programs.ts'

/** A table of figures, each row one thing that was measured. */
export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
  /** How to read it. */
  readonly note: string
}

/** What differs from the built server as it is. */
interface AnteChanges {
  readonly program?: string
  readonly arguments?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** What every part of the benchmark shares. */
export interface Bench {
  readonly program: (name: ProgramName) => string
  /** The built server. */
  readonly builtServer: string
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly repeats: number
  readonly pairs: number
  /** How many sockets are opened for their memory: at most ten of each player. */
  readonly sockets: number
  readonly soakSeconds: number
  /** How many matches are stored, from few to many. */
  readonly sizes: readonly number[]
  port(): Promise<number>
  newFolder(): string
  stored(matches: number): Promise<string>
  /** A running Ante over a copy of a store of that size. */
  ante(options: { stored: number } & AnteChanges): Promise<BenchAnte>
  /** A running Ante over a copy of that data folder. */
  anteOver(stored: string, options?: AnteChanges): Promise<BenchAnte>
  /** What the load program is told: as many lifecycles as the server manages, every player with a socket. */
  lifecycles(server: Pick<BenchAnte, 'origin' | 'tokens' | 'gameId'>, changes?: Partial<LifecycleLoad>): LifecycleLoad
  progress(message: string): void
}

/** How long everything is measured, and on how much. */
const LENGTHS = {
  full: {
    seconds: 8,
    warmUpSeconds: 4,
    repeats: 3,
    pairs: 64,
    sockets: 1_200,
    soakSeconds: 180,
    sizes: [1_000, 20_000, 100_000],
  },
  quick: {
    seconds: 3,
    warmUpSeconds: 2,
    repeats: 3,
    pairs: 64,
    sockets: 500,
    soakSeconds: 30,
    sizes: [1_000, 20_000, 100_000],
  },
  smoke: { seconds: 0.5, warmUpSeconds: 0.2, repeats: 1, pairs: 4, sockets: 16, soakSeconds: 1.2, sizes: [50] },
} as const

export async function createBench(options: { folder: string; length: keyof typeof LENGTHS }): Promise<Bench> {
  const { folder, length } = options
  if (cpus().length < 2) throw new Error('The benchmark needs two cores: one for the server, one for the load.')
  const root = join(import.meta.dirname, '../..')
  const program = await buildPrograms(join(root, 'test/artifacts', `bench-${process.pid}`))
  const builtServer = join(root, 'server/dist/main.js')
  let folders = 0
  const bench: Bench = {
    program,
    builtServer,
    ...LENGTHS[length],
    port: quietPort,
    newFolder() {
      folders += 1
      return join(folder, String(folders))
    },
    stored: (matches) => storedMatches(folder, matches),
    async ante({ stored, ...options }) {
      return bench.anteOver(await bench.stored(stored), options)
    },
    async anteOver(stored, { program: other, ...options } = {}) {
      return startBenchAnte({
        program: other ?? builtServer,
        port: await bench.port(),
        demoPort: await bench.port(),
        stored,
        directory: bench.newFolder(),
        players: 2 * bench.pairs,
        ...options,
      })
    },
    lifecycles: ({ origin, tokens, gameId }, changes) => ({
      origins: [origin],
      tokens,
      gameId,
      sockets: true,
      keys: false,
      warmUpSeconds: bench.warmUpSeconds,
      seconds: bench.seconds,
      rate: null,
      ...changes,
    }),
    progress: (message) => void process.stderr.write(`${message}\n`),
  }
  return bench
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
