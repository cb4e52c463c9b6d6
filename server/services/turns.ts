/** How long one piece of a long task may take before everything else gets its turn, in milliseconds. */
const SLICE = 5

/** Keeps a long task from holding up everybody else. */
export interface Turns {
  /** Between two pieces of the task: resolves at once, or after others had their turn. */
  yield(): Promise<void>
}

export function createTurns(): Turns {
  let began = performance.now()
  return {
    async yield() {
      if (performance.now() - began < SLICE) return
      await new Promise(setImmediate)
      began = performance.now()
    },
  }
}
