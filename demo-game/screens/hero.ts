import type { Scene } from '../drawing/scene.ts'
import { levelOf, TICKS_PER_SECOND } from '../simulation/level.ts'
import type { RoundRecord } from '../simulation/round.ts'
import { createRound } from '../simulation/round.ts'
import { advanceTo, press, ROUND_TICKS, startTower, type Tower } from '../simulation/simulation.ts'

/** Seed of a tower in the game's own green, for screens without a match. */
const SEED = '57ac0057'.repeat(8)
const HUE = 128
const HUE_STEP = 9
const SLABS = 12
/** Build time that is already over when the page opens, so that the tower starts with some storeys. */
const HEAD_START_MS = 5_600
const CARELESS = new Set([2, 5, 9])

const skill = { slabs: SLABS, overhang: (slab: number) => (CARELESS.has(slab) ? 9 : 0) }

/** Returns a scene of a tower whose last storeys are built while the player watches. Then it stops. */
export function heroScene(now: () => number): () => Scene {
  const round = createRound({
    record: { seed: SEED, startsAt: now() - HEAD_START_MS, presses: [] },
    skill,
    now,
    onPress: () => {},
  })
  const look = { ...levelOf(SEED), hue: HUE, hueStep: HUE_STEP }
  return () => {
    const built = round.tower()
    const moving = built.slabs.length <= SLABS
    const tower: Tower = { ...built, level: { ...built.level, ...look }, ending: moving ? null : 'roof' }
    return { tower, ticks: round.ticks(), view: 'round', captions: false, moving }
  }
}

/** Returns a scene that shows the whole tower of a finished round. */
export function finishedScene({ seed, presses }: RoundRecord): () => Scene {
  const played = presses.reduce((tower, tick) => press(advanceTo(tower, tick)), startTower(seed))
  const tower = advanceTo(played, ROUND_TICKS)
  return () => ({ tower, ticks: ROUND_TICKS + TICKS_PER_SECOND, view: 'whole', captions: false, moving: false })
}
