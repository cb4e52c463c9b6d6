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

/** A task was not begun, since too many wait already. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull'
}

/**
 * Runs a task as soon as fewer than the limit are running: those with priority first, then in the order in which they
 * came. Throws `QueueFull` where as many wait already as may.
 */
export type RunLimited = <Result>(task: () => Promise<Result>, hasPriority?: boolean) => Promise<Result>

interface SemaphoreLimits {
  /** How many tasks may run at once. */
  readonly atOnce: number
  /** How many may wait with priority, and as many without: neither takes the places of the other. */
  readonly waiting: number
}

export function createSemaphore({ atOnce, waiting }: SemaphoreLimits): RunLimited {
  const queues = { priority: [] as (() => void)[], normal: [] as (() => void)[] }
  let running = 0

  async function waitForTurn(queue: (() => void)[]): Promise<void> {
    if (queue.length >= waiting) throw new QueueFull(`more than ${waiting} tasks wait`)
    await new Promise<void>((resolve) => queue.push(resolve))
  }

  return async (task, hasPriority = false) => {
    if (running >= atOnce) await waitForTurn(hasPriority ? queues.priority : queues.normal)
    else running++
    try {
      return await task()
    } finally {
      const next = queues.priority.shift() ?? queues.normal.shift()
      if (next) next()
      else running--
    }
  }
}
