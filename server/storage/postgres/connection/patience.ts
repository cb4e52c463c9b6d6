import { StorageUnavailable } from '../../storage.ts'
import { isPassing, isUnreachable } from './failures.ts'

/** How often a transaction may lose a race; each time somebody else's went through. */
const MAX_LOST = 100
/** How many connections may be lost before the database counts as unreachable. */
const MAX_CONNECTIONS_LOST = 3

/** Bears failures after which another run may succeed, and throws the others. */
export class Patience {
  #races = 0
  #connections = 0

  lose(error: unknown): void {
    if (isPassing(error)) this.#races += 1
    else if (isUnreachable(error)) this.#connections += 1
    else throw error
    if (this.#races > MAX_LOST) throw error
    if (this.#connections >= MAX_CONNECTIONS_LOST) throw unavailable(error)
  }
}

/** Asks for something that changes nothing, and asks again after failures that another connection may cure. */
export async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const patience = new Patience(); ; ) {
    try {
      return await ask()
    } catch (error) {
      patience.lose(error)
    }
  }
}

/** The same error, or that the database cannot be reached where it says that. */
export const unavailable = (error: unknown) =>
  isUnreachable(error) ? new StorageUnavailable('The database cannot be reached.', { cause: error }) : error
