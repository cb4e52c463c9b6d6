import { beforeAll, describe, expect, it } from 'vitest'
import { type AttackReport, attackLines, runAttacks } from '../support/attacks/attack-run.ts'
import { ATTACKS } from '../support/attacks/attacks.ts'
import { buildAttackPrograms } from '../support/attacks/programs.ts'

/** `ANTE_ATTACK_MINUTES=10` makes a long run of it, and prints what was measured. */
const MINUTES = Number(process.env.ANTE_ATTACK_MINUTES || 0)
/** Lower limits than by default, so that a slow machine reaches every one of them within the run too. */
const SHORT = { pairs: 8, quietSeconds: 4, attackSeconds: 30, rateLimit: 0.3 }
/** The honest pairs begin more matches in ten minutes than lower limits would allow in an hour. */
const LONG = { pairs: 20, quietSeconds: 60, attackSeconds: MINUTES * 60, rateLimit: 1 }

let report: AttackReport

beforeAll(
  async () => {
    const programs = await buildAttackPrograms()
    try {
      report = await runAttacks({ programs, ...(MINUTES > 0 ? LONG : SHORT) })
    } finally {
      await programs.remove()
    }
    if (MINUTES > 0) console.log(attackLines(report).join('\n'))
  },
  120_000 + MINUTES * 60_000,
)

describe('a server with a heap of 256 MB and 1,024 file descriptors, under every attack at once', () => {
  it('[ST70] serves everybody else: no call fails, and every match is paid out', () => {
    expect(report.attacked.failures).toEqual([])
    expect(report.attacked.settled).toBeGreaterThan(SHORT.pairs * 3)
  })

  it.each(ATTACKS)('[ST70] ends at its limit: $name', ({ name, beyond }) => {
    expect(report.tallies[name]?.[beyond], JSON.stringify(report.tallies[name])).toBeGreaterThan(0)
  })

  it('[ST70] needs no more memory than its heap and what lies beside it', () => {
    expect(report.memory.length).toBeGreaterThan(5)
    expect(Math.max(...report.memory)).toBeLessThan(550)
  })

  it('[ST70] stops cleanly afterwards', () => {
    expect(report.ended).toBe(0)
    expect(report.stderr).toBe('')
  })
})
