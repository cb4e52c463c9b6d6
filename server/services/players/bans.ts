import type { PlayerId } from '../../domain/ids.ts'
import { type Player, signedOut } from '../../domain/player.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import { mergeChanges } from '../core/merge-changes.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import { withdrawals } from '../matches/withdrawals.ts'
import { readPlayer } from './change-player.ts'

/**
 * The operator's bans. A banned player can do nothing at all; an excluded one may finish running matches. Matched matches
 * go on without a banned player: a score that is posted counts, and no other can be posted.
 */
export interface Bans {
  /**
   * In one commit: ends the player's sessions, grants and tokens, and takes the player's unmatched matches back. To ban a
   * banned player changes the reason only. Throws `not_found`.
   */
  ban(id: PlayerId, reason: string): Promise<Player>
  /** Lets the player sign in again; sessions and tokens that the ban ended stay ended. Throws `not_found`. */
  unban(id: PlayerId): Promise<Player>
}

export function createBans(dependencies: { storage: Storage; clock: Clock; unitOfWork: UnitOfWork }): Bans {
  const { storage, clock, unitOfWork } = dependencies
  return {
    async ban(id, reason) {
      const { result } = await unitOfWork.run(async () => {
        const { preconditions, player } = await readPlayer(storage, id)
        const at = clock.now()
        const banned: Player = { ...signedOut(player), ban: { reason, at: player.ban?.at ?? at } }
        const revokes = [{ accountId: String(id) }]
        const voided = await withdrawals(storage, { playerId: id }, at)
        return { change: mergeChanges({ at, preconditions, players: [banned], revokes }, voided), result: banned }
      })
      return result
    },

    async unban(id) {
      const { result } = await unitOfWork.run(async () => {
        const { preconditions, player } = await readPlayer(storage, id)
        const { ban, ...free } = player
        return { change: ban ? { at: clock.now(), preconditions, players: [free] } : null, result: free }
      })
      return result
    },
  }
}
