import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AuditReport } from '../../../server/domain/audit/ledger-audit.ts'
import { auditSnapshot } from '../../../server/services/ledger/audit.ts'
import { StoreDamaged } from '../../../server/storage/lowdb/files/damage.ts'
import { NoStore, readLedger } from '../../../server/storage/lowdb/read-folder.ts'
import { aLedgerWorld } from '../../support/ledger/history.ts'
import { audit, plainLedger } from '../../support/ledger/plain-ledger.ts'
import { openStorage, temporaryFolder, temporaryStorage } from '../../support/storage/folders.ts'
import { filesIn, folderOf } from '../../support/storage/simulated-disk.ts'

/** The files of a server that is running: a snapshot, and a journal after it. And what an audit says of its ledger. */
async function usedFiles(): Promise<{ files: Map<string, Buffer>; later: Map<string, Buffer>; expected: AuditReport }> {
  const storage = await temporaryStorage()
  const world = await aLedgerWorld(storage)
  await world.live(60)
  await storage.checkpoint()
  await world.live(60)
  const expected = audit(await plainLedger(storage))
  const files = await filesIn(storage.directory)
  await world.take({ do: 'deposit', who: 0, which: 0, amount: 1 })
  return { files, later: await filesIn(storage.directory), expected }
}

const journalIn = (files: Map<string, Buffer>) => [...files.keys()].find((name) => name.startsWith('journal')) ?? ''
const inFolder = async (files: Map<string, Buffer>) => folderOf(files, await temporaryFolder())

async function everythingAbout(directory: string) {
  const names = (await readdir(directory)).sort()
  const files = names.map(async (name) => {
    const { ino, size, mtimeMs, mode } = await stat(join(directory, name))
    return { name, ino, size, mtimeMs, mode }
  })
  return Promise.all(files)
}

const read = async (directory: string) => auditSnapshot(await readLedger(directory), [])

describe('the ledger in a folder, read without a lock', () => {
  it('[OP21] is what it was for the server, and the folder stays as it is', async () => {
    const { files, expected } = await usedFiles()
    const directory = await inFolder(files)
    const before = await everythingAbout(directory)
    expect(await read(directory)).toEqual(expected)
    expect(expected.transfers).toBeGreaterThan(40)
    expect(await everythingAbout(directory)).toEqual(before)
  })

  it('[OP21] is read while a server has it, and keeps no server out', async () => {
    const directory = await temporaryFolder()
    const storage = await openStorage({ directory })
    const world = await aLedgerWorld(storage)
    await world.live(60)
    const before = await everythingAbout(directory)
    expect(await read(directory)).toEqual(audit(await plainLedger(storage)))
    expect(await everythingAbout(directory)).toEqual(before)
  })

  it('[OP21] passes over a last write that is cut short, wherever, and leaves it there', async () => {
    const { files, later, expected } = await usedFiles()
    const journal = journalIn(files)
    const [before, after] = [files.get(journal) ?? Buffer.of(), later.get(journal) ?? Buffer.of()]
    expect(after.length).toBeGreaterThan(before.length + 200)
    const directory = await inFolder(files)
    for (let length = before.length + 1; length < after.length; length += 31) {
      await writeFile(join(directory, journal), after.subarray(0, length))
      expect(await read(directory)).toEqual(expected)
      expect(await filesIn(directory)).toEqual(new Map([...files, [journal, after.subarray(0, length)]]))
    }
    expect((await read(await inFolder(later))).transfers).toBe(expected.transfers + 1)
  })

  it('[OP21] is sound at every moment of a busy server that makes one checkpoint after the other', async () => {
    const directory = await temporaryFolder()
    const storage = await openStorage({ directory })
    const world = await aLedgerWorld(storage)
    await world.live(60)
    let isOver = false
    const load = (async () => {
      while (!isOver) await world.live(50)
    })()
    const checkpoints = (async () => {
      while (!isOver) await storage.checkpoint()
    })()
    const sizes = new Set<number>()
    for (let round = 0; round < 100; round++) {
      const report = await read(directory)
      expect(report.problems).toEqual([])
      sizes.add(report.transfers)
    }
    isOver = true
    await Promise.all([load, checkpoints])
    expect(sizes.size).toBeGreaterThan(3)
    expect(await read(directory)).toEqual(audit(await plainLedger(storage)))
  })

  it('[OP21] is refused where it is damaged, and where there is none', async () => {
    await expect(readLedger(await temporaryFolder())).rejects.toThrow(NoStore)
    const { files } = await usedFiles()
    const journal = files.get(journalIn(files)) ?? Buffer.of()
    const flipped = Buffer.from(journal)
    flipped.writeUInt8(flipped.readUInt8(400) ^ 1, 400)
    for (const damaged of [flipped, Buffer.concat([journal, Buffer.alloc(400, 'x')])]) {
      const directory = await inFolder(new Map([...files, [journalIn(files), damaged]]))
      await expect(readLedger(directory)).rejects.toThrow(StoreDamaged)
    }
  })
})
