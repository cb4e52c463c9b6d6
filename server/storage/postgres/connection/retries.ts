import { StorageUnavailable } from '../../storage.ts'
import { isPassing, isUnreachable } from './failures.ts'

/** How often a transaction may lose a race; each time somebody else's went through. */
const MAX_LOST = 100
/** How many connections may be lost before the database counts as unreachable. */
const MAX_CONNECTIONS_LOST = 3

/** How many failures a task may survive. */
export class RetryBudget {
  #races = 0
  #connections = 0

  /** Counts a failure after which another run may succeed. Throws any other, and the one that is too many. */
  spend(error: unknown): void {
    if (isPassing(error)) this.#races += 1
    else if (isUnreachable(error)) this.#connections += 1
    else throw error
    if (this.#races > MAX_LOST) throw error
    if (this.#connections >= MAX_CONNECTIONS_LOST) throw unavailable(error)
  }
}

/** Runs a read, and runs it again after failures that another connection may cure. */
export async function retryRead<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  for (const budget = new RetryBudget(); ; ) {
    try {
      return await read()
    } catch (error) {
      budget.spend(error)
    }
  }
}

/** The same error, or that the database cannot be reached where it says that. */
export const unavailable = (error: unknown) =>
  isUnreachable(error) ? new StorageUnavailable('The database cannot be reached.', { cause: error }) : error
