/**
 * Runs the tasks of one key one after another, in the order in which they came; tasks of different keys run at once. In
 * this process only.
 */
export type RunExclusive = <Result>(key: string, task: () => Promise<Result>) => Promise<Result>

export function createKeyedMutex(): RunExclusive {
  const last = new Map<string, Promise<unknown>>()
  return (key, task) => {
    const run = (last.get(key) ?? Promise.resolve()).then(task, task)
    last.set(key, run)
    const leave = () => {
      if (last.get(key) === run) last.delete(key)
    }
    run.then(leave, leave)
    return run
  }
}

/** Runs a task as soon as fewer than the limit are running, in the order in which they came. */
export type RunLimited = <Result>(task: () => Promise<Result>) => Promise<Result>

/** `limit`: how many tasks may run at once. */
export function createSemaphore(limit: number): RunLimited {
  const waiting: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
