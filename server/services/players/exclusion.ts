import { Problem } from '@ante/shared'
import type { PlayerId } from '../../domain/ids.ts'
import type { Player } from '../../domain/player.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import { mergeChanges } from '../core/merge-changes.ts'
import type { Transact } from '../core/unit-of-work.ts'
import { withdrawals } from '../matches/games.ts'

/**
 * Keeps a player from starting matches, or lets them again. Excluding takes the player's unmatched matches back in the
 * same commit; matched ones run on.
 */
export type SetExcluded = (playerId: PlayerId, excluded: boolean) => Promise<Player>

export function createSetExcluded(dependencies: { storage: Storage; clock: Clock; transact: Transact }): SetExcluded {
  const { storage, clock, transact } = dependencies
  return async (playerId, excluded) => {
    const { result } = await transact(async () => {
      const preconditions = await storage.versions([{ kind: 'player', id: playerId }])
      const before = await storage.player(playerId)
      if (!before) throw new Problem('not_found', `There is no player ${playerId}.`)
      const player: Player = { ...before, excluded }
      const now = clock.now()
      const voided = excluded ? await withdrawals(storage, { playerId }, now) : []
      return { change: mergeChanges({ at: now, preconditions, players: [player] }, voided), result: player }
    })
    return result
  }
}
