import type { Connection } from '../api/events.ts'
import type { Player } from '../api/types.ts'
import { type Feed, openFeed } from './feed.ts'
import type { FeedDependencies } from './feed-dependencies.ts'

/** What decides whether there is a feed. */
export interface FollowDependencies extends Omit<FeedDependencies, 'listener'> {
  readonly player: () => Player | null
  /** Whether anybody listens for what a feed tells. */
  readonly isWanted: () => boolean
  /** Called when a player is wanted and none is known. */
  readonly identify: () => void
  readonly listener: Omit<FeedDependencies['listener'], 'event'> & {
    event(event: Parameters<FeedDependencies['listener']['event']>[0], playerId: number): void
  }
}

/** Keeps one feed for the signed-in player, from the moment somebody listens. */
export class Follower {
  readonly #dependencies: FollowDependencies
  #following: { playerId: number; feed: Feed } | null = null
  #connection: Connection = 'offline'
  #closed = false

  constructor(dependencies: FollowDependencies) {
    this.#dependencies = dependencies
  }

  get connection(): Connection {
    return this.#connection
  }

  /** Something has changed. Waits for the end of the running code, which may register more handlers. */
  async refresh(): Promise<void> {
    await this.#dependencies.environment.sleep(0)
    const { player, isWanted, identify } = this.#dependencies
    if (this.#closed || !isWanted()) return
    const playerId = player()?.id ?? null
    if (playerId === null) identify()
    if (this.#following?.playerId === playerId) return
    this.stop()
    if (playerId !== null) this.#open(playerId)
  }

  /** Ends the feed until something changes. */
  stop(): void {
    this.#following?.feed.close()
    this.#following = null
    this.#show('offline')
  }

  /** Ends the feed for good. */
  close(): void {
    this.#closed = true
    this.stop()
  }

  #open(playerId: number): void {
    const { listener, ...rest } = this.#dependencies
    const isCurrent = () => this.#following?.playerId === playerId
    const feed = openFeed(
      {
        ...rest,
        listener: {
          event: (event) => listener.event(event, playerId),
          gap: listener.gap,
          connected: listener.connected,
          connection: (state) => isCurrent() && this.#show(state),
        },
      },
      playerId,
    )
    this.#following = { playerId, feed }
  }

  #show(state: Connection): void {
    if (this.#connection === state) return
    this.#connection = state
    this.#dependencies.listener.connection(state)
  }
}
