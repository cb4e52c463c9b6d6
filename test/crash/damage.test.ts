import { readdir } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN } from '../support/ante.ts'
import { Deposits, knownDeposits } from '../support/crash/checks/deposits.ts'
import { startServer } from '../support/crash/servers/crash-process.ts'
import { buildPrograms, type Programs } from '../support/crash/servers/programs.ts'
import { newPlayer, type TestFolder, testFolder } from '../support/crash/test-folder.ts'
import { eventually } from '../support/eventually.ts'
import { quietPort } from '../support/ports.ts'
import { emptyFolder } from '../support/storage/folders.ts'
import { filesIn, folderOf } from '../support/storage/simulated-disk.ts'

type Files = Map<string, Buffer>

const SNAPSHOT = 'snapshot.ndjson'
let programs: Programs
/** What was left of a server that was killed in the middle of a checkpoint, and what it had acknowledged. */
let left: Files
/** The snapshot of its first start. */
let firstSnapshot: Buffer
let player: number
let acknowledged: readonly string[]

beforeAll(async () => {
  programs = await buildPrograms()
  const { directory, remove } = await emptyFolder()
  const env = { DATA_DIR: directory, PORT: String(await quietPort()), ANTE_ADMIN_TOKEN: ADMIN_TOKEN }
  const incident = { step: 'snapshot rename', moment: 'before', skip: 2, does: 'die' } as const
  const options = { incident, armedBy: 'signal', forgetful: false } as const
  const first = startServer({ program: programs.main, env })
  expect(await first.becomesReady()).toBe(true)
  firstSnapshot = (await filesIn(directory)).get(SNAPSHOT) ?? Buffer.alloc(0)
  await first.kill()
  const server = startServer({ program: programs.crash, env, options })
  expect(await server.becomesReady()).toBe(true)
  player = await newPlayer(server.url)
  const deposits = new Deposits(server.url, player, 'deposit')
  const running = deposits.run()
  while (deposits.acknowledged.length < 50) await delay(5)
  server.arm()
  await server.ended
  await running
  acknowledged = deposits.acknowledged
  left = await filesIn(directory)
  await remove()
}, 60_000)
afterAll(() => programs.remove())

const segmentsOf = (files: Files) => [...files.keys()].filter((name) => /^journal-\d+\.ndjson$/.test(name)).sort()
/** The last segment with a write after its header. */
const lastWritten = (files: Files) =>
  segmentsOf(files).findLast((name) => String(bytesOf(files, name)).split('\n').length > 2)
const bytesOf = (files: Files, name: string | undefined) => files.get(name ?? '') ?? Buffer.alloc(0)

/** The left files in a folder of their own, changed. */
async function changedFolder(change: (files: Files) => void): Promise<TestFolder & { files: Files }> {
  const files = new Map(left)
  change(files)
  const folder = await testFolder()
  await folderOf(files, folder.directory)
  return { ...folder, files }
}

function flip(files: Files, name: string | undefined, offset: number): void {
  const bytes = Buffer.from(bytesOf(files, name))
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 4, offset)
  files.set(name ?? '', bytes)
}

describe('a folder that was damaged', () => {
  it('[ST67] is what a crash leaves, with a snapshot and two segments', () => {
    expect(segmentsOf(left)).toHaveLength(2)
    for (const name of [SNAPSHOT, ...segmentsOf(left)]) expect(bytesOf(left, name).length).toBeGreaterThan(0)
  })

  const cases: readonly [string, (files: Files) => void, RegExp][] = [
    [
      'a bit of the older segment is flipped',
      (files) => flip(files, segmentsOf(files)[0], 30),
      /journal-\d+\.ndjson, byte \d+: /,
    ],
    [
      'a bit of the last acknowledged write is flipped',
      (files) => flip(files, lastWritten(files), bytesOf(files, lastWritten(files)).length - 10),
      /journal-\d+\.ndjson, byte \d+: the \d+ bytes from here on are not as they were written/,
    ],
    ['a bit of the snapshot is flipped', (files) => flip(files, SNAPSHOT, 200), /snapshot\.ndjson, byte \d+: /],
    ['the snapshot is gone', (files) => files.delete(SNAPSHOT), /snapshot\.ndjson\) is missing/],
    [
      'the journal is gone',
      (files) => {
        for (const name of segmentsOf(files)) files.delete(name)
      },
      /the journal that goes on after line \d+ is missing/,
    ],
    [
      'the snapshot is older than the journal',
      (files) => {
        files.set(SNAPSHOT, firstSnapshot)
        files.delete(segmentsOf(files)[0] ?? '')
      },
      /lines \d+ to \d+ are missing: the snapshot is older than the journal/,
    ],
    [
      'the keys are no keys',
      (files) => files.set('keys.json', Buffer.from('{}')),
      /keys\.json is damaged\. Restore it from a backup/,
    ],
  ]
  it.each(cases)(
    '[ST67] stops the start where %s: one message, nothing served, nothing changed',
    async (_, change, message) => {
      const folder = await changedFolder(change)
      const server = folder.start({ program: programs.main })
      expect(await server.becomesReady()).toBe(false)
      expect(await server.ended).toBe(1)
      expect(server.stderr()).toMatch(message)
      expect(server.stderr()).toMatch(/[Rr]estore/)
      expect(server.stderr().trimEnd().split('\n')).toHaveLength(1)
      const now = await filesIn(folder.directory)
      if (!/keys/.test(message.source)) expect(now).toEqual(folder.files)
    },
  )

  it('[ST69] starts where its last write is torn, keeps the torn end, and says so', async () => {
    const folder = await changedFolder((files) => {
      const name = segmentsOf(files)[1] ?? ''
      files.set(name, Buffer.concat([bytesOf(files, name), Buffer.from('{"first":99,"coun')]))
    })
    const server = folder.start({ program: programs.main })
    expect(await server.becomesReady()).toBe(true)
    const said = /"level":40.*The last write to the journal was incomplete/
    await eventually(async () => said.exec(server.stdout()))
    expect((await readdir(folder.directory)).filter((name) => name.includes('.torn-'))).toHaveLength(1)
    const known = await knownDeposits(server.url, player, acknowledged)
    expect(known).toMatchObject({ madeAnew: 0, ok: true })
  })
})
