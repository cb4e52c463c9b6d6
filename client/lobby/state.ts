import type { Attempt } from '../api/attempt.ts'
import type { Match, PlayedMatch, Player, Score, Settled, UnsentScore } from '../api/types.ts'
import type { Words } from './words/words.ts'

/** The view that the lobby shows. */
export type LobbyView =
  | { readonly name: 'loading' }
  | { readonly name: 'signed-out' }
  /** Shows the stakes to choose from. `open` is a round that began earlier. */
  | { readonly name: 'lobby'; readonly open: Attempt | null }
  | { readonly name: 'playing'; readonly attempt: Attempt }
  /** `kept` says where an unsent score is stored. */
  | { readonly name: 'sending'; readonly attempt: Attempt; readonly score: Score; readonly kept?: UnsentScore['kept'] }
  | { readonly name: 'waiting'; readonly match: Match; readonly score: number | null }
  | ({ readonly name: 'result' } & Settled)

/** The view, and the data that several views show. */
export interface LobbyState {
  readonly view: LobbyView
  readonly player: Player | null
  /** What can be staked now, in minor units; null while unknown. */
  readonly balance: number | null
  readonly history: readonly PlayedMatch[]
  /** Words for the last problem. */
  readonly problem: keyof Words | null
  /** True while the lobby waits for an answer to a click. */
  readonly busy: boolean
}
