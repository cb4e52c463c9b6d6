/** A task that runs again and again, one run at a time. */
export interface Interval {
  /** The first run comes after one interval. */
  start(): void
  running(): boolean
  /** Ends the interval; resolves when the current run, if there is one, has ended. */
  stop(): Promise<void>
}

/**
 * Runs a task again and again, each time `milliseconds` after the run before has ended. A run that fails is reported to
 * `onError`, and the next one follows all the same.
 */
export function createInterval(
  milliseconds: number,
  task: () => Promise<void>,
  onError: (error: unknown) => void,
): Interval {
  let timer: NodeJS.Timeout | null = null
  let inFlight: Promise<void> = Promise.resolve()

  function schedule(): void {
    timer = setTimeout(() => {
      inFlight = task().catch(onError)
      inFlight.then(() => timer && schedule())
    }, milliseconds)
  }

  return {
    start: schedule,
    running: () => timer !== null,
    async stop() {
      if (timer) clearTimeout(timer)
      timer = null
      await inFlight
    },
  }
}
