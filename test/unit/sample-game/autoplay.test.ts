import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextPress, type Skill, skillFrom } from '../../../demo-game/simulation/autoplay.ts'
import { TICKS_PER_SECOND } from '../../../demo-game/simulation/level.ts'
import { advanceTo, press, replay, startTower, type Tower } from '../../../demo-game/simulation/simulation.ts'

const aSeed = fc.stringMatching(/^[0-9a-f]{64}$/)
const MAX_SECONDS = 13

function skill(query: string): Skill {
  const found = skillFrom(new URLSearchParams(query))
  if (found === null) throw new Error(`No skill in "${query}"`)
  return found
}

function playItself(seed: string, query: string): { tower: Tower; presses: number[] } {
  const presses: number[] = []
  let tower = startTower(seed)
  for (let tick = nextPress(tower, skill(query)); tick !== null; tick = nextPress(tower, skill(query))) {
    presses.push(tick)
    tower = press(advanceTo(tower, tick))
  }
  return { tower, presses }
}

describe('a round that plays itself', () => {
  it('[GM6] plays better when strong than when weak, on every seed', () => {
    fc.assert(
      fc.property(aSeed, (seed) => {
        const strong = playItself(seed, 'autoplay=strong')
        const weak = playItself(seed, 'autoplay=weak')
        expect(weak.tower.score).toBeGreaterThan(0)
        expect(strong.tower.score).toBeGreaterThan(2 * weak.tower.score)
        expect(replay(seed, strong.presses)).toBe(strong.tower.score)
      }),
    )
  })

  it('[GM6] scores alike on the same seed, and less with each variation', () => {
    fc.assert(
      fc.property(aSeed, (seed) => {
        const scores = ['', '&variation=1', '&variation=2', '&variation=3', '&variation=4'].map(
          (variation) => playItself(seed, `autoplay=strong${variation}`).tower.score,
        )
        expect(playItself(seed, 'autoplay=strong').tower.score).toBe(scores[0])
        expect(new Set(scores).size).toBe(scores.length)
        expect([...scores].sort((a, b) => b - a)).toEqual(scores)
      }),
    )
  })

  it('[GM6] is over soon, by letting a slab fall', () => {
    fc.assert(
      fc.property(aSeed, fc.constantFrom('autoplay=strong', 'autoplay=weak'), (seed, query) => {
        const { tower } = playItself(seed, query)
        expect(tower.ending).toBe('missed')
        expect(tower.tick).toBeLessThanOrEqual(MAX_SECONDS * TICKS_PER_SECOND)
      }),
    )
  })

  it.each(['', 'autoplay', 'autoplay=best', 'autoplay=constructor'])('plays nothing by itself with "?%s"', (query) => {
    expect(skillFrom(new URLSearchParams(query))).toBeNull()
  })
})
