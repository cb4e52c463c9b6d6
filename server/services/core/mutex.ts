/**
 * Runs tasks of one key one after another. Ten redemptions of one code at once then have a first one that is answered
 * whole, before the others find the code used.
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
