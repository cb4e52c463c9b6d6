import type { PlayerId } from '../../domain/ids.ts'
import type { Player } from '../../domain/player.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import { mergeChanges } from '../core/merge-changes.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import { withdrawals } from '../matches/withdrawals.ts'
import { readPlayer } from './change-player.ts'

/**
 * Stops a player from starting matches (`true`), or allows it again. To exclude takes the player's unmatched matches back
 * in the same commit; matched ones go on. Throws `not_found`.
 */
export type SetExcluded = (playerId: PlayerId, excluded: boolean) => Promise<Player>

export function createSetExcluded(dependencies: {
  storage: Storage
  clock: Clock
  unitOfWork: UnitOfWork
}): SetExcluded {
  const { storage, clock, unitOfWork } = dependencies
  return async (playerId, excluded) => {
    const { result } = await unitOfWork.run(async () => {
      const { preconditions, player: before } = await readPlayer(storage, playerId)
      const player: Player = { ...before, excluded }
      const now = clock.now()
      const voided = excluded ? await withdrawals(storage, { playerId }, now) : []
      return { change: mergeChanges({ at: now, preconditions, players: [player] }, voided), result: player }
    })
    return result
  }
}
