import * as z from 'zod/mini'
import type { Records } from '../environment/records.ts'
import { CashPlayMatch } from '../http/calls.ts'
import type { Started } from './start.ts'

const PREFIX = 'attempt:'

const Kept = z.object({
  playerId: z.nullable(z.number()),
  gameId: z.number(),
  role: z.enum(['challenger', 'challenged']),
  wire: CashPlayMatch,
})

/** Open attempts, kept here for servers that cannot be asked for them. */
export interface LocalAttempts {
  keep(started: Started, gameId: number, playerId: number | null): void
  forget(matchId: string): void
  find(gameId: number | undefined, playerId: number | null): Started[]
}

/** Keeps attempts among the client's records. */
export function createLocalAttempts(records: Records): LocalAttempts {
  return {
    keep: ({ wire, role }, gameId, playerId) => records.write(PREFIX + wire.id, { playerId, gameId, role, wire }),
    forget: (matchId) => records.remove(PREFIX + matchId),
    find(gameId, playerId) {
      return records
        .keys(PREFIX)
        .flatMap((key) => records.read(key, Kept) ?? [])
        .filter((kept) => kept.playerId === playerId && (gameId === undefined || kept.gameId === gameId))
        .map(({ wire, role, gameId }) => ({ wire: { ...wire, game_id: gameId }, role }))
    },
  }
}
