import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { aGame, anUnmatchedMatch } from '../../support/builders.ts'
import { LEVELS, leaveOpen } from '../../support/storage/load.ts'
import { type Bench, median, type Table } from '../bench.ts'
import { measureCall } from './call-costs.ts'

/** CPU of a look-up of twenty matches by skill level, in ever larger pools of open matches. */
export async function runLookUp(bench: Bench): Promise<Table> {
  const costs: (readonly [number, number])[] = []
  for (const count of bench.sizes) {
    const stored = bench.newFolder()
    const storage = await openLowdbStorage({ directory: stored })
    await storage.commit({ at: Date.now(), games: [aGame()] })
    await leaveOpen(storage, count, Date.now())
    await storage.close()
    const ante = await bench.anteOver(stored)
    try {
      const { stakeAmount, currency, gameId } = anUnmatchedMatch()
      const path = `/api/gaming-async/v1/matches.json?stake=${stakeAmount}&currency=${currency}&game_id=${gameId}&skill_level=${LEVELS / 2}`
      const samples: number[] = []
      for (let repeat = 0; repeat < bench.repeats; repeat++) {
        samples.push(await measureCall(bench, ante, { path, token: ante.tokens[0] ?? '', status: 200 }))
      }
      costs.push([count, median(samples)])
    } finally {
      await ante.stop()
    }
  }
  const least = costs[0]?.[1] ?? Number.NaN
  return {
    title: 'Look-up in a large pool',
    columns: ['open matches', 'CPU, µs', 'against the smallest'],
    rows: costs.map(([count, cost]) => [count, Math.round(cost), Number((cost / least).toFixed(2))]),
    note: 'A page of 20 matches, those of the nearest skill level first, with 16 connections that ask again and again; medians.',
  }
}
