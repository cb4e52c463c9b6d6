import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { openPostgresStorage } from '../../../server/storage/postgres/postgres-storage.ts'
import { binary, type OwnCluster, startCluster } from '../../support/postgres/cluster.ts'
import { fundPlayers, lifeOf } from '../../support/storage/load.ts'
import { type Bench, median, type Table } from '../bench.ts'

const run = promisify(execFile)
/** pgbench's TPC-B has a balance row for each of them that its transactions wait for, as it recommends for 32 clients. */
const SCALE = 32
/** How many callers wait for a commit at once. */
const CALLERS = 256

/** Durable changes a second through `commit`, beside pgbench's TPC-B on the same server in the same run. */
export async function runPostgres(bench: Bench): Promise<Table> {
  const cluster = await startCluster({ shared_buffers: '256MB', max_wal_size: '4GB' })
  try {
    const [tpcB, changes]: [number[], number[]] = [[], []]
    for (let repeat = 0; repeat < bench.repeats; repeat++) {
      bench.progress(`postgres: run ${repeat + 1} of ${bench.repeats}`)
      tpcB.push(await runTpcB(cluster, bench.seconds))
      changes.push(await runCommits(cluster, bench))
    }
    const base = median(tpcB)
    return {
      title: 'PostgreSQL',
      columns: ['on one server', 'per second', 'against TPC-B'],
      rows: [
        ['pgbench TPC-B, 32 clients', Math.round(base), '1.00'],
        [`changes of matches, ${CALLERS} callers`, Math.round(median(changes)), (median(changes) / base).toFixed(2)],
      ],
      note: 'Medians. A change is one of the four commits of a match: its new state, transfers, balances and events.',
    }
  } finally {
    await cluster.remove()
  }
}

async function runTpcB(cluster: OwnCluster, seconds: number): Promise<number> {
  const database = await cluster.createDatabase()
  const place = ['-h', '127.0.0.1', '-p', String(cluster.port), '-U', 'ante']
  await run(binary('pgbench'), [...place, '-i', '-q', '-s', String(SCALE), database])
  const { stdout } = await run(binary('pgbench'), [
    ...place,
    '-c',
    '32',
    '-j',
    '2',
    '-T',
    String(Math.ceil(seconds)),
    database,
  ])
  await cluster.dropDatabase(database)
  return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1])
}

async function runCommits(cluster: OwnCluster, { seconds, warmUpSeconds }: Bench): Promise<number> {
  const database = await cluster.createDatabase()
  const storage = await openPostgresStorage({ url: cluster.url(database) })
  try {
    await fundPlayers(storage)
    let [next, done, over] = [0, 0, false]
    const work = async () => {
      while (!over) {
        for (const change of lifeOf(next++)) {
          const { kind } = await storage.commit(change)
          if (kind !== 'committed') throw new Error(`a change of match ${next} was ${kind}`)
          done += 1
        }
      }
    }
    const working = Promise.all(Array.from({ length: CALLERS }, work))
    await new Promise((resolve) => setTimeout(resolve, warmUpSeconds * 1000))
    const [began, before] = [performance.now(), done]
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
    const rate = ((done - before) / (performance.now() - began)) * 1000
    over = true
    await working
    return rate
  } finally {
    await storage.close()
    await cluster.dropDatabase(database)
  }
}
