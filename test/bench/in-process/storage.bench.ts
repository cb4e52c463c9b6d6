import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, bench, describe } from 'vitest'
import type { Match } from '../../../server/domain/match.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Change, Storage } from '../../../server/storage/storage.ts'
import { fundPlayers, inParallel, lifeOf, playMatch } from '../../support/storage/load.ts'

/** Commits at once: what 64 players do in the same moment. */
const WIDTH = 64
const FOR_SECONDS = { time: 4_000, warmupTime: 1_000 }
/** A plain write of a large store takes a second, so a few of them have to do. */
const ONCE = { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0 }

const folder = await mkdtemp(join(tmpdir(), 'ante-bench-'))
afterAll(() => rm(folder, { recursive: true }))

describe.each([1_000, 100_000])('with %i matches stored', async (stored) => {
  const storage = await storageOf(stored)
  afterAll(() => storage.close())
  const plain: Record<string, Match> = {}
  const fillPlain = () => {
    for (let n = 0; n < stored; n++) Object.assign(plain, matchIn(lifeOf(n)[3]))
  }

  const lives = endlessChanges(stored)
  bench(
    `${WIDTH} commits at once, each fsynced before its answer`,
    async () => {
      await Promise.all(lives.next().value.map((change) => storage.commit(change)))
    },
    FOR_SECONDS,
  )

  let next = stored
  bench(
    `${WIDTH} times a whole file, as lowdb alone writes it, matches alone, never fsynced`,
    async () => {
      for (let n = 0; n < WIDTH; n++) {
        Object.assign(plain, matchIn(lifeOf(next++)[0]))
        await writeWhole(plain)
      }
    },
    { ...ONCE, setup: fillPlain },
  )
})

/** An embedded store with so many matches that were played to the payout, opened anew. */
async function storageOf(matches: number): Promise<Storage> {
  const directory = join(folder, String(matches))
  const first = await openLowdbStorage({ directory })
  await fundPlayers(first)
  await inParallel(matches, 4 * WIDTH, (n) => playMatch(first, n))
  await first.close()
  const start = performance.now()
  const storage = await openLowdbStorage({ directory })
  const seconds = ((performance.now() - start) / 1000).toFixed(2)
  console.log(`${matches} matches, ${await storage.ledgerLength()} transfers: opened in ${seconds} s`)
  return storage
}

/** What lowdb's own adapter for files does. */
async function writeWhole(data: object): Promise<void> {
  const path = join(folder, 'plain.json')
  await writeFile(`${path}.tmp`, JSON.stringify(data, null, 2))
  await rename(`${path}.tmp`, path)
}

/** Sets of independent changes: the first of so many new matches, then their second, and so on. */
function* endlessChanges(from: number): Generator<Change[], never> {
  for (let first = from; ; first += WIDTH) {
    const lives = Array.from({ length: WIDTH }, (_, n) => lifeOf(first + n))
    for (let step = 0; step < 4; step++) yield lives.flatMap((life) => life[step] ?? [])
  }
}

function matchIn(change: Change | undefined): Record<string, Match> {
  return Object.fromEntries((change?.matches ?? []).map((match) => [match.id, match]))
}
