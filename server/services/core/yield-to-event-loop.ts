/** Milliseconds that a long task may run before it yields to the event loop. */
const SLICE = 5

/**
 * To be awaited between the steps of a long task, so that other work is not delayed. Resolves at once, or after pending
 * work has run when the task has used up its slice.
 */
export type YieldToEventLoop = () => Promise<void>

export function createYield(): YieldToEventLoop {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < SLICE) return
    await new Promise(setImmediate)
    began = performance.now()
  }
}
