import { expect, it } from 'vitest'
import { asPlayerId } from '../../server/domain/ids.ts'
import { openLowdbStorage } from '../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { NOON } from '../support/builders.ts'
import { temporaryFolder } from '../support/storage.ts'
import { filesIn, folderOf, hastyDisk, type Loss, PowerDisk, watchedDisk } from '../support/storage-disk.ts'

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
  const [verdict] = await Promise.all([
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
  if (verdict.kind !== 'committed') throw new Error(verdict.kind)
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

/** Lives through commits, sweeps and checkpoints, and notes at each step what a power failure would leave. */
async function momentsOfALife(directory: string, from: number): Promise<Moment[]> {
  const power = await PowerDisk.of(directory)
  const moments: Moment[] = []
  let [begun, acknowledged] = [from, from]
  const disk = watchedDisk(({ operation, name }) => {
    for (const loss of LOSSES) {
      const files = power.afterPowerFailure(loss, (moments.length % 7) / 7)
      moments.push({ acknowledged, begun, files, what: `${loss} lost before ${operation} ${name}` })
    }
  }, power)
  const commit = async () => {
    begun++
    await commitNumber(begun, storage)
    acknowledged++
  }
  const storage = await openLowdbStorage({ directory, disk })
  for (let round = 0; round < 3; round++) {
    await Promise.all([commit(), commit(), commit()])
    await Promise.all([storage.checkpoint(), commit(), commit().then(commit)])
    await storage.sweep(NOON + begun, NOON + begun - 3)
  }
  await storage.close()
  return moments
}

it('[ST25] has every acknowledged commit, and none in part, wherever the power fails', async () => {
  const directory = await temporaryFolder()
  const moments = await momentsOfALife(directory, 0)
  expect(moments.length).toBeGreaterThan(300)
  for (const { acknowledged, begun, files, what } of moments) {
    const left = await folderOf(files, await temporaryFolder())
    const storage = await openLowdbStorage({ directory: left, disk: hastyDisk }).catch((error) => {
      throw new Error(`${what}: ${error.message}`)
    })
    const count = await commitsIn(storage)
    expect(count, what).toBeGreaterThanOrEqual(acknowledged)
    expect(count, what).toBeLessThanOrEqual(begun)
    await storage.close()
  }
})

it('[ST25] goes on after a power failure, and after one in that start', async () => {
  const moments = await momentsOfALife(await temporaryFolder(), 0)
  const picked = moments.filter((_, index) => index % 41 === 3)
  for (const { files } of picked) {
    const directory = await folderOf(files, await temporaryFolder())
    const first = await openLowdbStorage({ directory: await folderOf(files, await temporaryFolder()), disk: hastyDisk })
    const before = await commitsIn(first)
    await first.close()
    for (const next of (await momentsOfALife(directory, before)).filter((_, index) => index % 29 === 5)) {
      const again = await openLowdbStorage({
        directory: await folderOf(next.files, await temporaryFolder()),
        disk: hastyDisk,
      })
      expect(await commitsIn(again), next.what).toBeGreaterThanOrEqual(next.acknowledged)
      await again.close()
    }
  }
})

it('[ST25] keeps what it found unsynced before it serves it', async () => {
  const directory = await temporaryFolder()
  const storage = await openLowdbStorage({ directory })
  await commitNumber(1, storage)
  const files = await filesIn(directory)
  await storage.close()
  const left = await folderOf(files, await temporaryFolder())
  const synced: string[] = []
  const disk = watchedDisk(({ operation, name }) => {
    if (operation === 'sync') synced.push(name)
  })
  const again = await openLowdbStorage({ directory: left, disk })
  expect(synced).toContain('journal-0000000000000001.ndjson')
  await again.close()
})
