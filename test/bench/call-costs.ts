import { type Bench, median, type Table } from './bench.ts'
import type { CallFigures, CallLoad } from './load/calls.ts'
import { runLoad } from './server-process.ts'

const API = '/api/gaming-async/v1'

/** CPU of one call of each kind that only reads, against the cheapest one. */
export async function runCallCosts(bench: Bench): Promise<Table> {
  const [few = 0] = bench.sizes
  const ante = await bench.ante({ stored: few })
  const token = ante.tokens[0] ?? ''
  const kinds: readonly (readonly [string, Omit<CallLoad, 'origin' | 'method' | 'connections' | 'seconds'>])[] = [
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
      for (const [name, kind] of kinds) {
        const cpu: number[] = []
        const task: CallLoad = {
          ...kind,
          origin: ante.origin,
          method: 'GET',
          connections: 16,
          seconds: bench.seconds / 2,
        }
        const { calls } = await runLoad<CallFigures>(bench.program('calls'), task, () => cpu.push(ante.cpu()))
        costs.get(name)?.push((((cpu[1] ?? 0) - (cpu[0] ?? 0)) * 1e6) / calls)
      }
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
