import { CHECKPOINT_STEPS } from '../servers/failing-disk.ts'

/** The figures of a run, for its report. */
export class Tally {
  /** The number of kills at each place. */
  readonly places = new Map<string, number>()
  kills = 0
  answers = 0
  matches = 0
  pushes = 0
  families = 0
  transfers = 0
  /** How often open attempts got an outage back. */
  shifts = 0
  readonly #rounds: number[] = []
  readonly #startUps: number[] = []

  kill(where: string, during: string): void {
    this.kills++
    const place = where === '' ? `from outside, during ${during}` : during === 'load' ? where : `${during}: any step`
    this.places.set(place, (this.places.get(place) ?? 0) + 1)
  }

  round(milliseconds: number): void {
    this.#rounds.push(milliseconds)
  }

  startUp(milliseconds: number): void {
    this.#startUps.push(milliseconds)
  }

  /** How often a server was killed at each step of a checkpoint. */
  get checkpointSteps(): ReadonlyMap<string, number> {
    const at = (step: string) =>
      [...this.places].reduce((sum, [place, count]) => sum + (place.endsWith(` ${step}`) ? count : 0), 0)
    return new Map(CHECKPOINT_STEPS.map((step) => [step, at(step)]))
  }

  lines(): string[] {
    const { kills, answers, matches, pushes, families, transfers, shifts } = this
    return [
      `${kills} kills, ${this.#rounds.length} rounds of ${median(this.#rounds)} ms, start-up ${median(this.#startUps)} ms`,
      JSON.stringify({ answers, matches, pushes, families, transfers, shifts }),
      ...[...this.places].sort().map(([place, count]) => `${String(count).padStart(5)}  ${place}`),
    ]
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return Math.round(sorted[sorted.length >> 1] ?? 0)
}
