import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Database } from '../connection/database.ts'
import type { Servers, StoreLog } from '../connection/servers.ts'
import { endAbruptly } from '../connection/silence.ts'
import { ANYTHING, createOutbox, type News, type Outbox } from './outbox.ts'

/**
 * Wakes the other processes after a commit. Nothing depends on a wake-up: the rows tell what there is. Where notifications do
 * not arrive, as behind a pooler, everybody looks again every second instead.
 */
export interface WakeUps {
  /** Goes out together with what else happens in the same moment. */
  readonly tell: Outbox['add']
  close(): Promise<void>
}

const CHANNEL = 'ante'
/** The transaction of a notification waits for no disk: nothing depends on it, and a crash loses notifications anyway. */
const NOTIFY = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)"
/** How long the first notification to ourselves may take. */
const PROOF = 2000
/** How often it is looked again without notifications, and tried again to connect. */
const AGAIN = 1000
/** How often it is tried whether notifications arrive by now. */
const PROVE_AGAIN = 60_000
/** How often a quiet connection is asked whether it is still there, and how long it may take to answer. */
const ASK = 5000

/** The connection on which we listen, while it is there. */
type Listening = { readonly client: pg.Client; readonly isProven: boolean }

export function createWakeUps(dependencies: {
  servers: Servers
  database: Pick<Database, 'read'>
  log: StoreLog
  heard: (news: News) => void
}): WakeUps {
  const { servers, database, log, heard } = dependencies
  const self = randomUUID()
  let listening: Listening | null = null
  const closing = new AbortController()
  const textOf = (news: News) => JSON.stringify({ from: self, ...news })

  /** Some time, or what is left of it when the signal comes. */
  const pause = (milliseconds: number, signal: AbortSignal) =>
    sleep(milliseconds, undefined, { signal }).catch(() => {})

  async function listen(): Promise<void> {
    const client = new pg.Client({ ...servers.current(), connectionTimeoutMillis: 5000 })
    const done = new AbortController()
    const over = AbortSignal.any([closing.signal, done.signal])
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve)
      client.on('error', () => resolve())
    })
    try {
      await client.connect()
      const isProven = await prove(client, over)
      if (!isProven && !closing.signal.aborted)
        log.warn({}, 'the database delivers no notifications: other nodes are looked after every second')
      listening = { client, isProven }
      // Whatever happened while nobody listened.
      heard(ANYTHING)
      await Promise.race([ended, isProven ? untilSilent(client, over) : pause(PROVE_AGAIN, over)])
    } finally {
      done.abort()
      listening = null
      await Promise.race([client.end().catch(() => {}), sleep(ASK, undefined, { ref: false })])
      endAbruptly(client)
    }
  }

  /** Listens, and resolves with whether a notification to ourselves arrives. */
  async function prove(client: pg.Client, over: AbortSignal): Promise<boolean> {
    const proof = new Promise<true>((resolve) => {
      client.on('notification', ({ payload = '' }) => {
        const news = parseNews(payload)
        if (news?.from === self) resolve(true)
        else heard(news ?? ANYTHING)
      })
    })
    await client.query(`LISTEN ${CHANNEL}`)
    await client.query(NOTIFY, [CHANNEL, textOf({ players: [], revoked: false })])
    return Promise.race([proof, pause(PROOF, over).then(() => false)])
  }

  /** Resolves when the connection does not answer any more: the network may have lost it without a word. */
  async function untilSilent(client: pg.Client, over: AbortSignal): Promise<void> {
    for (let answers = true; answers && !over.aborted; ) {
      await pause(ASK, over)
      const answer = client.query('SELECT 1').then(
        () => true,
        () => false,
      )
      answers = await Promise.race([answer, pause(ASK, over).then(() => false)])
    }
  }

  async function keepListening(): Promise<void> {
    while (!closing.signal.aborted) {
      await listen().catch(() => {})
      await pause(AGAIN, closing.signal)
    }
  }

  /** On the connection that listens where there is one, so that nobody waits for one of the others. */
  async function send(news: News): Promise<void> {
    const values = [CHANNEL, textOf(news)]
    const isSent = await listening?.client.query(NOTIFY, values).then(
      () => true,
      () => false,
    )
    if (!isSent) await database.read(NOTIFY, values)
  }

  const outbox = createOutbox(send)
  const looking = setInterval(() => {
    if (!listening?.isProven) heard(ANYTHING)
  }, AGAIN)
  looking.unref()
  const kept = keepListening()

  return {
    tell: outbox.add,
    async close() {
      clearInterval(looking)
      await outbox.close()
      closing.abort()
      await kept
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
