import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { temporaryStorage } from '../../support/storage/folders.ts'
import { fundPlayers, inParallel, playMatch } from '../../support/storage/load.ts'

const KB = 1024
const FEW = 1000
const MORE = 4000

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** The memory that stays in use, of objects and of buffers: the least of several looks, as work may still be under way. */
async function memory(): Promise<number> {
  const looks: number[] = []
  for (let n = 0; n < 20; n++) {
    await sleep(50)
    collectGarbage()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    looks.push(heapUsed + arrayBuffers)
  }
  return Math.min(...looks)
}

it('[ST93] takes at most 2 KB of memory for a settled match, its transfers and events', async () => {
  const storage = await temporaryStorage()
  await fundPlayers(storage)
  await inParallel(FEW, 64, (n) => playMatch(storage, n))
  const before = await memory()
  await inParallel(MORE, 64, (n) => playMatch(storage, FEW + n))
  expect(((await memory()) - before) / MORE).toBeLessThan(2 * KB)
  expect(await storage.ledgerLength()).toBeGreaterThan(3 * (FEW + MORE))
})
