import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MATCHES } from '../support/ante.ts'
import { Deposits, knownDeposits, outcomeOf } from '../support/crash/checks/deposits.ts'
import type { Registered } from '../support/crash/load/players.ts'
import { authorizePath, refreshForm } from '../support/crash/load/sign-ins.ts'
import type { CrashProcess } from '../support/crash/servers/crash-process.ts'
import type { Incident } from '../support/crash/servers/failing-disk.ts'
import { buildPrograms, type Programs } from '../support/crash/servers/programs.ts'
import { newClient, newPlayer, type TestFolder, testFolder } from '../support/crash/test-folder.ts'

let programs: Programs
beforeAll(async () => {
  programs = await buildPrograms()
})
afterAll(() => programs.remove())

/** Calls that answer from the store, or write to it. */
const callsOf = (client: Registered): readonly [string, RequestInit?][] => [
  ['/readyz'],
  [`${MATCHES}/me.json`],
  [`${MATCHES}/matches.json`, { method: 'POST', body: '{}' }],
  ['/admin/v1/players/1'],
  ['/admin/v1/ledger/verify'],
  ['/oauth/token', { method: 'POST', headers: {}, body: new URLSearchParams(refreshForm(client, 'a token')) }],
  [authorizePath(client)],
]

/** A server under load whose disk fails, with everything that it answered until it ended. */
async function failUnderLoad(server: CrashProcess, { armed }: { armed: boolean }) {
  expect(await server.becomesReady()).toBe(true)
  const player = await newPlayer(server.url)
  const calls = callsOf(await newClient(server.url))
  const deposits = new Deposits(server.url, player, 'deposit')
  const running = deposits.run()
  while (deposits.acknowledged.length < 20) await delay(2)
  if (armed) server.arm()
  while (!deposits.outcomes.has('503 unavailable') && !server.hasEnded()) await delay(2)
  const acknowledged = deposits.acknowledged.length
  const after = await Promise.all(calls.map(([path, init]) => outcomeOf(`${server.url}${path}`, init)))
  const code = await server.ended
  deposits.stop()
  await running
  return { player, deposits, code, after, acknowledgedAfter: deposits.acknowledged.length - acknowledged }
}

/** One line that tells the operator what to do, without a stack. */
function expectOneMessage(server: CrashProcess, message: RegExp): void {
  expect(server.stderr()).toMatch(message)
  expect(server.stderr().trimEnd().split('\n')).toHaveLength(1)
}

const FULL =
  /^The data folder \/\S+ cannot be used: .*ENOSPC.* The disk is full: make room on it, then start Ante again\./
const BROKEN = /^The data folder \/\S+ cannot be used: .*EIO.* check the disk before Ante is started again\./

/** What was acknowledged before is there after the next start. */
async function expectKept(folder: TestFolder, player: number, { acknowledged }: Deposits): Promise<void> {
  const again = folder.start({ program: programs.main })
  expect(await again.becomesReady()).toBe(true)
  const known = await knownDeposits(again.url, player, acknowledged)
  expect(known).toMatchObject({ madeAnew: 0, ok: true, problems: [] })
  expect(known.balance).toBeGreaterThanOrEqual(acknowledged.length)
}

const LONG_RUN = process.env.ANTE_CRASHES !== undefined
type Failing = readonly [does: string, step: Incident['step'], moment: Incident['moment'], message: RegExp]
const FAILING: readonly Failing[] = [
  ['ENOSPC', 'journal write', 'amid', FULL],
  ['EIO', 'journal fsync', 'after', BROKEN],
  ['ENOSPC', 'snapshot write', 'amid', FULL],
  ['EIO', 'snapshot fsync', 'before', BROKEN],
]
const FAILING_TOO: readonly Failing[] = [
  ['EIO', 'journal write', 'before', BROKEN],
  ['ENOSPC', 'journal fsync', 'before', FULL],
  ['ENOSPC', 'segment create', 'before', FULL],
  ['EIO', 'segment folder fsync', 'before', BROKEN],
  ['EIO', 'snapshot rename', 'after', BROKEN],
  ['EIO', 'segment removal', 'before', BROKEN],
]

describe('a disk that fails under load', () => {
  it.each(LONG_RUN ? [...FAILING, ...FAILING_TOO] : FAILING)(
    '[ST65] (%s at the %s, %s) ends all service with 503, and the process with one message',
    async (does, step, moment, message) => {
      const folder = await testFolder()
      const options = { incident: { step, moment, skip: 3, does }, armedBy: 'signal', forgetful: false } as const
      const server = folder.start({ program: programs.crash, options })
      const { player, deposits, code, after, acknowledgedAfter } = await failUnderLoad(server, { armed: true })
      expect(code).toBe(1)
      expectOneMessage(server, message)
      expect(acknowledgedAfter).toBe(0)
      expect([...deposits.outcomes.keys()].sort()).toEqual(['201', '503 unavailable', 'no answer'])
      expect(after.map((outcome) => outcome.slice(0, 3))).toEqual(after.map(() => '503'))
      await expectKept(folder, player, deposits)
    },
  )

  it('[ST65] ends the built server in the same way, where the system lets no file grow any further', async () => {
    const folder = await testFolder()
    const server = folder.start({ program: programs.main, under: 'ulimit -f 60;' })
    const { player, deposits, code, after, acknowledgedAfter } = await failUnderLoad(server, { armed: false })
    expect(code).toBe(1)
    expectOneMessage(server, /^The data folder \/\S+ cannot be used: .*EFBIG.* raise the limit/)
    expect(acknowledgedAfter).toBe(0)
    expect(after.map((outcome) => outcome.slice(0, 3))).toEqual(after.map(() => '503'))
    await expectKept(folder, player, deposits)
  })
})

describe('a disk that fails during a start', () => {
  const start = (folder: TestFolder, skip: number) => {
    const incident = { step: 'any', moment: 'before', skip, does: 'ENOSPC' } as const
    return folder.start({ program: programs.crash, options: { incident, armedBy: 'start', forgetful: false } })
  }

  it('[ST66] ends it with one message, wherever it is, and the next start is as if there had been none', async () => {
    const folder = await testFolder()
    for (const step of [0, 1, 2, 5, 6, 8, 9]) {
      const server = start(folder, step)
      expect(await server.becomesReady()).toBe(false)
      expect(await server.ended).toBe(1)
      expectOneMessage(server, FULL)
    }
    const first = folder.start({ program: programs.main })
    expect(await first.becomesReady()).toBe(true)
    const player = await newPlayer(first.url)
    await first.kill()
    for (const step of [1, 2, 4]) {
      const server = start(folder, step)
      expect(await server.ended).toBe(1)
      expectOneMessage(server, FULL)
    }
    const last = folder.start({ program: programs.main })
    expect(await last.becomesReady()).toBe(true)
    expect(await outcomeOf(`${last.url}/admin/v1/players/${player}`)).toBe('200')
  })

  it('[ST66] is told from a data folder that is none', async () => {
    const folder = await testFolder()
    const server = folder.start({ program: programs.main, env: { DATA_DIR: programs.main } })
    expect(await server.ended).toBe(1)
    expectOneMessage(server, /^DATA_DIR must be a folder: EEXIST/)
  })
})
