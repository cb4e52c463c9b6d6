import { Problem } from '@ante/shared'
import type { PlayerId } from '../../domain/ids.ts'
import type { Player } from '../../domain/player.ts'
import type { Change, Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import { AnsweredMeanwhile, type Remember } from '../core/unit-of-work.ts'

/**
 * Commits what `change` makes of a player, with whatever else belongs to it, and decides again while something moved on
 * meanwhile. Throws `not_found`, and `username_taken` where the new name is another player's.
 */
export type ChangePlayer = (
  id: PlayerId,
  change: (player: Player) => Player | Promise<Player>,
  beside?: Pick<Change, 'revokes'> & { remember?: Remember<Player> },
) => Promise<Player>

const MAX_TRIES = 100

export function createChangePlayer({ storage, clock }: { storage: Storage; clock: Clock }): ChangePlayer {
  return async (id, change, { remember, ...beside } = {}) => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const preconditions = await storage.versions([{ kind: 'player', id }])
      const player = await change(await existing(storage, id))
      const answer = remember?.(player)
      const commitResult = await storage.commit({
        at: clock.now(),
        preconditions,
        players: [player],
        ...beside,
        ...(answer && { answer }),
      })
      if (commitResult.kind === 'committed') return player
      if (commitResult.kind === 'answered') throw new AnsweredMeanwhile()
      if (commitResult.kind === 'taken') throw usernameTaken(commitResult.username)
      if (commitResult.kind !== 'stale') throw new Error(`a change of player ${id} was refused: ${commitResult.kind}`)
    }
    throw new Error(`player ${id} was still stale after ${MAX_TRIES} tries`)
  }
}

/** The player; throws `not_found`. */
export async function existing(storage: Storage, id: PlayerId): Promise<Player> {
  const player = await storage.player(id)
  if (!player) throw new Problem('not_found', `There is no player ${id}.`)
  return player
}

export function usernameTaken(username: string): Problem {
  return new Problem('username_taken', `The username "${username}" is taken. Choose another one.`, [
    { path: 'username', message: 'must be one that nobody has' },
  ])
}
