/** Something that is done again and again, one turn at a time. */
export interface Interval {
  start(): void
  running(): boolean
  /** Resolves when the turn that is under way, if there is one, has ended; no other follows. */
  stop(): Promise<void>
}

/** Does something every so many milliseconds. A turn that fails is told of, and the next one comes all the same. */
export function createInterval(every: number, turn: () => Promise<void>, failed: (error: unknown) => void): Interval {
  let timer: NodeJS.Timeout | null = null
  let inFlight: Promise<void> = Promise.resolve()

  function schedule(): void {
    timer = setTimeout(() => {
      inFlight = turn().catch(failed)
      inFlight.then(() => timer && schedule())
    }, every)
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
