import { nextPress } from '../../demo-game/simulation/autoplay.ts'
import { createPrng, type Prng } from '../../demo-game/simulation/prng.ts'
import { advanceTo, press, ROUND_TICKS, replay, startTower } from '../../demo-game/simulation/simulation.ts'

/** A round as both simulations play it. */
export interface RecordedRound {
  readonly seed: string
  /** Ticks at which the player pressed, in order; some count for nothing. */
  readonly presses: readonly number[]
  readonly score: number
}

/** Rounds of all kinds of players, the same ones every time: from perfect towers to presses without any sense. */
export function recordRounds(count: number): RecordedRound[] {
  return Array.from({ length: count }, (_, index) => {
    const seed = seedOf(index)
    const presses = pressesOf(seed, createPrng([...seed].reverse().join('')))
    return { seed, presses, score: replay(seed, presses) }
  })
}

function seedOf(index: number): string {
  const prng = createPrng(index.toString(16).padStart(64, '0'))
  return Array.from({ length: 64 }, () => prng.below(16).toString(16)).join('')
}

/** One round in four is pressed at random; the others aim, with more or less of a shake. */
function pressesOf(seed: string, prng: Prng): number[] {
  const presses: number[] = []
  if (prng.below(4) === 0) {
    for (let tick = prng.below(200); tick < ROUND_TICKS; tick += 1 + prng.below(400)) presses.push(tick)
    return presses
  }
  const shake = prng.below(12)
  const slabs = 1 + prng.below(70)
  let tower = startTower(seed)
  while (presses.length < 80) {
    const aimed = nextPress(tower, { slabs, overhang: () => 0 })
    if (aimed === null) break
    const tick = aimed + prng.below(shake + 1) - (shake >> 1)
    presses.push(tick)
    tower = press(advanceTo(tower, tick))
    if (tick >= ROUND_TICKS) break
  }
  return presses
}
