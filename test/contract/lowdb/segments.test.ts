import { describe, expect, it } from 'vitest'
import { StoreDamaged } from '../../../server/storage/lowdb/files/damage.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { readLedger } from '../../../server/storage/lowdb/read-folder.ts'
import { NOON } from '../../support/builders.ts'
import { openStorage, temporaryFolder, temporaryStorage } from '../../support/storage/folders.ts'
import { fundPlayers, playMatch } from '../../support/storage/load.ts'
import { filesIn, folderOf, hastyDisk } from '../../support/storage/simulated-disk.ts'

type Files = ReadonlyMap<string, Buffer>

const STOP_RECORD = 'stopped.json'
const segmentsOf = (files: Files) => [...files.keys()].filter((name) => name.startsWith('journal-')).sort()
const bytesOf = (files: Files, name: string) => files.get(name) ?? Buffer.alloc(0)

/** A store that was killed in a checkpoint: a snapshot and two segments with batches; and one that was stopped. */
async function killedAndStopped(): Promise<{ killed: Files; stopped: Files }> {
  const storage = await temporaryStorage({ disk: hastyDisk })
  await fundPlayers(storage)
  await playMatch(storage, 1)
  const older = await filesIn(storage.directory)
  await storage.checkpoint()
  await playMatch(storage, 2)
  const killed = new Map([...(await filesIn(storage.directory)), ...older])
  await storage.close()
  return { killed, stopped: await filesIn(storage.directory) }
}

async function expectRefused(files: Files, message: RegExp): Promise<void> {
  const directory = await folderOf(files, await temporaryFolder())
  const refusal = await openLowdbStorage({ directory, disk: hastyDisk }).catch((error) => error)
  expect(refusal).toBeInstanceOf(StoreDamaged)
  expect(refusal.message).toMatch(message)
  await expect(readLedger(directory)).rejects.toThrow(message)
  expect(await filesIn(directory)).toEqual(files)
}

describe('a journal that is not the whole one', () => {
  it('[ST85] is found when a segment is empty, after a crash and after a stop', async () => {
    const { killed, stopped } = await killedAndStopped()
    for (const files of [killed, stopped]) {
      for (const name of segmentsOf(files)) {
        const message = new RegExp(`${name}, byte 0: the header of the segment is missing`)
        await expectRefused(new Map([...files, [name, Buffer.alloc(0)]]), message)
        await expectRefused(new Map([...files, [name, Buffer.alloc(4096)]]), message)
      }
    }
  })

  it('[ST85] is found when a segment lacks its last batches and another one follows', async () => {
    const { killed } = await killedAndStopped()
    const [first = '', second = ''] = segmentsOf(killed)
    const lines = String(bytesOf(killed, first)).split('\n')
    // Without the last batch, which is a header and a line.
    const shortened = Buffer.from(`${lines.slice(0, -3).join('\n')}\n`)
    await expectRefused(new Map([...killed, [first, shortened]]), new RegExp(`${second}, byte 0: lines \\d+ to`))
  })

  it('[ST85] is found when a segment is of another store, or of another time', async () => {
    const { killed } = await killedAndStopped()
    const other = (await killedAndStopped()).killed
    const [first = '', second = ''] = segmentsOf(killed)
    expect(segmentsOf(other)).toEqual([first, second])
    for (const name of [first, second]) {
      const swapped = new Map([...killed, [name, bytesOf(other, name)]])
      await expectRefused(swapped, new RegExp(`${name}, byte 0: this is a segment of another store`))
    }
    const renamed = new Map([...killed, [first, bytesOf(killed, second)]])
    await expectRefused(renamed, /this is the segment that begins with line \d+/)

    // The same folder went two ways from one copy.
    const [one, two] = [
      await folderOf(killed, await temporaryFolder()),
      await folderOf(killed, await temporaryFolder()),
    ]
    const paths = []
    for (const [directory, aliveAt] of [
      [one, 1],
      [two, 2],
    ] as const) {
      const storage = await openStorage({ directory, disk: hastyDisk })
      await storage.commit({ at: NOON, meta: { aliveAt } })
      const before = await filesIn(directory)
      await storage.checkpoint()
      await playMatch(storage, 3)
      paths.push(new Map([...before, ...(await filesIn(directory))].filter(([name]) => name !== 'snapshot.ndjson')))
      paths.push(before)
    }
    const [ofOne = new Map(), beforeOne = new Map(), ofTwo = new Map()] = paths
    const last = segmentsOf(ofTwo).at(-1) ?? ''
    const mixed = new Map([...beforeOne, [last, bytesOf(ofTwo, last)]])
    expect(segmentsOf(ofOne)).toContain(last)
    await expectRefused(mixed, new RegExp(`${last}, byte 0: this segment does not go on from what is before it`))
  })

  it('[ST86] is found when it does not end where a clean stop recorded it', async () => {
    const { killed, stopped } = await killedAndStopped()
    expect([...killed.keys()]).not.toContain(STOP_RECORD)
    const earlier = new Map([...killed, [STOP_RECORD, bytesOf(stopped, STOP_RECORD)]])
    const directory = await folderOf(stopped, await temporaryFolder())
    const storage = await openStorage({ directory })
    await storage.commit({ at: NOON, meta: { aliveAt: 1 } })
    const later = await filesIn(directory)
    expect([...later.keys()]).not.toContain(STOP_RECORD)
    const journal = segmentsOf(later)[0] ?? ''
    for (const cut of [0, 1]) {
      const name = segmentsOf(killed)[1] ?? ''
      const bytes = bytesOf(killed, name)
      const shortened = cut === 0 ? bytes.subarray(0, bytes.indexOf('\n') + 1) : bytes.subarray(0, -cut)
      await expectRefused(new Map([...earlier, [name, shortened]]), /the server stopped after line \d+/)
    }
    const longer = new Map([...stopped, [journal, bytesOf(later, journal)]])
    await expectRefused(longer, /the server stopped after line \d+ of the journal, and the journal ends elsewhere/)
    await expectRefused(new Map([...stopped, [STOP_RECORD, Buffer.from('{}\n')]]), /stopped\.json, byte 0: /)
  })
})

describe('zeros after the last batch', () => {
  it.each([1, 199, 200, 4096, 2_000_000])(
    '[ST87] are cut off and kept, whether there is a part of a batch before them: %i',
    async (count) => {
      const { killed } = await killedAndStopped()
      const name = segmentsOf(killed)[1] ?? ''
      for (const part of ['', '{"first":9', `{"first":99,"count":1,"bytes":`]) {
        const tail = Buffer.concat([Buffer.from(part), Buffer.alloc(count)])
        const directory = await folderOf(killed, await temporaryFolder())
        await folderOf(new Map([[name, Buffer.concat([bytesOf(killed, name), tail])]]), directory)
        const storage = await openStorage({ directory, disk: hastyDisk, now: () => 5 })
        expect(await storage.ledgerLength()).toBe(200 + 2 * 3)
        expect((await filesIn(directory)).get(`${name}.torn-5`)?.equals(tail)).toBe(true)
        await storage.close()
      }
    },
  )

  it('[ST87] are damage where something follows them', async () => {
    const { killed } = await killedAndStopped()
    const name = segmentsOf(killed)[1] ?? ''
    const bytes = bytesOf(killed, name)
    const followed = Buffer.concat([bytes, Buffer.alloc(4096), Buffer.from('{"first"')])
    await expectRefused(new Map([...killed, [name, followed]]), /the header of a batch is missing/)
  })
})
