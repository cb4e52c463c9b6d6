import type { Instant } from '../../domain/ids.ts'
import type { RecordChange } from './files/stored-data.ts'
import type { State } from './state.ts'

/** How many records of a kind are removed by one journal line, so that other writes do not wait long. */
const SLICE = 500

/** The next records to remove; empty when no expired ones are left. */
export function nextRemovals(state: State, now: Instant, eventsBefore: Instant): readonly RecordChange[] {
  const answers = state.answers.expiredAt(now, SLICE).map((key): RecordChange => ['answers', key])
  return [...state.oauth.removalsAt(now, SLICE), ...answers, ...state.events.removalsBefore(eventsBefore, SLICE)]
}
