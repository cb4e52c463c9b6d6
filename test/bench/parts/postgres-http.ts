import { openPostgresStorage } from '../../../server/storage/postgres/postgres-storage.ts'
import { type OwnCluster, startCluster } from '../../support/postgres/cluster.ts'
import { type BenchAnte, startBenchNode, storeMatches } from '../ante.ts'
import { type Bench, median, type Table } from '../bench.ts'
import type { LifecycleFigures, LifecycleLoad } from '../load/lifecycles.ts'
import { type BenchServer, runLoad } from '../server-process.ts'

interface Variant {
  readonly name: string
  /** Null: the embedded store. */
  readonly database: string | null
  readonly nodes: number
}

/** Lifecycles over HTTP on PostgreSQL, on one node and on three, beside the embedded store. */
export async function runPostgresHttp(bench: Bench): Promise<Table> {
  const cluster = await startCluster({ shared_buffers: '256MB', max_wal_size: '4GB' })
  try {
    const [few = 0, ...more] = bench.sizes
    const most = more.at(-1)
    const small = await databaseWith(cluster, few)
    const variants: Variant[] = [
      { name: EMBEDDED, database: null, nodes: 1 },
      { name: 'PostgreSQL, one node', database: small, nodes: 1 },
      { name: 'PostgreSQL, three nodes', database: small, nodes: 3 },
    ]
    if (most !== undefined) {
      bench.progress(`postgres-http: storing ${most} matches`)
      variants.push({
        name: `PostgreSQL, one node, ${most} stored`,
        database: await databaseWith(cluster, most),
        nodes: 1,
      })
    }
    const samples = new Map<string, LifecycleFigures[]>(variants.map(({ name }) => [name, []]))
    for (let repeat = 0; repeat < bench.repeats; repeat++) {
      for (const variant of variants) {
        const figures = await measure(bench, variant)
        samples.get(variant.name)?.push(figures)
        bench.progress(`${variant.name}: ${perSecond(figures).toFixed(1)} lifecycles a second`)
      }
    }
    const rates = new Map([...samples].map(([name, all]) => [name, median(all.map(perSecond))]))
    const embedded = rates.get(EMBEDDED) ?? Number.NaN
    return {
      title: 'Lifecycles on PostgreSQL',
      columns: ['what', 'lifecycles a second', 'against the embedded store', 'call p50, ms', 'call p99, ms'],
      rows: [...samples].map(([name, all]) => [
        name,
        Number((rates.get(name) ?? Number.NaN).toFixed(1)),
        Number(((rates.get(name) ?? Number.NaN) / embedded).toFixed(2)),
        Number(median(all.map(({ callP50 }) => callP50)).toFixed(1)),
        Number(median(all.map(({ callP99 }) => callP99)).toFixed(1)),
      ]),
      note: 'All nodes are on one core, the load on another, and PostgreSQL is on both: on more machines, nodes add up and here they cannot.',
    }
  } finally {
    await cluster.remove()
  }
}

const EMBEDDED = 'embedded store'
const perSecond = ({ lifecycles, seconds }: LifecycleFigures) => lifecycles / seconds

async function databaseWith(cluster: OwnCluster, matches: number): Promise<string> {
  const url = cluster.url(await cluster.createDatabase())
  const storage = await openPostgresStorage({ url })
  await storeMatches(storage, matches)
  await storage.close()
  return url
}

async function measure(bench: Bench, { database, nodes }: Variant): Promise<LifecycleFigures> {
  const [few = 0] = bench.sizes
  const ante = await bench.ante({ stored: few, ...(database !== null && { env: { DATABASE_URL: database } }) })
  const others: BenchServer[] = []
  try {
    while (database !== null && others.length < nodes - 1) others.push(await anotherNode(bench, ante, database))
    const task: LifecycleLoad = {
      origins: [ante, ...others].map(({ origin }) => origin),
      tokens: ante.tokens,
      gameId: ante.gameId,
      sockets: true,
      keys: false,
      warmUpSeconds: bench.warmUpSeconds,
      seconds: bench.seconds,
      rate: null,
    }
    return await runLoad<LifecycleFigures>(bench.program('lifecycles'), task, () => {})
  } finally {
    for (const server of [...others, ante]) await server.stop()
  }
}

async function anotherNode(bench: Bench, ante: BenchAnte, databaseUrl: string): Promise<BenchServer> {
  const [port, demoPort] = [await bench.port(), await bench.port()]
  return startBenchNode(ante, { program: bench.builtServer, port, demoPort, databaseUrl })
}
