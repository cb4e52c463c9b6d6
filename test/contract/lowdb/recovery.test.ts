import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StoreDamaged } from '../../../server/storage/lowdb/files/damage.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { NOON } from '../../support/builders.ts'
import { openStorage, temporaryFolder, temporaryStorage } from '../../support/storage/folders.ts'
import { fundPlayers, playMatch } from '../../support/storage/load.ts'
import { filesIn, folderOf, hastyDisk } from '../../support/storage/simulated-disk.ts'

type Files = Map<string, Buffer>

const SNAPSHOT = 'snapshot.ndjson'

/** A store's files as a crash during a checkpoint leaves them: a snapshot, and two segments of journal after it. */
async function filesAfterACrash(matchesSince = 1): Promise<Files> {
  const storage = await temporaryStorage()
  await fundPlayers(storage)
  await playMatch(storage, 0)
  await storage.checkpoint()
  await playMatch(storage, 1)
  const older = await filesIn(storage.directory)
  await storage.checkpoint()
  for (let n = 0; n < matchesSince; n++) await playMatch(storage, 2 + n)
  const newer = await filesIn(storage.directory)
  return new Map([...newer, ...older].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Opens a store with these files and returns every record in it. */
async function contentOf(files: Files): Promise<readonly string[]> {
  const directory = await folderOf(files, await temporaryFolder())
  const storage = await openLowdbStorage({ directory, disk: hastyDisk })
  try {
    await storage.checkpoint()
    const [, ...records] = String((await filesIn(directory)).get(SNAPSHOT)).split('\n')
    return records
  } finally {
    await storage.close()
  }
}

const segmentsOf = (files: Files) => [...files.keys()].filter((name) => /^journal-\d+\.ndjson$/.test(name))

function lastSegmentOf(files: Files): [string, Buffer] {
  const name = segmentsOf(files).at(-1) ?? ''
  return [name, files.get(name) ?? Buffer.alloc(0)]
}

function flipped(bytes: Buffer, offset: number, bit: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.writeUInt8(copy.readUInt8(offset) ^ (1 << bit), offset)
  return copy
}

describe('a torn last write', () => {
  it('[ST26] is cut off wherever it was torn, and kept', { timeout: 120_000 }, async () => {
    const storage = await temporaryStorage()
    await storage.commit({ at: NOON, meta: { aliveAt: 1 } })
    const whole = lastSegmentOf(await filesIn(storage.directory))[1].length
    await storage.commit({ at: NOON, meta: { aliveAt: 2 } })
    const files = await filesIn(storage.directory)
    const [name, journal] = lastSegmentOf(files)
    expect(journal.length).toBeGreaterThan(whole + 100)

    for (let length = whole; length < journal.length; length++) {
      const directory = await folderOf(files, await temporaryFolder())
      await writeFile(join(directory, name), journal.subarray(0, length))
      const warnings: object[] = []
      const log = { warn: (details: object) => void warnings.push(details) }
      const opened = await openLowdbStorage({ directory, log, now: () => 77, disk: hastyDisk })
      expect(await opened.meta()).toMatchObject({ aliveAt: 1 })
      await opened.commit({ at: NOON, meta: { aliveAt: 3 } })
      const left = await filesIn(directory)
      expect(left.get(`${name}.torn-77`)).toEqual(length === whole ? undefined : journal.subarray(whole, length))
      expect(warnings).toHaveLength(length === whole ? 0 : 1)
      expect(await contentOf(left)).toContain('["meta","store",{"demo":null,"aliveAt":3,"clockOffset":0}]')
      await opened.close()
    }
  })

  it('[ST26] names the journal, the place and the copy in the log', async () => {
    const files = await filesAfterACrash()
    const [name, journal] = lastSegmentOf(files)
    const directory = await folderOf(files, await temporaryFolder())
    await writeFile(join(directory, name), journal.subarray(0, -1))
    const warnings: { details: object; message: string }[] = []
    const log = { warn: (details: object, message: string) => void warnings.push({ details, message }) }
    await openStorage({ directory, log, now: () => 5 })
    expect(warnings).toMatchObject([
      { details: { journal: join(directory, name), copy: join(directory, `${name}.torn-5`) } },
    ])
    expect(warnings[0]?.message).toMatch(/cut off/)
  })

  it('[ST27] is no reason to cut off anything but the end', async () => {
    const files = await filesAfterACrash()
    const [first] = segmentsOf(files)
    const journal = files.get(first ?? '')
    if (!first || !journal) throw new Error('two segments')
    const torn = new Map([...files, [first, journal.subarray(0, -1)]])
    const directory = await folderOf(torn, await temporaryFolder())
    await expect(openLowdbStorage({ directory })).rejects.toThrow(StoreDamaged)
    expect(await filesIn(directory)).toEqual(torn)
    const snapshot = files.get(SNAPSHOT) ?? Buffer.alloc(0)
    for (const length of [0, 1, 50, snapshot.length - 1]) {
      await expect(contentOf(new Map([...files, [SNAPSHOT, snapshot.subarray(0, length)]]))).rejects.toThrow(
        StoreDamaged,
      )
    }
  })
})

describe('stored bytes that changed', () => {
  it('[ST27] stop the start or change nothing, wherever it is', { timeout: 120_000 }, async () => {
    const files = await filesAfterACrash()
    const intact = await contentOf(files)
    const anywhere = fc.constantFrom(...files.keys()).chain((name) =>
      fc.record({
        name: fc.constant(name),
        offset: fc.nat({ max: (files.get(name)?.length ?? 1) - 1 }),
        bit: fc.nat({ max: 7 }),
      }),
    )
    let refused = 0
    await fc.assert(
      fc.asyncProperty(anywhere, async ({ name, offset, bit }) => {
        const damagedFiles = new Map([...files, [name, flipped(files.get(name) ?? Buffer.alloc(0), offset, bit)]])
        const content = await contentOf(damagedFiles).catch((error) => error)
        if (content instanceof StoreDamaged) refused++
        else expect(content).toEqual(intact)
      }),
      { numRuns: 400 },
    )
    expect(refused).toBeGreaterThan(0)
  })

  it('[ST27] stop the start at every byte of the last acknowledged write', async () => {
    const storage = await temporaryStorage()
    await storage.commit({ at: NOON, meta: { aliveAt: 1 } })
    const before = lastSegmentOf(await filesIn(storage.directory))[1].length
    await storage.commit({ at: NOON, meta: { aliveAt: 2 } })
    const files = await filesIn(storage.directory)
    const [name, journal] = lastSegmentOf(files)
    for (let offset = before; offset < journal.length; offset++) {
      const changed = new Map([...files, [name, flipped(journal, offset, offset % 8)]])
      await expect(contentOf(changed), `byte ${offset}`).rejects.toThrow(StoreDamaged)
    }
  })

  it('[ST27] stop the start with the file, the place and a way out, and stay as they are', async () => {
    const files = await filesAfterACrash()
    const [name, journal] = lastSegmentOf(files)
    const unfinished = Buffer.from('half a snapshot')
    const changed = new Map([...files, [name, flipped(journal, 10, 3)], [`${SNAPSHOT}.tmp`, unfinished]])
    const directory = await folderOf(changed, await temporaryFolder())
    const error: Error = await openLowdbStorage({ directory }).then(
      () => new Error('it opened'),
      (reason) => reason,
    )
    expect(error).toBeInstanceOf(StoreDamaged)
    expect(error.message).toContain(`${join(directory, name)}, byte 0: `)
    expect(error.message).toMatch(/restore the whole folder from a backup/)
    expect(await filesIn(directory)).toEqual(changed)
  })
})

describe('files that do not belong together', () => {
  it('[ST28] stop the start when the snapshot is gone', async () => {
    const files = await filesAfterACrash()
    files.delete(SNAPSHOT)
    await expect(contentOf(files)).rejects.toThrow(/snapshot\.ndjson\) is missing/)
  })

  it('[ST28] stop the start when a part of the journal is gone', async () => {
    const files = await filesAfterACrash()
    const [first, second] = segmentsOf(files)
    if (!first || !second) throw new Error('two segments')
    const without = (name: string) => new Map([...files].filter(([other]) => other !== name))
    await expect(contentOf(without(first))).rejects.toThrow(/lines \d+ to \d+ are missing/)
    await expect(contentOf(new Map([[SNAPSHOT, files.get(SNAPSHOT) ?? Buffer.alloc(0)]]))).rejects.toThrow(
      /the journal that goes on after line \d+ is missing/,
    )
  })

  it('[ST28] stop the start when a part of the journal is gone and nothing came after it', async () => {
    const first = await filesAfterACrash(0)
    const second = await filesAfterACrash(1)
    const [start, empty] = segmentsOf(first)
    const gapped = new Map(second)
    gapped.delete(segmentsOf(second)[1] ?? '')
    gapped.set('journal-0000000000000099.ndjson', first.get(empty ?? '') ?? Buffer.from('x'))
    expect(segmentsOf(gapped)).toEqual([start, 'journal-0000000000000099.ndjson'])
    await expect(contentOf(gapped)).rejects.toThrow(/lines \d+ to 98 are missing/)
  })

  it('[ST28] stop the start when the journal ends before the snapshot was written', async () => {
    const storage = await temporaryStorage()
    await storage.commit({ at: NOON, meta: { aliveAt: 1 } })
    const early = await filesIn(storage.directory)
    await storage.commit({ at: NOON, meta: { aliveAt: 2 } })
    await storage.checkpoint()
    const late = await filesIn(storage.directory)
    const mixed = new Map([...early, [SNAPSHOT, late.get(SNAPSHOT) ?? Buffer.alloc(0)]])
    await expect(contentOf(mixed)).rejects.toThrow(/the journal that goes on after line 2 is missing/)
  })

  it('[ST28] stop the start when a newer version wrote them', async () => {
    const files = await filesAfterACrash()
    const newer = Buffer.from(String(files.get(SNAPSHOT)).replace('"version":2', '"version":3'))
    const start = contentOf(new Map([...files, [SNAPSHOT, newer]]))
    await expect(start).rejects.toThrow(/was written by a newer Ante \(store version 3, this one reads up to 2\)/)
  })

  it('[ST28] let the start go on when only what a checkpoint left over is there', async () => {
    const files = await filesAfterACrash()
    const intact = await contentOf(files)
    const leftOver = new Map([
      ...files,
      [`${SNAPSHOT}.tmp`, Buffer.from('half a snapshot')],
      ['journal-0000000000000001.ndjson', Buffer.from('an old segment')],
    ])
    const directory = await folderOf(leftOver, await temporaryFolder())
    await openStorage({ directory })
    const names = [...(await filesIn(directory)).keys()]
    expect(names).toEqual([...files.keys()].sort())
    expect(await contentOf(files)).toEqual(intact)
  })

  it('[ST28] let a start go on that was cut short in the first one', async () => {
    const directory = await folderOf(
      new Map([['journal-0000000000000001.ndjson', Buffer.alloc(0)]]),
      await temporaryFolder(),
    )
    const storage = await openStorage({ directory })
    await storage.commit({ at: NOON, meta: { aliveAt: 1 } })
    expect(await contentOf(await filesIn(directory))).toContain(
      '["meta","store",{"demo":null,"aliveAt":1,"clockOffset":0}]',
    )
  })
})
