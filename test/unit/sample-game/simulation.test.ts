import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BASE, levelOf, offsetOf, REACH, ROOF } from '../../../demo-game/simulation/level.ts'
import {
  advanceTo,
  MAX_SCORE,
  PERFECT_WITHIN,
  press,
  REST_TICKS,
  ROUND_TICKS,
  replay,
  slideOfTower,
  startTower,
  type Tower,
  topOf,
} from '../../../demo-game/simulation/simulation.ts'

const aSeed = fc.stringMatching(/^[0-9a-f]{64}$/)
const presses = fc
  .array(fc.nat({ max: ROUND_TICKS + 500 }), { maxLength: 80 })
  .map((ticks) => ticks.sort((a, b) => a - b))

/** Presses near the middle of each slab's first way over, so that towers grow. */
const skilledPresses = fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 90 })

function playSkilled(seed: string, errors: readonly number[]): { tower: Tower; presses: number[] } {
  const made: number[] = []
  let tower = startTower(seed)
  for (const error of errors) {
    const slide = slideOfTower(tower)
    if (slide === null) break
    const tick = tower.slidingSince + Math.max(REST_TICKS, Math.round(slide.distance / slide.speed) + error)
    tower = press(advanceTo(tower, tick))
    made.push(tick)
  }
  return { tower, presses: made }
}

/** So many ticks after the middle the first slabs are at their far turn, beside the tower. */
const FAR_TURN = 130

const SEED = '5eed'.repeat(16)
const perfectRound = (seed: string) => playSkilled(seed, Array<number>(ROOF).fill(0))

describe('the simulation of the sample game', () => {
  it('[GM1] gives the same score for the same seed and presses', () => {
    fc.assert(fc.property(aSeed, presses, (seed, ticks) => replay(seed, ticks) === replay(seed, [...ticks])))
    fc.assert(
      fc.property(aSeed, skilledPresses, (seed, errors) => {
        const { tower, presses } = playSkilled(seed, errors)
        expect(replay(seed, presses)).toBe(tower.score)
      }),
    )
  })

  it('[GM1] gives known scores, so that a change of the rules is noticed', () => {
    expect(levelOf(SEED).slides[0]).toEqual({ axis: 'z', side: -1, distance: 12_523, speed: 102 })
    expect(replay(SEED, [123, 251, 362, 484, 610, 726, 844, 971, 1082, 1192])).toBe(1297)
  })

  it('[GM2] does not depend on how time is cut into steps', () => {
    fc.assert(
      fc.property(aSeed, presses, fc.integer({ min: 1, max: 50 }), (seed, ticks, chunk) => {
        const pressed = new Set(ticks)
        let tower = startTower(seed)
        for (let tick = 0; tick <= ROUND_TICKS; tick++) {
          if (tick % chunk === 0 || pressed.has(tick)) tower = advanceTo(tower, tick)
          for (const _ of ticks.filter((at) => at === tick)) tower = press(tower)
        }
        expect(advanceTo(tower, ROUND_TICKS).score).toBe(replay(seed, ticks))
      }),
      { numRuns: 30 },
    )
  })

  it('[GM3] always ends, with an integer score from 0 to the highest', () => {
    fc.assert(
      fc.property(
        aSeed,
        fc.oneof(
          presses,
          skilledPresses.map(() => []),
        ),
        (seed, ticks) => {
          const played = ticks.reduce((tower, tick) => press(advanceTo(tower, tick)), startTower(seed))
          expect(advanceTo(played, ROUND_TICKS).ending).not.toBeNull()
        },
      ),
    )
    fc.assert(
      fc.property(aSeed, skilledPresses, (seed, errors) => {
        const { tower } = playSkilled(seed, errors)
        expect(Number.isSafeInteger(tower.score)).toBe(true)
        expect(tower.score).toBeGreaterThanOrEqual(0)
        expect(tower.score).toBeLessThanOrEqual(MAX_SCORE)
        expect(tower.slabs.length).toBeLessThanOrEqual(ROOF + 1)
      }),
    )
  })

  it('[GM3] reaches the highest score with a perfect tower, within the time of a round', () => {
    fc.assert(
      fc.property(aSeed, (seed) => {
        const { tower } = perfectRound(seed)
        expect(tower).toMatchObject({ ending: 'roof', score: MAX_SCORE })
        expect(tower.tick).toBeLessThan(ROUND_TICKS)
      }),
    )
  })

  it('[GM4] keeps every length an integer and every slab on the one below', () => {
    fc.assert(
      fc.property(aSeed, skilledPresses, (seed, errors) => {
        const { slabs } = playSkilled(seed, errors).tower
        for (const [index, slab] of slabs.entries()) {
          expect(Object.values(slab).every(Number.isSafeInteger)).toBe(true)
          expect(Math.max(slab.width, slab.depth)).toBeLessThanOrEqual(BASE)
          expect(Math.min(slab.width, slab.depth)).toBeGreaterThan(0)
          const below = slabs[index - 1] ?? slab
          expect(Math.abs(slab.x - below.x)).toBeLessThan(below.width)
          expect(Math.abs(slab.z - below.z)).toBeLessThan(below.depth)
        }
      }),
    )
  })

  it('[GM4] slides within its reach and starts clear of a whole tower', () => {
    fc.assert(
      fc.property(aSeed, fc.nat({ max: ROUND_TICKS }), (seed, ticks) => {
        for (const slide of levelOf(seed).slides) {
          expect(Math.abs(offsetOf(slide, ticks))).toBeLessThanOrEqual(REACH)
          expect(offsetOf(slide, 0)).toBe(slide.side * slide.distance)
          expect(Math.abs(offsetOf(slide, 0))).toBeGreaterThan(BASE)
        }
      }),
    )
  })

  it('[GM5] gives more for a streak of perfect drops and grows the slab back', () => {
    const { tower } = playSkilled(SEED, [20, 0, 0, 0, 0, 0])
    const [, cut] = tower.slabs
    expect(tower.streak).toBe(5)
    expect(tower.lastDrop).toMatchObject({ kind: 'perfect', points: 200 })
    expect(topOf(tower).width * topOf(tower).depth).toBeGreaterThan((cut?.width ?? 0) * (cut?.depth ?? 0))
  })

  it('[GM5] cuts the overhang off and pays for what stays', () => {
    const { tower } = playSkilled(SEED, [20])
    const drop = tower.lastDrop
    if (drop?.kind !== 'cut') throw new Error('This drop has an overhang.')
    const top = topOf(tower)
    expect(top.width * top.depth + drop.fallen.width * drop.fallen.depth).toBe(BASE * BASE)
    expect(drop.points).toBe(Math.trunc((100 * top.width * top.depth) / (BASE * BASE)))
    expect(Math.max(drop.fallen.width, drop.fallen.depth)).toBe(BASE)
    expect(Math.min(drop.fallen.width, drop.fallen.depth)).toBeGreaterThan(PERFECT_WITHIN)
  })

  it('[GM5] ends when a slab falls beside the tower, and nothing counts after that', () => {
    const { tower, presses } = playSkilled(SEED, [0, FAR_TURN])
    expect(tower).toMatchObject({ ending: 'missed', score: 120, lastDrop: { kind: 'missed' } })
    expect(replay(SEED, [...presses, ...perfectRound(SEED).presses.map((tick) => tick + 1000)])).toBe(120)
  })

  it('[GM5] takes a second press right after a drop for the same press', () => {
    const { tower } = playSkilled(SEED, [0])
    expect(press(advanceTo(tower, tower.tick + REST_TICKS - 1)).slabs).toEqual(tower.slabs)
  })

  it.each(['', 'xyz', SEED.toUpperCase(), `${SEED}0`])('refuses the seed "%s"', (seed) => {
    expect(() => startTower(seed)).toThrow(RangeError)
  })
})
