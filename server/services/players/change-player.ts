import type { PlayerId } from '../../domain/ids.ts'
import type { Player } from '../../domain/player.ts'
import type { Change, Precondition, Storage } from '../../storage/storage.ts'
import type { Clock } from '../core/clock.ts'
import type { Reply, UnitOfWork } from '../core/unit-of-work.ts'
import { requirePlayer } from './require-player.ts'

/**
 * Replaces a player's record by what `change` makes of it, together with `beside`, and returns it. `change` may run more
 * than once. Throws `not_found`, and `username_taken` when another player has the new name.
 */
export type ChangePlayer = (
  id: PlayerId,
  change: (player: Player) => Player | Promise<Player>,
  beside?: Pick<Change, 'revokes'> & { reply?: Reply<Player> | undefined },
) => Promise<Player>

export function createChangePlayer(dependencies: {
  storage: Storage
  clock: Clock
  unitOfWork: UnitOfWork
}): ChangePlayer {
  const { storage, clock, unitOfWork } = dependencies
  return async (id, change, { reply, ...beside } = {}) => {
    const decide = async () => {
      const { player, preconditions } = await readPlayer(storage, id)
      const changed = await change(player)
      return { change: { at: clock.now(), preconditions, players: [changed], ...beside }, result: changed }
    }
    return (await unitOfWork.run(decide, { reply })).result
  }
}

/** A player to decide about, with the version that the decision relies on. Throws `not_found`. */
export async function readPlayer(
  storage: Storage,
  id: PlayerId,
): Promise<{ player: Player; preconditions: readonly Precondition[] }> {
  const preconditions = await storage.versions([{ kind: 'player', id }])
  return { player: await requirePlayer(storage, id), preconditions }
}
