import type { PlayerEvent } from '@ante/shared'
import { type Identity, identityKey } from '../../../server/domain/identity.ts'
import { asClientId, asGameId, asMatchId, asPlayerId, type PlayerId } from '../../../server/domain/ids.ts'
import { type Account, type PostedTransfer, playerAccount, type Transfer } from '../../../server/domain/ledger.ts'
import { type Block, sealBlock } from '../../../server/domain/ledger-chain.ts'
import type { Match, UnmatchedMatch } from '../../../server/domain/match.ts'
import { parseDatabaseUrl } from '../../../server/storage/postgres/connection/database-url.ts'
import { openDatabaseTarget } from '../../../server/storage/postgres/copy/database-target.ts'
import type { OAuthRecord } from '../../../server/storage/storage.ts'
import type { KeptRecords, RecordBatch, RecordKind } from '../../../server/storage/store-copy.ts'
import { aGame, anAttempt, anUnmatchedMatch, MINUTE } from '../builders.ts'
import { lifeOf, PLAYERS } from '../storage/load.ts'
import { query } from './cluster.ts'

export interface LoadedSizes {
  /** Settled matches, each with its transfers, events and players. */
  readonly matches: number
  /** How long ago the first of them was played, in milliseconds. */
  readonly age: number
  /** Open matches in the pool of game 1, and three times as many in the pools of other games. */
  readonly open: number
  /** Accounts, sign-ins, remembered answers and whatever else a table has. */
  readonly others: number
}

const DAY = 24 * 60 * MINUTE
const BATCH = 1000
const BLOCK = 20

/**
 * Fills an empty database with what a store has after a long time: all that the copy of a store can write, and rows of the
 * tables that a copy leaves out. The matches are evenly spread over their age.
 */
export async function loadDatabase(url: string, sizes: LoadedSizes): Promise<void> {
  const now = Date.now()
  const target = await openDatabaseTarget(parseDatabaseUrl(url))
  try {
    await target.begin()
    const records = { ...playedMatches(sizes, now), ...others(sizes, now) }
    for (const [kind, all] of Object.entries(records)) {
      for (let first = 0; first < all.length; first += BATCH) {
        const batch = { kind: kind as RecordKind, records: all.slice(first, first + BATCH) } as RecordBatch
        await target.write(batch, { records: 0, digest: '' })
      }
    }
    await target.complete()
    await target.finish()
  } finally {
    await target.close()
  }
  await query(url, NOT_COPIED.replaceAll('$1', String(sizes.others)))
}

type Records<Kind extends RecordKind> = { readonly [Each in Kind]: readonly KeptRecords[Each][] }

function playedMatches(
  { matches: count, age, open, others: players }: LoadedSizes,
  now: number,
): Records<'matches' | 'transfers' | 'blocks' | 'events' | 'eventHeads'> {
  const matches: Match[] = []
  const ledger = new Ledger()
  const events: KeptRecords['events'][] = []
  const heads = new Map<PlayerId, number>()
  const start = now - age
  for (let player = 1; player <= players; player++) {
    const [credit, id] = [playerAccount(asPlayerId(player)), `payment:deposit-${player}`]
    ledger.post({ id, debit: 'treasury', credit, amount: 1_000_000_000, currency: 'GBP', matchId: null }, start)
  }
  for (let n = 0; n < count; n++) {
    const changes = lifeOf(n, Math.round(start + (n * age) / count) - n * 1000)
    matches.push(...(changes.at(-1)?.matches ?? []))
    for (const { at, transfers = [], events: told = [] } of changes) {
      for (const transfer of transfers) ledger.post(transfer, at)
      for (const { playerId, content } of told) {
        const seq = (heads.get(playerId) ?? 0) + 1
        heads.set(playerId, seq)
        events.push({ playerId, event: { seq, at: new Date(at).toISOString(), ...content } as PlayerEvent })
      }
    }
  }
  matches.push(...Array.from({ length: 4 * open }, (_, n) => openMatch(n, now)))
  const eventHeads = [...heads].map(([playerId, last]) => ({ playerId, last }))
  return { matches, transfers: ledger.posted, blocks: ledger.blocks(), events, eventHeads }
}

function openMatch(n: number, now: number): UnmatchedMatch {
  const resultUntil = now + DAY
  return anUnmatchedMatch({
    id: asMatchId(`e${n.toString(16).padStart(31, '0')}`),
    gameId: asGameId(1 + (n % 4)),
    createdAt: now + n,
    openUntil: resultUntil,
    skillLevel: n % 40 < 4 ? null : (n * 7919) % 1000,
    challenger: anAttempt({ playerId: asPlayerId(PLAYERS + 1 + (n % PLAYERS)), startedAt: now, resultUntil }),
  })
}

/** Numbers transfers, and notes the balances after them. */
class Ledger {
  readonly posted: PostedTransfer[] = []
  readonly #balances = new Map<Account, number>()

  post(transfer: Transfer, at: number): void {
    const { debit, credit, amount } = transfer
    const seq = this.posted.length + 1
    const [debitBalance, creditBalance] = [this.#move(debit, -amount), this.#move(credit, amount)]
    this.posted.push({ ...transfer, debitBalance, creditBalance, at, seq })
  }

  blocks(): Block[] {
    const blocks: Block[] = []
    for (let first = 0; first < this.posted.length; first += BLOCK) {
      const entries = this.posted.slice(first, first + BLOCK)
      blocks.push(sealBlock(entries, blocks.at(-1), entries.at(-1)?.at ?? 0))
    }
    return blocks
  }

  #move(account: Account, amount: number): number {
    const balance = (this.#balances.get(account) ?? 0) + amount
    this.#balances.set(account, balance)
    return balance
  }
}

function others(
  { others: count }: LoadedSizes,
  now: number,
): Records<'meta' | 'counters' | 'players' | 'identities' | 'games' | 'answers' | 'oauth'> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  // One in two has expired.
  const expiryOf = (n: number) => now + (n % 2 === 0 ? -1 : 1) * Math.ceil((n * DAY) / count)
  return {
    meta: [{ demo: false, aliveAt: now, clockOffset: 0 }],
    counters: [
      { of: 'player', last: count },
      { of: 'game', last: 4 },
    ],
    games: [1, 2, 3, 4].map((id) => ({ ...aGame({ maxOpen: 1000 }), id: asGameId(id) })),
    players: numbers.map((n) => ({
      id: asPlayerId(n),
      username: `loaded-${n}`,
      nickname: `Loaded ${n}`,
      passwordHash: null,
      guest: n % 2 === 0,
      excluded: false,
      createdAt: now - DAY,
    })),
    identities: numbers.map((n): Identity => {
      const id = { provider: 'upstream', subject: `subject-${n}` }
      return { ...id, playerId: asPlayerId(n), username: identityKey(id), wallet: null, linkedAt: now - DAY }
    }),
    answers: numbers.map((n) => ({
      key: `player:${n} answer-${n}`,
      playerId: asPlayerId(1 + (Math.floor(n / 2) % PLAYERS)),
      fingerprint: 'f',
      status: 200,
      body: { n },
      expiresAt: expiryOf(n),
    })),
    oauth: numbers.flatMap((n) => sessionOf(n, expiryOf(n))),
  }
}

/** What one sign-in leaves. */
function sessionOf(n: number, expiresAt: number): OAuthRecord[] {
  const holder = { accountId: String(n), clientId: asClientId(`client-${n % 20}`), payload: { n }, expiresAt }
  return [
    { ...holder, model: 'Grant', key: `grant-${n}` },
    { ...holder, model: 'Session', key: `session-${n}`, uid: `uid-${n}` },
    { ...holder, model: 'AccessToken', key: `access-${n}`, grantId: `grant-${n}` },
    { ...holder, model: 'RefreshToken', key: `refresh-${n}`, grantId: `grant-${n}` },
  ]
}

/** Counts of changes, attempts, and what is kept of transactions and revocations. */
const NOT_COPIED = `
  INSERT INTO versions (key, version) SELECT 'pool ' || n || ' GBP 500', n FROM generate_series(100, 99 + $1) AS n;
  INSERT INTO attempts (key, failures, at, until, forgotten_at)
    SELECT md5(n::text), 1, 0, 0, (extract(epoch FROM now()) * 1000)::bigint + (n % 2 * 2 - 1) * n * 1000
    FROM generate_series(1, $1) AS n;
  INSERT INTO batches (id, committed_at)
    SELECT gen_random_uuid(), now() - n * interval '24.5 hours' / ($1 * 5) FROM generate_series(1, $1 * 5) AS n;
  INSERT INTO revocations (noted_at, holder)
    SELECT now() - n * interval '11 minutes' / $1, json_build_object('accountId', n::text) FROM generate_series(1, $1) AS n;
  UPDATE store SET alive_at = (extract(epoch FROM now()) * 1000)::bigint;
  ANALYZE`
