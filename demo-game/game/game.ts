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
  /** Shown in the browser's tab, before the name of the game. */
  readonly title: string
  readonly element: HTMLElement
  /** The match that this screen shows. Its news does not appear as notices. */
  readonly matchId?: string
  /** The scene behind the screen. Default: the finished tower of its match, or the tower of the start screen. */
  readonly scene?: () => Scene
  /** Element that gets the keyboard focus. Default: the heading. */
  readonly focus?: HTMLElement
  /** Called when the page leaves this screen. It must stop the screen's timers and listeners. */
  leave?(): void
}

/** What every screen gets: the client, the stage, the settings, and the functions that show other screens. */
export interface Game {
  readonly ante: Ante
  readonly config: GameConfig
  readonly stage: Stage
  readonly records: RoundRecords
  readonly sound: Sound
  /** Skill for automatic play; null when the player plays. */
  readonly skill: Skill | null
  /** Pays the stake and starts the round. Rejects with the client's error. */
  play(stake: number): Promise<void>
  toSignIn(problem?: string): void
  /** Shows a signed-in player the open round, the match of the address, or the lobby. */
  toStart(): Promise<void>
  toLobby(): void
  /** Shows the round, in this tab only. `steal` takes it over from another tab. */
  toRound(attempt: Attempt, options?: { steal: boolean }): Promise<void>
  /** Shows a match. `submission` is its score while that is being sent. */
  toMatch(matchId: string, submission?: Submission): void
}

/** A score that is being sent. */
export interface Submission {
  readonly score: number
  readonly sent: Promise<unknown>
}
