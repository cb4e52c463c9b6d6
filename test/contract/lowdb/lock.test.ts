import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FolderInUse, lockFolder } from '../../../server/storage/lowdb/files/lock.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { NOON } from '../../support/builders.ts'
import { buildChild, startChild } from '../../support/storage/child-process.ts'
import { openStorage, temporaryFolder, temporaryStorage } from '../../support/storage/folders.ts'

const socketsIn = async (directory: string) => (await readdir(directory)).filter((name) => name.startsWith('lock-'))

it('[ST32] refuses a second store in the same process', async () => {
  const { directory, ...storage } = await temporaryStorage()
  await expect(openLowdbStorage({ directory })).rejects.toThrow(FolderInUse)
  await storage.commit({ at: NOON, meta: { aliveAt: 1 } })
  await storage.close()
  await openStorage({ directory })
})

it('[ST32] names the process that has the folder', async () => {
  const program = await buildChild()
  const directory = await temporaryFolder()
  const child = startChild(program, 'hold', directory)
  await child.spoken()
  expect(child.lines()).toEqual(['open'])
  const message = new RegExp(`The data folder ${directory} is in use by another Ante \\(process ${child.pid} on `)
  await expect(openLowdbStorage({ directory })).rejects.toThrow(message)
  await child.kill()
  await openStorage({ directory })
})

it('[ST32] refuses a second process, which says so and changes nothing', async () => {
  const program = await buildChild()
  const { directory, ...storage } = await temporaryStorage()
  const child = startChild(program, 'hold', directory)
  await child.spoken()
  expect(child.lines()).toMatchObject([expect.stringContaining(`process ${process.pid} on `)])
  await storage.commit({ at: NOON, meta: { aliveAt: 1 } })
})

it('[ST32] lets at most one of many processes in, after one that was killed', async () => {
  const program = await buildChild()
  const directory = await temporaryFolder()
  const killed = startChild(program, 'hold', directory)
  await killed.spoken()
  await killed.kill()
  expect(await socketsIn(directory)).toHaveLength(1)

  const starters = Array.from({ length: 6 }, () => startChild(program, 'hold', directory))
  await Promise.all(starters.map((starter) => starter.spoken()))
  const said = starters.flatMap((starter) => starter.lines())
  expect(said).toHaveLength(6)
  const holders = said.filter((line) => line === 'open').length
  expect(holders).toBeLessThanOrEqual(1)
  expect(await socketsIn(directory)).toHaveLength(holders)
  await Promise.all(starters.map((starter) => starter.kill()))
  await openStorage({ directory })
})

it('[ST32] lets at most one of many in, every time', async () => {
  const directory = await temporaryFolder()
  let taken = 0
  for (let round = 0; round < 20; round++) {
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(directory)))
    const held = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(held.length).toBeLessThanOrEqual(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(FolderInUse)
    }
    for (const lock of held) await lock.release()
    taken += held.length
  }
  expect(taken).toBeGreaterThan(0)
  expect(await socketsIn(directory)).toEqual([])
})

it.runIf(process.platform === 'linux')('[ST32] locks a folder whose path is too long for a socket', async () => {
  const directory = join(await temporaryFolder(), 'd'.repeat(120), 'e'.repeat(120))
  await mkdir(directory, { recursive: true })
  const lock = await lockFolder(directory)
  await expect(lockFolder(directory)).rejects.toThrow(FolderInUse)
  await lock.release()
  await (await lockFolder(directory)).release()
  expect(await socketsIn(directory)).toEqual([])
})

it.runIf(process.platform === 'linux')('[ST32] says so when a folder cannot be locked', async () => {
  await expect(lockFolder('/proc/self')).rejects.toThrow(
    /data folder \/proc\/self cannot be locked .* has to be writable/,
  )
})
