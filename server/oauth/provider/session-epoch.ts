import { epochOf, type Player } from '../../domain/player.ts'

/**
 * How a session names its player. Its authentication context is the player's epoch: a session of an earlier one is over,
 * also one that was being written at the very moment at which all of them were ended.
 */
export function loginOf(player: Player): { accountId: string; acr: string } {
  return { accountId: String(player.id), acr: String(epochOf(player)) }
}

/** Whether a session, which says its `acr`, was not ended since it began. */
export function isOfEpoch({ acr = '0' }: { readonly acr?: string | undefined }, player: Player): boolean {
  return acr === String(epochOf(player))
}
