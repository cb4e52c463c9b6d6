import { figure, type Results, ratio } from './results.ts'

/** What Ante aims at, as ratios within one run where that is possible. */
export interface Goal {
  readonly what: string
  readonly measured: (results: Results) => number | null
  /** In words: `at least 0.25`. */
  readonly goal: string
  readonly isMet: (value: number) => boolean
  readonly unit?: string
  readonly digits?: number
  /** The parts of the benchmark that measure it. */
  readonly parts: string
}

const atLeast = (limit: number) => ({ goal: `at least ${limit}`, isMet: (value: number) => value >= limit })
const atMost = (limit: number) => ({ goal: `at most ${limit}`, isMet: (value: number) => value <= limit })
const below = (limit: number) => ({ goal: `below ${limit}`, isMet: (value: number) => value < limit })

const against = (row: string) => (results: Results) => figure(results, 'lifecycles', row, 'Ante against it')
const ofAnte = (row: string, column: string) => (results: Results) =>
  ratio(figure(results, 'lifecycles', row, column), figure(results, 'lifecycles', 'Ante', column))

export const GOALS: readonly Goal[] = [
  {
    what: 'lifecycles a second, against bare `node:http` in memory',
    measured: against('bare node:http, in memory'),
    ...atLeast(0.25),
    parts: 'lifecycles',
  },
  {
    what: 'against Express, zod and a journal, without tokens, money or rules',
    measured: against('Express, zod and a journal'),
    ...atLeast(1),
    parts: 'lifecycles',
  },
  {
    what: 'against Colyseus’ HTTP router in memory',
    measured: against('Colyseus’ HTTP router, in memory'),
    ...atLeast(1.3),
    parts: 'lifecycles',
  },
  {
    what: 'against a tutorial’s server with 1,000 matches stored',
    measured: against('tutorial, 1000 stored'),
    ...atLeast(20),
    digits: 0,
    parts: 'lifecycles',
  },
  {
    what: 'against a tutorial’s server with 20,000 stored',
    measured: against('tutorial, 20000 stored'),
    ...atLeast(400),
    digits: 0,
    parts: 'lifecycles',
  },
  {
    what: 'with 100,000 matches stored, against 1,000',
    measured: (results) =>
      ratio(
        figure(results, 'growth', 'Ante, 100000 stored', 'a second'),
        figure(results, 'growth', 'Ante', 'a second'),
      ),
    ...atLeast(0.9),
    parts: 'growth',
  },
  {
    what: 'on disk, against the same without `fsync`',
    measured: against('Ante without fsync'),
    ...atLeast(0.8),
    parts: 'lifecycles',
  },
  {
    what: 'with an `Idempotency-Key` on every write',
    measured: ofAnte('Ante, a key on every write', 'a second'),
    ...atLeast(0.9),
    parts: 'lifecycles',
  },
  {
    what: 'CPU of a lifecycle at half load, against full load',
    measured: ofAnte('Ante at half load', 'CPU each, ms'),
    ...atMost(1.2),
    parts: 'lifecycles',
  },
  {
    what: 'p99 of a call at full load',
    measured: (results) => figure(results, 'lifecycles', 'Ante', 'call p99, ms'),
    ...below(25),
    unit: 'ms',
    digits: 1,
    parts: 'lifecycles',
  },
  {
    what: 'CPU of a signed-in read, against `/healthz`',
    measured: (results) => figure(results, 'calls', 'own account', 'against /healthz'),
    ...atMost(2),
    parts: 'calls',
  },
  {
    what: 'promises a lifecycle',
    measured: (results) => figure(results, 'promises', 'a lifecycle', 'promises'),
    ...atMost(150),
    digits: 0,
    parts: 'promises',
  },
  {
    what: 'ready after the start, with an empty store',
    measured: (results) => figure(results, 'start', 'an empty store', 'ready, ms'),
    ...below(500),
    unit: 'ms',
    digits: 0,
    parts: 'start',
  },
  {
    what: 'memory of a settled match more',
    measured: (results) => figure(results, 'memory', '100000', 'bytes a match more'),
    ...atMost(2048),
    unit: 'bytes',
    digits: 0,
    parts: 'memory',
  },
  {
    what: 'resident memory with 100,000 matches stored',
    measured: (results) => figure(results, 'memory', '100000', 'resident, MB'),
    ...atMost(350),
    unit: 'MB',
    digits: 0,
    parts: 'memory',
  },
  {
    what: 'commits a second on PostgreSQL, against pgbench’s TPC-B',
    measured: (results) => figure(results, 'postgres', 'changes of matches, 256 callers', 'against TPC-B'),
    ...atLeast(2.5),
    parts: 'postgres',
  },
  {
    what: 'lifecycles on PostgreSQL, against the embedded store',
    measured: (results) => figure(results, 'postgres-http', 'PostgreSQL, one node', 'against the embedded store'),
    ...atLeast(0.4),
    parts: 'postgres-http',
  },
  {
    what: 'on PostgreSQL with 100,000 matches stored, against 1,000',
    measured: (results) =>
      ratio(
        figure(results, 'postgres-http', 'PostgreSQL, one node, 100000 stored', 'lifecycles a second'),
        figure(results, 'postgres-http', 'PostgreSQL, one node', 'lifecycles a second'),
      ),
    ...atLeast(0.9),
    parts: 'postgres-http',
  },
]
