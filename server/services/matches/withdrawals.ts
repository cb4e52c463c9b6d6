import type { Instant } from '../../domain/ids.ts'
import { withdrawMatch } from '../../domain/play/ending.ts'
import type { Change, Storage } from '../../storage/storage.ts'
import { changeOf } from './match-change.ts'

/** The changes that void the unmatched matches of a game or of a player and refund their stakes. */
export async function withdrawals(
  storage: Storage,
  of: Parameters<Storage['undecidedMatches']>[0],
  now: Instant,
): Promise<Change[]> {
  const undecided = await storage.undecidedMatches(of)
  return undecided.flatMap((match) => (match.state === 'unmatched' ? [changeOf(withdrawMatch(match, now), now)] : []))
}
