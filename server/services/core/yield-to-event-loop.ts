/** How long one piece of a long task may take before everything else gets its turn, in milliseconds. */
const SLICE = 5

/** Between two pieces of a long task: resolves at once, or after everybody else had their turn. */
export type YieldToEventLoop = () => Promise<void>

export function createYield(): YieldToEventLoop {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < SLICE) return
    await new Promise(setImmediate)
    began = performance.now()
  }
}
