import type { Ante, Attempt } from '@ante/client'
import type { Scene } from '../drawing/scene.ts'
import type { Stage } from '../drawing/stage.ts'
import type { GameConfig } from '../page/config.ts'
import type { Sound } from '../page/sound.ts'
import type { Skill } from '../simulation/autoplay.ts'
import type { RoundRecords } from './round-records.ts'

/** One full view of the page. */
export interface Screen {
  readonly name: 'sign-in' | 'lobby' | 'round' | 'match' | 'trouble'
  /** Before the game's name in the browser's tab. */
  readonly title: string
  readonly element: HTMLElement
  /** The match that this screen tells about, so that nothing else has to. */
  readonly matchId?: string
  /** What is to be seen behind it; otherwise the finished tower of its match, or the game's own. */
  readonly scene?: () => Scene
  /** Where the keyboard goes on; the heading when there is nothing to do at once. */
  readonly focus?: HTMLElement
  /** Ends what the screen has begun: timers, listeners. */
  leave?(): void
}

/** What screens are given: everything they work with, and the ways to other screens. */
export interface Game {
  readonly ante: Ante
  readonly config: GameConfig
  readonly stage: Stage
  readonly records: RoundRecords
  readonly sound: Sound
  /** Plays rounds by itself; null when the player does. */
  readonly skill: Skill | null
  /** Milliseconds since 1970, never going back while the page is open. */
  readonly now: () => number

  /** Puts up a stake and starts the round; rejects with what the client says. */
  play(stake: number): Promise<void>
  toSignIn(problem?: string): void
  /** Where a signed-in player belongs now: an open round, the match of the address, or the lobby. */
  toStart(): Promise<void>
  toLobby(): void
  toRound(attempt: Attempt): Promise<void>
  /** Shows a match; `submission` is its score on the way to the server. */
  toMatch(matchId: string, submission?: Submission): void
}

/** A score on its way. */
export interface Submission {
  readonly score: number
  readonly sent: Promise<unknown>
}
