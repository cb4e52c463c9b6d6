import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type OwnCluster, query, startCluster } from '../../support/postgres/cluster.ts'
import { type BenchAnte, startBenchNode } from '../ante.ts'
import { type Bench, median, type Table } from '../bench.ts'
import type { LifecycleFigures, LifecycleLoad } from '../load/lifecycles.ts'
import { type BenchServer, cpuOfFamily, runLoad } from '../server-process.ts'

const run = promisify(execFile)

interface Variant {
  readonly name: string
  /** Null: the embedded store. */
  readonly database: string | null
  readonly nodes: number
}

interface Sample extends LifecycleFigures {
  /** CPU for one lifecycle, in milliseconds: of all nodes, and of all processes of PostgreSQL. */
  readonly nodeCpu: number
  readonly databaseCpu: number
}

/** Lifecycles over HTTP on PostgreSQL, on one node and on three, beside the embedded store. */
export async function runPostgresHttp(bench: Bench): Promise<Table> {
  const cluster = await startCluster({ shared_buffers: '256MB', max_wal_size: '4GB' })
  try {
    const [few = 0, ...more] = bench.sizes
    const most = more.at(-1)
    const small = await databaseWith(bench, cluster, few)
    const variants: Variant[] = [
      { name: EMBEDDED, database: null, nodes: 1 },
      { name: 'PostgreSQL, one node', database: small, nodes: 1 },
      { name: 'PostgreSQL, three nodes', database: small, nodes: 3 },
    ]
    if (most !== undefined) {
      bench.progress(`postgres-http: storing ${most} matches`)
      variants.push({
        name: `PostgreSQL, one node, ${most} stored`,
        database: await databaseWith(bench, cluster, most),
        nodes: 1,
      })
    }
    const samples = new Map<string, Sample[]>(variants.map(({ name }) => [name, []]))
    for (let repeat = 0; repeat < bench.repeats; repeat++) {
      for (const variant of variants) {
        const figures = await measure(bench, cluster, variant)
        samples.get(variant.name)?.push(figures)
        const cpu = `${figures.nodeCpu.toFixed(2)} + ${figures.databaseCpu.toFixed(2)} ms of CPU`
        bench.progress(`${variant.name}: ${perSecond(figures).toFixed(1)} lifecycles a second, ${cpu}`)
      }
    }
    const rates = new Map([...samples].map(([name, all]) => [name, median(all.map(perSecond))]))
    const embedded = rates.get(EMBEDDED) ?? Number.NaN
    return {
      title: 'Lifecycles on PostgreSQL',
      columns: [
        'what',
        'lifecycles a second',
        'against the embedded store',
        'CPU of nodes, ms',
        'CPU of PostgreSQL, ms',
        'call p50, ms',
        'call p99, ms',
      ],
      rows: [...samples].map(([name, all]) => [
        name,
        Number((rates.get(name) ?? Number.NaN).toFixed(1)),
        Number(((rates.get(name) ?? Number.NaN) / embedded).toFixed(2)),
        Number(median(all.map(({ nodeCpu }) => nodeCpu)).toFixed(2)),
        Number(median(all.map(({ databaseCpu }) => databaseCpu)).toFixed(2)),
        Number(median(all.map(({ callP50 }) => callP50)).toFixed(1)),
        Number(median(all.map(({ callP99 }) => callP99)).toFixed(1)),
      ]),
      note: 'All nodes are on one core, the load on another, and PostgreSQL is on both: on more machines, nodes add up and here they cannot. CPU is that of one lifecycle; it depends less on what else the machine does than the rates do.',
    }
  } finally {
    await cluster.remove()
  }
}

const EMBEDDED = 'embedded store'
const perSecond = ({ lifecycles, seconds }: LifecycleFigures) => lifecycles / seconds

/** A database with so many matches: a copy of a data folder, which is there sooner than by commits. */
async function databaseWith(bench: Bench, cluster: OwnCluster, matches: number): Promise<string> {
  const url = cluster.url(await cluster.createDatabase())
  const folder = await bench.stored(matches)
  await run(process.execPath, [
    join(dirname(bench.builtServer), 'cli.js'),
    'store',
    'copy',
    '--from',
    folder,
    '--to',
    url,
  ])
  // As autovacuum leaves it, which would otherwise do it during a measurement.
  await query(url, 'VACUUM ANALYZE')
  await query(url, 'CHECKPOINT')
  return url
}

async function measure(bench: Bench, cluster: OwnCluster, { database, nodes }: Variant): Promise<Sample> {
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
    const postmaster = await postmasterOf(cluster)
    const cpu: { nodes: number; database: number }[] = []
    const figures = await runLoad<LifecycleFigures>(bench.program('lifecycles'), task, () => {
      const used = [ante, ...others].reduce((sum, server) => sum + server.cpu(), 0)
      cpu.push({ nodes: used, database: cpuOfFamily(postmaster) })
    })
    const each = (part: 'nodes' | 'database') =>
      (((cpu[1]?.[part] ?? 0) - (cpu[0]?.[part] ?? 0)) * 1000) / figures.lifecycles
    return { ...figures, nodeCpu: each('nodes'), databaseCpu: database === null ? 0 : each('database') }
  } finally {
    for (const server of [...others, ante]) await server.stop()
  }
}

/** The process that started all others of a PostgreSQL server. */
async function postmasterOf({ socketFolder }: OwnCluster): Promise<number> {
  return Number.parseInt(await readFile(join(socketFolder, 'data', 'postmaster.pid'), 'utf8'), 10)
}

async function anotherNode(bench: Bench, ante: BenchAnte, databaseUrl: string): Promise<BenchServer> {
  const [port, demoPort] = [await bench.port(), await bench.port()]
  return startBenchNode(ante, { program: bench.builtServer, port, demoPort, databaseUrl })
}
