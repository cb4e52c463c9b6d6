import type { SeededRandom } from './seeded-random.ts'
import { type Incident, MOMENTS, STEPS } from './servers/failing-disk.ts'

/** How a server is killed. */
export interface Kill {
  /** The step of its disk; null when it is killed from outside after some time. */
  readonly incident: Incident | null
  /** Whether the built server runs. It can be killed after some time only, not at a step of its disk. */
  readonly asBuilt: boolean
  /** Whether the disk loses what was not synced. */
  readonly forgetful: boolean
  /** Milliseconds under load before it is killed, or before its steps begin to count. */
  readonly after: number
  /** How long the server is down, in milliseconds. */
  readonly outage: number
  /** The step of its start at which the next server is killed too; null: it may start. */
  readonly startsUntil: Incident | null
}

/** Kills in an order that meets every step of the disk, before, in the middle of and after it, again and again. */
export function* plans(random: SeededRandom): Generator<Kill, never> {
  for (;;) {
    const steps = STEPS.flatMap((step) => MOMENTS.map((moment) => ({ step, moment })))
    const fromOutside = Array.from({ length: 12 }, () => null)
    for (const at of random.shuffled([...steps, ...fromOutside])) {
      const asBuilt = at === null && random.happens(0.5)
      yield {
        incident: at && { ...at, skip: random.below(4), does: 'die' },
        asBuilt,
        forgetful: !asBuilt && random.happens(0.7),
        // Longer than an attempt of the quick game, now and then.
        after: random.happens(0.2) ? random.between(1200, 2200) : random.between(150, 900),
        outage: random.happens(0.15) ? random.between(1500, 3500) : random.between(0, 200),
        startsUntil: random.happens(0.25) ? startKill(random) : null,
      }
    }
  }
}

/** At some step of a start. */
export function startKill(random: SeededRandom): Incident {
  return { step: 'any', moment: random.pick(MOMENTS), skip: random.below(9), does: 'die' }
}
