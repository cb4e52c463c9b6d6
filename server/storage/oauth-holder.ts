import type { ClientId, PlayerId } from '../domain/ids.ts'
import type { OAuthHolder } from './storage.ts'

/** Whether a token of this player and client belongs to a holder; null is anybody. */
export function isHeldBy(
  holder: OAuthHolder | null,
  { playerId, clientId }: { readonly playerId: PlayerId; readonly clientId: ClientId },
): boolean {
  if (holder === null) return true
  return 'accountId' in holder ? holder.accountId === String(playerId) : holder.clientId === clientId
}
