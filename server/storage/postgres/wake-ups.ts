import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { PlayerId } from '../../domain/ids.ts'
import type { OAuthHolder } from '../storage.ts'
import type { Servers, StoreLog } from './connection/servers.ts'

/** What other processes are told of: who may have events, and whose tokens have ended. Null: it may be anybody. */
export interface News {
  readonly players: readonly PlayerId[] | null
  readonly holders: readonly (OAuthHolder | null)[]
}

/**
 * Wakes the other processes after a commit, over a connection of its own. Nothing depends on a wake-up: the rows tell what
 * there is. Where notifications do not arrive, as behind a pooler, everybody looks again every second instead.
 */
export interface WakeUps {
  /** Goes out together with what else happens in the same moment. */
  tell(news: { readonly players?: Iterable<PlayerId>; readonly holders?: Iterable<OAuthHolder> }): void
  close(): Promise<void>
}

const CHANNEL = 'ante'
/** How long news are collected. */
const COLLECT = 20
/** A notification carries 8000 bytes; a line of news has at most so many entries. */
const ENTRIES = 60
/** How long the first notification to ourselves may take. */
const PROOF = 2000
/** How often it is looked again without notifications, and tried again to connect. */
const AGAIN = 1000
/** How often it is tried whether notifications arrive by now. */
const PROVE_AGAIN = 60_000

const ANYBODY: News = { players: null, holders: [null] }

export function createWakeUps(dependencies: { servers: Servers; log: StoreLog; heard: (news: News) => void }): WakeUps {
  const { servers, log, heard } = dependencies
  const self = randomUUID()
  let client: pg.Client | null = null
  let isProven = false
  const closing = new AbortController()
  const closed = new Promise<void>((resolve) => closing.signal.addEventListener('abort', () => resolve()))
  let collecting: NodeJS.Timeout | null = null
  const players = new Set<PlayerId>()
  const holders = new Map<string, OAuthHolder>()

  /** Some time, or what is left of it when the store is closed. */
  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal: closing.signal }).catch(() => {})

  async function listen(): Promise<void> {
    const opened = new pg.Client({ ...servers.current(), connectionTimeoutMillis: 5000 })
    const ended = new Promise<void>((resolve) => {
      opened.once('end', resolve)
      opened.once('error', () => resolve())
    })
    try {
      await opened.connect()
      const proof = new Promise<void>((resolve) => {
        opened.on('notification', ({ payload = '' }) => {
          const news = parseNews(payload)
          if (news?.from === self) resolve()
          else heard(news ?? ANYBODY)
        })
      })
      await opened.query(`LISTEN ${CHANNEL}`)
      await opened.query('SELECT pg_notify($1, $2)', [
        CHANNEL,
        JSON.stringify({ from: self, players: [], holders: [] }),
      ])
      isProven = await Promise.race([proof.then(() => true), pause(PROOF).then(() => false)])
      if (!isProven && !closing.signal.aborted)
        log.warn({}, 'the database delivers no notifications: other nodes are looked after every second')
      client = opened
      // Whatever happened while nobody listened.
      heard(ANYBODY)
      await Promise.race([ended, closed, ...(isProven ? [] : [pause(PROVE_AGAIN)])])
    } finally {
      client = null
      isProven = false
      await opened.end().catch(() => {})
    }
  }

  async function keepListening(): Promise<void> {
    while (!closing.signal.aborted) {
      await listen().catch(() => {})
      await pause(AGAIN)
    }
  }

  function send(): void {
    collecting = null
    const entries: { player?: PlayerId; holder?: OAuthHolder }[] = [
      ...[...players].map((player) => ({ player })),
      ...[...holders.values()].map((holder) => ({ holder })),
    ]
    players.clear()
    holders.clear()
    for (let first = 0; first < entries.length; first += ENTRIES) {
      const some = entries.slice(first, first + ENTRIES)
      const news = {
        from: self,
        players: some.flatMap(({ player }) => player ?? []),
        holders: some.flatMap(({ holder }) => holder ?? []),
      }
      // Whoever misses it looks again when it listens again.
      client?.query('SELECT pg_notify($1, $2)', [CHANNEL, JSON.stringify(news)]).catch(() => {})
    }
  }

  const looking = setInterval(() => {
    if (!isProven) heard(ANYBODY)
  }, AGAIN)
  looking.unref()
  const listening = keepListening()

  return {
    tell(news) {
      for (const player of news.players ?? []) players.add(player)
      for (const holder of news.holders ?? []) holders.set(JSON.stringify(holder), holder)
      if (players.size + holders.size > 0) collecting ??= setTimeout(send, COLLECT)
    },
    async close() {
      clearInterval(looking)
      if (collecting) {
        clearTimeout(collecting)
        send()
      }
      closing.abort()
      await listening
    },
  }
}

/** Null: somebody else's notification. */
function parseNews(payload: string): (News & { readonly from: string }) | null {
  try {
    return JSON.parse(payload)
  } catch {
    return null
  }
}
