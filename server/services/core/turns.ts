/** Lets those who want the same thing at it one after the other, in the order in which they came. */
export interface Turns {
  /** A turn at what `key` names, for one caller. */
  at(key: string): Turn
}

/** Keeps callers out of each other's way and nothing more: nothing may depend on nobody else being at it. */
export interface Turn {
  /** Resolves when it is the caller's turn, which it stays until `end`, or when whoever has it does not get on. */
  wait(): Promise<void>
  /** Lets the next one at it. Without a turn it does nothing. */
  end(): void
  /** Lets all who wait go on without a turn: what the caller was at does not work now. */
  giveUp(): void
}

/** How long one caller may take while others wait, in milliseconds: it may itself be waiting for something that does not come. */
const PATIENCE = 3000

/** What somebody is at. */
interface Place {
  /** Who waits, the first one first; each is told whether it has the turn. */
  readonly waiting: Set<(hasTurn: boolean) => void>
  timer: NodeJS.Timeout
}

export function createTurns(patience: number = PATIENCE): Turns {
  const places = new Map<string, Place>()

  function letAllGo({ waiting }: Place): void {
    for (const goOn of waiting) goOn(false)
    waiting.clear()
  }

  const watch = (key: string) =>
    setInterval(() => {
      const place = places.get(key)
      if (place) letAllGo(place)
    }, patience)

  /** Resolves with whether the caller has the turn. */
  function take(key: string): Promise<boolean> {
    const place = places.get(key)
    if (place) return new Promise((resolve) => place.waiting.add(resolve))
    places.set(key, { waiting: new Set(), timer: watch(key) })
    return Promise.resolve(true)
  }

  function pass(key: string, place: Place): void {
    clearInterval(place.timer)
    const [next] = place.waiting
    if (!next) {
      places.delete(key)
      return
    }
    place.timer = watch(key)
    place.waiting.delete(next)
    next(true)
  }

  return {
    at(key) {
      let isOurs = false
      const place = () => (isOurs ? places.get(key) : undefined)
      return {
        async wait() {
          isOurs ||= await take(key)
        },
        end() {
          const ours = place()
          isOurs = false
          if (ours) pass(key, ours)
        },
        giveUp() {
          const ours = place()
          if (ours) letAllGo(ours)
        },
      }
    },
  }
}
