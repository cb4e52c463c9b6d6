import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { type LowdbStorage, openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import { temporaryFolder } from '../../support/storage/folders.ts'
import {
  filesIn,
  folderOf,
  hastyDisk,
  type Loss,
  PowerDisk,
  watchedDisk,
} from '../../support/storage/simulated-disk.ts'

const LOSSES: readonly Loss[] = [
  'everything unsynced',
  'nothing',
  'a part of each file',
  'folder entries',
  'file contents',
]
const ALICE = asPlayerId(1)

/** What a power failure at some moment would leave, and what had been promised by then. */
interface Moment {
  readonly acknowledged: number
  readonly begun: number
  readonly files: ReadonlyMap<string, Buffer>
  readonly what: string
}

/** The n-th commit of a history in which every commit touches several records, and removes one. */
async function commitNumber(n: number, storage: Storage): Promise<void> {
  const [commitResult] = await Promise.all([
    storage.commit({
      at: NOON + n,
      meta: { aliveAt: n },
      transfers: [
        { id: `t${n}`, debit: 'treasury', credit: `player:${ALICE}`, amount: 1, currency: 'GBP', matchId: null },
        { id: `u${n}`, debit: 'treasury', credit: 'fees', amount: 1, currency: 'GBP', matchId: null },
      ],
      answer: { key: `answer-${n}`, fingerprint: 'f', status: 200, body: n, expiresAt: NOON + n + 5 },
    }),
  ])
  if (commitResult.kind !== 'committed') throw new Error(commitResult.kind)
}

/** How many of those commits are there; throws when one is there in part, or one before it is not. */
async function commitsIn(storage: Storage): Promise<number> {
  const count = (await storage.meta()).aliveAt ?? 0
  expect(await storage.ledgerLength()).toBe(2 * count)
  expect(await storage.balance(`player:${ALICE}`, 'GBP')).toBe(count)
  expect(await storage.balance('fees', 'GBP')).toBe(count)
  expect(await storage.events(ALICE, 0, 1)).toMatchObject({ lastSeq: count })
  if (count > 0) expect(await storage.answer(`answer-${count}`, NOON)).toMatchObject({ body: count })
  return count
}

/** Thrown where a process dies. */
class Death extends Error {}

interface Life {
  readonly power: PowerDisk
  readonly directory: string
  /** How many commits will be found. */
  readonly from: number
  /** How many of them were acknowledged. */
  readonly promised?: number
  /** The step of the disk at which the process dies. */
  readonly diesAt?: number
}

/** Runs commits, sweeps and checkpoints, and records at each step what a power failure would leave. */
async function momentsOf({
  power,
  directory,
  from,
  promised = from,
  diesAt = Number.POSITIVE_INFINITY,
}: Life): Promise<Moment[]> {
  const moments: Moment[] = []
  let [begun, acknowledged, steps] = [from, promised, 0]
  let storage: LowdbStorage | null = null
  const note = (what: string) => {
    for (const loss of LOSSES) {
      const files = power.afterPowerFailure(loss, (moments.length % 7) / 7)
      moments.push({ acknowledged, begun, files, what: `${loss} lost before ${what}` })
    }
  }
  const disk = watchedDisk(async ({ operation, name }) => {
    // Lets a snapshot overtake the journal that it was written from.
    if (operation === 'sync' && name.startsWith('journal-')) await delay(steps % 3)
    note(`${operation} ${name}`)
    if (steps++ >= diesAt && operation !== 'close') throw new Death()
  }, power)
  try {
    storage = await openLowdbStorage({ directory, disk })
    acknowledged = from
    await live(storage, async (opened) => {
      begun++
      await commitNumber(begun, opened)
      acknowledged++
    })
  } catch (error) {
    if (steps <= diesAt) throw error
  } finally {
    await storage?.close().catch(() => {})
  }
  note('the end')
  return moments
}

async function live(storage: LowdbStorage, commitOn: (storage: Storage) => Promise<void>): Promise<void> {
  const commit = () => commitOn(storage)
  for (let round = 0; round < 3; round++) {
    await Promise.all([commit(), commit(), commit()])
    await Promise.all([storage.checkpoint(), commit(), commit().then(commit)])
    const { aliveAt } = await storage.meta()
    await storage.sweep(NOON + (aliveAt ?? 0), NOON + (aliveAt ?? 0) - 3)
  }
  await storage.close()
}

/** Opens what a power failure left, and checks every promise. */
async function expectKept({ acknowledged, begun, files, what }: Moment): Promise<void> {
  const directory = await folderOf(files, await temporaryFolder())
  const storage = await openLowdbStorage({ directory, disk: hastyDisk }).catch((error) => {
    throw new Error(`${what}: ${error.message}`)
  })
  const count = await commitsIn(storage)
  expect(count, what).toBeGreaterThanOrEqual(acknowledged)
  expect(count, what).toBeLessThanOrEqual(begun)
  await storage.close()
}

it('[ST25] has every acknowledged commit, and none in part, wherever the power fails', {
  timeout: 120_000,
}, async () => {
  const directory = await temporaryFolder()
  const moments = await momentsOf({ power: await PowerDisk.of(directory), directory, from: 0 })
  expect(moments.length).toBeGreaterThan(300)
  for (const moment of moments) await expectKept(moment)
})

it('[ST25] has them too when the power fails again after the next start', { timeout: 120_000 }, async () => {
  const directory = await temporaryFolder()
  const moments = await momentsOf({ power: await PowerDisk.of(directory), directory, from: 0 })
  for (const { files } of moments.filter((_, index) => index % 41 === 3)) {
    const left = await folderOf(files, await temporaryFolder())
    const from = await commitsAt(left)
    const next = await momentsOf({ power: await PowerDisk.of(left), directory: left, from })
    for (const moment of next.filter((_, index) => index % 29 === 5)) await expectKept(moment)
  }
})

it('[ST25] has them too when a process dies first, and the power fails after the next start', {
  timeout: 120_000,
}, async () => {
  for (let diesAt = 0; diesAt < 30; diesAt++) {
    const directory = await temporaryFolder()
    const power = await PowerDisk.of(directory)
    const promised = (await momentsOf({ power, directory, from: 0, diesAt })).at(-1)?.acknowledged ?? 0
    const from = await commitsAt(directory)
    const next = await momentsOf({ power, directory, from, promised, diesAt: 10 })
    for (const moment of next.filter((_, index) => index % (2 * LOSSES.length) === 0)) await expectKept(moment)
  }
})

/** How many commits the next start will find. */
async function commitsAt(directory: string): Promise<number> {
  const copy = await folderOf(await filesIn(directory), await temporaryFolder())
  const storage = await openLowdbStorage({ directory: copy, disk: hastyDisk })
  const count = await commitsIn(storage)
  await storage.close()
  return count
}
