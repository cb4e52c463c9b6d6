import { integer, nullable, object, oneOf } from '../contract/shape.ts'
import type { Records } from '../environment/records.ts'
import { cashPlayMatch } from '../http/calls.ts'
import type { Started } from './start.ts'

const PREFIX = 'attempt:'

const storedAttempt = object({
  playerId: nullable(integer()),
  gameId: integer(),
  role: oneOf('challenger', 'challenged'),
  wire: cashPlayMatch,
})

/** Open attempts, stored in the browser because a server that has only the CashPlay calls cannot list them. */
export interface AttemptStore {
  add(started: Started, gameId: number, playerId: number | null): void
  remove(matchId: string): void
  /** The player's open attempts of one game, or of all games when `gameId` is undefined. */
  find(gameId: number | undefined, playerId: number | null): Started[]
}

/** Stores attempts among the client's records. */
export function createAttemptStore(records: Records): AttemptStore {
  return {
    add: ({ wire, role }, gameId, playerId) => records.write(PREFIX + wire.id, { playerId, gameId, role, wire }),
    remove: (matchId) => records.remove(PREFIX + matchId),
    find(gameId, playerId) {
      return records
        .keys(PREFIX)
        .flatMap((key) => records.read(key, storedAttempt) ?? [])
        .filter((stored) => stored.playerId === playerId && (gameId === undefined || stored.gameId === gameId))
        .map(({ wire, role, gameId }) => ({ wire: { ...wire, game_id: gameId }, role }))
    },
  }
}
