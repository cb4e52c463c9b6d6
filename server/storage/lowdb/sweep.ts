import type { Instant } from '../../domain/ids.ts'
import type { RecordChange } from './files/stored-data.ts'
import type { State } from './state.ts'

/** How many records of a kind go in one journal line, so that nothing else waits long. */
const SLICE = 500

/** What to remove next; empty when nothing is left. */
export function nextRemovals(state: State, now: Instant, eventsBefore: Instant): readonly RecordChange[] {
  const answers = state.answers.expiredAt(now, SLICE).map((key): RecordChange => ['answers', key])
  return [...state.oauth.removalsAt(now, SLICE), ...answers, ...state.events.removalsBefore(eventsBefore, SLICE)]
}
