import type { PlayerId } from '../../../domain/ids.ts'

/** What other processes are told of. */
export interface News {
  /** Who may have events. Null: it may be anybody. */
  readonly players: readonly PlayerId[] | null
  /** Whether tokens were ended or altered. */
  readonly revoked: boolean
}

export const ANYTHING: News = { players: null, revoked: true }

/** Collects news for a moment, and sends them together. */
export interface Outbox {
  add(news: { readonly players?: Iterable<PlayerId>; readonly revoked?: boolean }): void
  /** Sends what is left, once. */
  close(): Promise<void>
}

/** How long news are collected, in milliseconds. */
const COLLECT = 20
/** When it is tried again to send what could not be sent. */
const AGAIN = 1000
/** A notification carries 8000 bytes: so many players. */
const PLAYERS = 300
/** When so many players wait, all are meant. */
const MOST_PLAYERS = 10_000

/** News that `send` rejects are sent again. */
export function createOutbox(send: (news: News) => Promise<void>): Outbox {
  const players = new Set<PlayerId>()
  let everybody = false
  let revoked = false
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  function take(): News[] {
    const waiting = [...players]
    const all: News[] = everybody ? [{ players: null, revoked }] : []
    if (!everybody && (waiting.length > 0 || revoked)) all.push({ players: waiting.splice(0, PLAYERS), revoked })
    while (!everybody && waiting.length > 0) all.push({ players: waiting.splice(0, PLAYERS), revoked: false })
    players.clear()
    everybody = false
    revoked = false
    return all
  }

  function putBack(news: News): void {
    if (news.players === null) everybody = true
    else for (const player of news.players) players.add(player)
    if (players.size > MOST_PLAYERS) {
      players.clear()
      everybody = true
    }
    revoked ||= news.revoked
  }

  async function flush(): Promise<void> {
    timer = null
    const all = take()
    const sent = await Promise.allSettled(all.map(send))
    for (const [index, { status }] of sent.entries()) if (status === 'rejected') putBack(all[index] ?? ANYTHING)
    if (!isClosed && sent.some(({ status }) => status === 'rejected')) timer ??= setTimeout(flush, AGAIN)
  }

  return {
    add({ players: some = [], revoked: isRevoked = false }) {
      putBack({ players: [...some], revoked: isRevoked })
      if (!isClosed && (players.size > 0 || everybody || revoked)) timer ??= setTimeout(flush, COLLECT)
    },
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      await Promise.allSettled(take().map(send))
    },
  }
}
