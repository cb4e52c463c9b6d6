import { Problem } from '@ante/shared'
import type { PlayerId } from '../../domain/ids.ts'
import type { Player } from '../../domain/player.ts'
import type { Storage } from '../../storage/storage.ts'

/** The player with this id. Throws `not_found`. */
export async function requirePlayer(storage: Storage, id: PlayerId): Promise<Player> {
  const player = await storage.player(id)
  if (!player) throw new Problem('not_found', `There is no player ${id}.`)
  return player
}
