import type { Instant } from '../../domain/ids.ts'
import type { MatchTransition } from '../../domain/play/transition.ts'
import type { Change } from '../../storage/storage.ts'
import { presentNotice } from '../../wire/present-match.ts'

/** The transition of one match as a change to commit, with its notices as events. */
export function changeOf({ match, transfers, notices }: MatchTransition, at: Instant): Change {
  const events = notices.map((notice) => ({ playerId: notice.playerId, content: presentNotice(match, notice) }))
  return { at, matches: [match], transfers, events }
}
