import { type Bench, median, type Table } from '../bench.ts'
import type { CallFigures, CallLoad } from '../load/calls.ts'
import { type BenchServer, runLoad } from '../server-process.ts'

const API = '/api/gaming-async/v1'

/** A call that only reads. */
type MeasuredCall = Pick<CallLoad, 'path' | 'token' | 'status'>

/** Microseconds of the server's CPU, user and system, for one call. */
export async function measureCall(bench: Bench, server: BenchServer, call: MeasuredCall): Promise<number> {
  const cpu: number[] = []
  const task: CallLoad = { ...call, origin: server.origin, method: 'GET', connections: 16, seconds: bench.seconds / 2 }
  const { calls } = await runLoad<CallFigures>(bench.program('calls'), task, () => cpu.push(server.cpu()))
  return (((cpu[1] ?? 0) - (cpu[0] ?? 0)) * 1e6) / calls
}

/** CPU of one call of each kind that only reads, against the cheapest one. */
export async function runCallCosts(bench: Bench): Promise<Table> {
  const [few = 0] = bench.sizes
  const ante = await bench.ante({ stored: few })
  const token = ante.tokens[0] ?? ''
  const kinds: readonly (readonly [string, MeasuredCall])[] = [
    ['/healthz', { path: '/healthz', token: null, status: 200 }],
    ['404', { path: '/nothing', token: null, status: 404 }],
    ['401', { path: `${API}/me.json`, token: null, status: 401 }],
    ['own account', { path: `${API}/me.json`, token, status: 200 }],
    ['own matches', { path: `${API}/me/matches.json`, token, status: 200 }],
    ['own events', { path: `${API}/me/events.json?after=0`, token, status: 200 }],
    ['look-up', { path: `${API}/matches.json?stake=500&currency=GBP&game_id=${ante.gameId}`, token, status: 200 }],
  ]
  const costs = new Map<string, number[]>(kinds.map(([name]) => [name, []]))
  try {
    for (let repeat = 0; repeat < bench.repeats; repeat++) {
      for (const [name, call] of kinds) costs.get(name)?.push(await measureCall(bench, ante, call))
    }
  } finally {
    await ante.stop()
  }
  const cheapest = median(costs.get('/healthz') ?? [])
  return {
    title: 'CPU of a call',
    columns: ['call', 'µs', 'against /healthz'],
    rows: [...costs].map(([name, all]) => [name, Math.round(median(all)), Number((median(all) / cheapest).toFixed(2))]),
    note: 'CPU of the whole server process, user and system, with 16 connections that ask again and again; medians.',
  }
}
