import * as z from 'zod/mini'
import { createSealedRecords } from '../../oauth/upstream/sealed-records.ts'
import type { Clock, Randomness } from '../../services/core/clock.ts'
import type { OAuthRecords } from '../../storage/storage.ts'

/** An account at an issuer that waits to be linked: its token was verified. */
export interface PendingIdentity {
  /** The operator's id of the issuer. */
  readonly provider: string
  readonly subject: string
  /** What the issuer calls the player; null: nothing. */
  readonly username: string | null
}

/** Accounts that wait for their player's decision, for ten minutes. Each is known by an id that nobody can guess. */
export interface PendingIdentities {
  /** Returns the id. */
  put(identity: PendingIdentity): Promise<string>
  /** Null where there is none, or none any more. */
  find(id: string): Promise<PendingIdentity | null>
  /** Takes it: one caller gets it, the others null. */
  take(id: string): Promise<PendingIdentity | null>
}

const LIFETIME = 10 * 60_000
const shape = z.object({ provider: z.string(), subject: z.string(), username: z.nullable(z.string()) })

export function createPendingIdentities(dependencies: {
  readonly records: OAuthRecords
  readonly clock: Clock
  readonly random: Randomness
}): PendingIdentities {
  const records = createSealedRecords({ ...dependencies, model: 'PendingIdentity', shape, lifetime: LIFETIME })

  async function find(id: string): Promise<PendingIdentity | null> {
    const found = await records.find(id)
    return found === null || found.used ? null : found.value
  }

  return {
    async put(identity) {
      const id = dependencies.random.bytes(32).toString('base64url')
      await records.put(id, identity)
      return id
    },
    find,
    async take(id) {
      const identity = await find(id)
      return identity !== null && (await records.use(id)) ? identity : null
    },
  }
}
