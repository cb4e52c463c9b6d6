import type { PlayerId } from '../ids.ts'
import type { Transfer } from '../ledger.ts'
import type { Match } from '../match.ts'

/** What a player must be told about a match. */
export interface Notice {
  readonly playerId: PlayerId
  readonly type: 'match.matched' | 'match.opponent_finished' | 'match.settled' | 'match.expired' | 'match.void'
}

/** One step of a match, to be committed as a whole: its new state, the money that moves with it, and who is told. */
export interface MatchTransition<M extends Match = Match> {
  readonly match: M
  readonly transfers: readonly Transfer[]
  readonly notices: readonly Notice[]
}
