import type { Instant, PlayerId } from '../domain/ids.ts'
import type { ChangeAttempts } from '../domain/limits.ts'

/** What the processes that have one store open at the same time need of it. */
export interface SharedStore {
  /** The store's own time, in milliseconds since 1970: the same for all processes. */
  now(): Promise<Instant>
  /** Keeps a text under a name unless there is one already; resolves with the text that is kept. */
  keep(name: string, text: string): Promise<string>
  /**
   * Resolves with the time, on the store's clock, at which another process was last known to have the store open; null when
   * none has. A process that ended without closing the store is remembered for a minute.
   */
  othersSeenAt(): Promise<Instant | null>
  /**
   * For how many milliseconds this process may do a task alone, by the store's clock: 0 while another process does it. A
   * process that keeps asking keeps the task.
   */
  lease(task: string): Promise<number>
  readonly changeAttempts: ChangeAttempts
  /**
   * Whether `onRevoked` has told of everything that any process revoked until a second ago. While it has not, nothing that is
   * kept on a token counts.
   */
  knowsRevocations(): boolean
  /** Calls the listener for players who may have events that another process committed. Null: any player may. */
  onEvents(listener: (players: readonly PlayerId[] | null) => void): void
}
