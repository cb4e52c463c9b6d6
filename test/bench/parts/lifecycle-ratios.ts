import { mkdir } from 'node:fs/promises'
import { type Bench, median, type Table } from '../bench.ts'
import type { LifecycleFigures, LifecycleLoad } from '../load/lifecycles.ts'
import { isInstalled } from '../programs.ts'
import { type BenchServer, runLoad, startBenchServer } from '../server-process.ts'

/** One way to serve a lifecycle, and what it is measured against. */
interface Variant {
  readonly name: string
  start(): Promise<{ server: BenchServer; tokens: readonly string[]; gameId: number }>
  readonly load?: Partial<LifecycleLoad>
  /** Gets half of what this other variant managed so far in the same run. */
  readonly halfOf?: string
}

interface Sample extends LifecycleFigures {
  /** CPU of the server for one lifecycle, in milliseconds. */
  readonly cpu: number
}

/** Lifecycles a second of Ante and of what it is compared with. */
export function runLifecycles(bench: Bench): Promise<Table> {
  return compare(bench, `Lifecycles, ${bench.pairs} pairs`, variantsOf(bench))
}

/** Lifecycles a second with ever more matches stored. */
export function runGrowth(bench: Bench): Promise<Table> {
  const [few = 0, ...more] = bench.sizes
  const larger = more.map((stored) => anteWith(bench, `Ante, ${stored} stored`, stored))
  return compare(bench, 'Lifecycles in a large store', [anteWith(bench, FULL, few), ...larger])
}

/** Lifecycles a second of every variant, interleaved; the medians, and how many times as fast Ante is. */
async function compare(bench: Bench, title: string, variants: readonly Variant[]): Promise<Table> {
  const samples = new Map<string, Sample[]>(variants.map(({ name }) => [name, []]))
  for (let repeat = 0; repeat < bench.repeats; repeat++) {
    for (const variant of variants) {
      const sample = await measure(bench, variant, samples)
      samples.get(variant.name)?.push(sample)
      bench.progress(`${variant.name}: ${perSecond(sample).toFixed(1)} a second, ${sample.cpu.toFixed(2)} ms of CPU`)
    }
  }
  const rates = new Map([...samples].map(([name, all]) => [name, median(all.map(perSecond))]))
  const own = rates.get(FULL) ?? Number.NaN
  return {
    title,
    columns: ['what', 'a second', 'Ante against it', 'CPU each, ms', 'call p50, ms', 'call p99, ms', 'load CPU'],
    rows: [...samples].map(([name, all]) => [
      name,
      round(rates.get(name)),
      round(own / (rates.get(name) ?? Number.NaN), 2),
      round(median(all.map(({ cpu }) => cpu)), 2),
      round(median(all.map(({ callP50 }) => callP50))),
      round(median(all.map(({ callP99 }) => callP99))),
      round(median(all.map(({ loadCpu, seconds }) => loadCpu / seconds)), 2),
    ]),
    note: 'A lifecycle: look up, create, accept, two results, both players told. Server and load have a core each; medians. Load CPU near 1 means that the load program was the limit.',
  }
}

const FULL = 'Ante'
const perSecond = ({ lifecycles, seconds }: LifecycleFigures) => lifecycles / seconds
const round = (value = Number.NaN, digits = 1) => Number(value.toFixed(digits))

function anteWith(
  bench: Bench,
  name: string,
  stored: number,
  load?: Partial<LifecycleLoad>,
  program?: string,
): Variant {
  return {
    name,
    async start() {
      const server = await bench.ante({ stored, ...(program !== undefined && { program }) })
      return { server, tokens: server.tokens, gameId: server.gameId }
    },
    ...(load && { load }),
  }
}

function variantsOf(bench: Bench): Variant[] {
  const [few = 0] = bench.sizes
  const ante = (name: string, load?: Partial<LifecycleLoad>, program?: string) =>
    anteWith(bench, name, few, load, program)
  const other = (
    name: string,
    program: Parameters<Bench['program']>[0],
    stored: number,
    load?: Partial<LifecycleLoad>,
  ) => ({
    name,
    async start() {
      const directory = bench.newFolder()
      await mkdir(directory, { recursive: true })
      const server = await startBenchServer({
        program: bench.program(program),
        port: await bench.port(),
        env: { DATA_DIR: directory, STORED: String(stored) },
      })
      return { server, tokens: Array.from({ length: 2 * bench.pairs }, (_, n) => `token-${n}`), gameId: 1 }
    },
    ...(load && { load }),
  })
  return [
    ante(FULL),
    other('bare node:http, in memory', 'bare', few, { sockets: false }),
    ...(isInstalled('@colyseus/core')
      ? [other('Colyseus’ HTTP router, in memory', 'colyseus', few, { sockets: false })]
      : []),
    other(EXPRESS, 'plain-express', few),
    ...bench.sizes.slice(0, 2).map((stored) => other(`tutorial, ${stored} stored`, 'tutorial', stored)),
    ante('Ante without fsync', {}, bench.program('ante-unsynced')),
    ante('Ante, a key on every write', { keys: true }),
    { ...ante('Ante at half load'), halfOf: FULL },
    { ...other(`${EXPRESS}, at half load`, 'plain-express', few), halfOf: EXPRESS },
  ]
}

const EXPRESS = 'Express, zod and a journal'

async function measure(bench: Bench, variant: Variant, samples: ReadonlyMap<string, Sample[]>): Promise<Sample> {
  const { server, tokens, gameId } = await variant.start()
  try {
    const { halfOf } = variant
    const rate = halfOf === undefined ? null : median((samples.get(halfOf) ?? []).map(perSecond)) / 2
    const task = bench.lifecycles({ origin: server.origin, tokens, gameId }, { ...variant.load, rate })
    const cpu: number[] = []
    const figures = await runLoad<LifecycleFigures>(bench.program('lifecycles'), task, () => cpu.push(server.cpu()))
    const [before = 0, after = 0] = cpu
    return { ...figures, cpu: ((after - before) * 1000) / figures.lifecycles }
  } finally {
    await server.stop()
  }
}
