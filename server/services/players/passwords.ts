import { hash, verify } from '@node-rs/argon2'
import { CAPS } from '../../domain/limits.ts'
import { createSemaphore } from '../core/concurrency.ts'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * Hashing uses the same threads as the store's writes, and many sign-ins at once must not delay those. A call that waits
 * is answered within about two seconds.
 */
const QUEUE = { atOnce: 2, waiting: CAPS.passwordChecks.count }

/** Hashes passwords with argon2id, and compares them. Throws `QueueFull` where too many calls wait already. */
export interface Passwords {
  hash(password: string): Promise<string>
  /**
   * Takes as long for a player without a password (null) as for one with another password. With priority it goes before
   * all calls without.
   */
  matches(password: string, passwordHash: string | null, hasPriority?: boolean): Promise<boolean>
}

/** `unguessable` is a random password that no player has; it is compared with where there is no player or no password. */
export function createPasswords(unguessable: string): Passwords {
  const runLimited = createSemaphore(QUEUE)
  const hashOf = (password: string) => runLimited(() => hash(password.normalize('NFKC'), PARAMETERS))
  const unguessableHash = hashOf(unguessable)
  return {
    hash: hashOf,
    async matches(password, passwordHash, hasPriority) {
      const expected = passwordHash ?? (await unguessableHash)
      const equal = await runLimited(() => verify(expected, password.normalize('NFKC')), hasPriority)
      return equal && passwordHash !== null
    },
  }
}
