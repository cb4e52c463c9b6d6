import { Problem } from '@ante/shared'
import type { PlayerId } from '../../domain/ids.ts'
import { type Player, signedOut } from '../../domain/player.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import { mergeChanges } from '../core/merge-changes.ts'
import type { Transact } from '../core/unit-of-work.ts'
import { withdrawals } from '../matches/games.ts'

/**
 * Whom the operator keeps out altogether, where an excluded player may still finish what is running. Matched matches run
 * on without a banned player: a score that is in counts, one that is missing is missing.
 */
export interface Bans {
  /**
   * In one commit: nobody speaks for the player any more (sessions, grants and tokens end), and the player's unmatched
   * matches are taken back. A ban of a banned player only changes the reason.
   */
  ban(id: PlayerId, reason: string): Promise<Player>
  /** Lets the player sign in again; what the ban ended stays ended. */
  unban(id: PlayerId): Promise<Player>
}

export function createBans(dependencies: { storage: Storage; clock: Clock; transact: Transact }): Bans {
  const { storage, clock, transact } = dependencies

  async function read(id: PlayerId) {
    const preconditions = await storage.versions([{ kind: 'player', id }])
    const player = await storage.player(id)
    if (!player) throw new Problem('not_found', `There is no player ${id}.`)
    return { preconditions, player }
  }

  return {
    async ban(id, reason) {
      const { result } = await transact(async () => {
        const { preconditions, player } = await read(id)
        const at = clock.now()
        const banned: Player = { ...signedOut(player), ban: { reason, at: player.ban?.at ?? at } }
        const revokes = [{ accountId: String(id) }]
        const voided = await withdrawals(storage, { playerId: id }, at)
        return { change: mergeChanges({ at, preconditions, players: [banned], revokes }, voided), result: banned }
      })
      return result
    },

    async unban(id) {
      const { result } = await transact(async () => {
        const { preconditions, player } = await read(id)
        const { ban, ...free } = player
        return { change: ban ? { at: clock.now(), preconditions, players: [free] } : null, result: free }
      })
      return result
    },
  }
}
