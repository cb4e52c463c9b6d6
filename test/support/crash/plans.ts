import type { Chance } from './chance.ts'
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
export function* plans(chance: Chance): Generator<Kill, never> {
  for (;;) {
    const steps = STEPS.flatMap((step) => MOMENTS.map((moment) => ({ step, moment })))
    const fromOutside = Array.from({ length: 12 }, () => null)
    for (const at of chance.shuffled([...steps, ...fromOutside])) {
      const asBuilt = at === null && chance.happens(0.5)
      yield {
        incident: at && { ...at, skip: chance.below(4), does: 'die' },
        asBuilt,
        forgetful: !asBuilt && chance.happens(0.7),
        // Longer than an attempt of the quick game, now and then.
        after: chance.happens(0.2) ? chance.between(1200, 2200) : chance.between(150, 900),
        outage: chance.happens(0.15) ? chance.between(1500, 3500) : chance.between(0, 200),
        startsUntil: chance.happens(0.25) ? startKill(chance) : null,
      }
    }
  }
}

/** At some step of a start. */
export function startKill(chance: Chance): Incident {
  return { step: 'any', moment: chance.pick(MOMENTS), skip: chance.below(9), does: 'die' }
}
