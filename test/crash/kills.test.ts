import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Findings } from '../support/crash/checks/findings.ts'
import { Tally } from '../support/crash/checks/tally.ts'
import { CrashRun, type Surroundings } from '../support/crash/crash-run.ts'
import { type Kill, plans } from '../support/crash/plans.ts'
import { SeededRandom } from '../support/crash/seeded-random.ts'
import { buildPrograms, type Programs } from '../support/crash/servers/programs.ts'

/** `ANTE_CRASHES=200` makes a long run of it, `ANTE_CRASH_SEED` the same choices again. */
const KILLS = Number(process.env.ANTE_CRASHES || 6)
const SEED = Number(process.env.ANTE_CRASH_SEED || Date.now() % 1e9)
/** A data folder grows, and with it the time that looking at everything takes. */
const KILLS_PER_FOLDER = 8
const MAX_ROUND = 20_000

const findings = new Findings()
const tally = new Tally()
let programs: Programs

beforeAll(
  async () => {
    programs = await buildPrograms()
    const random = new SeededRandom(SEED)
    const kills = plans(random)
    try {
      while (tally.kills < KILLS) await runOnce({ programs, random, findings, tally }, kills)
    } catch (error) {
      findings.expect('ST60', false, () => (error instanceof Error ? (error.stack ?? '') : String(error)))
    }
    if (process.env.ANTE_CRASHES) console.log([`seed ${SEED}`, ...tally.lines()].join('\n'))
  },
  60_000 + KILLS * MAX_ROUND,
)
afterAll(() => programs?.remove())

/** One data folder from its first start to its last stop. */
async function runOnce(surroundings: Surroundings, kills: Iterator<Kill, never>): Promise<void> {
  let kill = kills.next().value
  const run = await CrashRun.start(surroundings, kill)
  try {
    const last = Math.min(KILLS, tally.kills + KILLS_PER_FOLDER)
    do {
      const next = kills.next().value
      await run.untilKill(kill, next)
      kill = next
    } while (tally.kills < last)
    await run.finish()
  } finally {
    await run.cleanUp()
  }
}

describe(`a server that is killed under load, again and again (seed ${SEED})`, () => {
  const expectHeld = (promise: string) => {
    expect(findings.of(promise)).toEqual([])
    expect(tally.kills).toBeGreaterThanOrEqual(KILLS)
    expect(findings.checksOf(promise)).toBeGreaterThan(KILLS)
  }
  it('[ST60] has every acknowledged answer: read again, repeated, and refused as before', () => expectHeld('ST60'))
  it('[ST61] has nothing half applied: money is conserved, and the ledger verifies', () => expectHeld('ST61'))
  it('[ST62] has every event that was pushed, and numbers without a hole', () => expectHeld('ST62'))
  it('[ST63] knows what it issued, and what was used up', () => expectHeld('ST63'))
  it('[ST64] gives the outage back before anything fires', () => expectHeld('ST64'))
})
