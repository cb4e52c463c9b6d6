import fc from 'fast-check'

/** How long a run is: `ANTE_MODEL_STEPS` steps at least, or what a test run has time for. */
export function stepsWanted(usual: number): number {
  const wanted = Number(process.env.ANTE_MODEL_STEPS ?? '')
  return wanted > 0 ? wanted : usual
}

/** Where a run begins: `ANTE_MODEL_SEED`, or anywhere. */
const firstSeed = () => Number(process.env.ANTE_MODEL_SEED || Math.floor(Math.random() * 2 ** 31))

const HISTORIES_A_SEED = 50

/**
 * Plays random histories until so many steps were done; with a share, it begins with fewer of them. A history that fails is
 * shrunk and thrown with its seed, its path and the commands themselves, ready to be pasted into a test.
 */
export async function playUntil<Given>(
  steps: number,
  given: fc.Arbitrary<Given>,
  play: (given: Given) => Promise<number>,
  share = 1,
): Promise<void> {
  const seed = firstSeed()
  const done = { histories: 0, steps: 0 }
  while (done.steps < steps) {
    const property = fc.asyncProperty(given, async (one) => {
      done.steps += await play(one)
      done.histories += 1
    })
    await fc.assert(property, { numRuns: Math.ceil(HISTORIES_A_SEED * share), seed: seed + done.histories })
  }
  if (process.env.ANTE_MODEL_STEPS) console.log(`${done.histories} histories, ${done.steps} steps, from seed ${seed}`)
}
