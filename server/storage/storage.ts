import type { PlayerEvent, PlayerEventContent } from '@ante/shared'
import type { Client } from '../domain/client.ts'
import type { Identity, IdentityId } from '../domain/identity.ts'
import type { ClientId, GameId, Instant, MatchId, PlayerId } from '../domain/ids.ts'
import type { Account, PostedTransfer, Transfer } from '../domain/ledger.ts'
import type { Block } from '../domain/ledger-chain.ts'
import type { Match, Pool, UndecidedMatch, UnmatchedMatch } from '../domain/match.ts'
import type { Player } from '../domain/player.ts'
import type { Place } from '../domain/ranking.ts'
import type { Game } from '../domain/rules.ts'
import type { SharedStore } from './shared-store.ts'

/**
 * Something whose changes are versioned, so that a decision can say what it relied on:
 * - `pool`: the open matches of a game, currency and stake; grows when one enters or leaves;
 * - `player`: a player's record, identities and undecided matches; grows when a match is added or decided, or one of the
 *   others changes;
 * - `game`: the game's record;
 * - `openings`: the open matches of a game, whatever their pool; grows when one enters or leaves;
 * - `client`: the client's record;
 * - `clock`: `clockOffset` of the store's metadata;
 * - `heartbeat`: its `aliveAt`, which is the version itself (0 before the first).
 */
export type Versioned =
  | { readonly kind: 'pool'; readonly pool: Pool }
  | { readonly kind: 'player'; readonly id: PlayerId }
  | { readonly kind: 'game' | 'openings'; readonly id: GameId }
  | { readonly kind: 'client'; readonly id: ClientId }
  | { readonly kind: 'clock' | 'heartbeat' }

/** A version that was read before the decision that relies on it. */
export type Precondition = Versioned & { readonly version: number }

/** An answer kept for a repeated request. */
export interface RememberedAnswer {
  /** Scope and `Idempotency-Key`, hashed. */
  readonly key: string
  /** Whose request it was; not there in answers of older versions. */
  readonly playerId?: PlayerId
  /** Hash of the parsed body. */
  readonly fingerprint: string
  readonly status: number
  readonly body: unknown
  readonly expiresAt: Instant
}

/** What the store remembers about itself. */
export interface Meta {
  /** Set at the first start, for ever: whether this store has play money, guests and a movable clock. */
  readonly demo: boolean | null
  /** When the server was last known to be alive; null before the first start. */
  readonly aliveAt: Instant | null
  /** How far a demo store's clock has been moved, in milliseconds. */
  readonly clockOffset: number
  /** Public URL of the server that sealed the ledger last; absent before the first block. */
  readonly issuer?: string
}

/** Everything that one use case changes: plain data, applied as a whole or not at all. */
export interface Change {
  /** When it happens: the time of its events and transfers. */
  readonly at: Instant
  /** Refused as stale when any of these has moved on. */
  readonly preconditions?: readonly Precondition[]
  /** New states. A match of version n replaces version n - 1 of it (version 1: no such match yet), or is stale. */
  readonly matches?: readonly Match[]
  readonly transfers?: readonly Transfer[]
  readonly events?: readonly { readonly playerId: PlayerId; readonly content: PlayerEventContent }[]
  readonly players?: readonly Player[]
  /** Added, or put in place of what was there. */
  readonly identities?: readonly Identity[]
  /** Identities that belong to nobody from now on. */
  readonly unlinked?: readonly IdentityId[]
  readonly games?: readonly Game[]
  readonly clients?: readonly Client[]
  readonly answer?: RememberedAnswer
  readonly meta?: Partial<Meta>
  /** Whose OAuth records all end with this change: sessions, grants, codes and tokens. */
  readonly revokes?: readonly OAuthHolder[]
  /**
   * The next block of the ledger. Stale unless it goes on from the newest one (its height and the hash before it), and
   * every entry of it was committed before and has no block yet.
   */
  readonly block?: Block
}

export interface AnnouncedEvent {
  readonly playerId: PlayerId
  readonly event: PlayerEvent
}

/**
 * What became of a change. Anything but `committed` changed nothing:
 * - `stale`: something it relied on moved on; read and decide again;
 * - `overdrawn`, `too_large`: that account would go below zero, or beyond a safe integer;
 * - `conflict`: a transfer of that id exists with other content;
 * - `taken`: another player has this username (ignoring case);
 * - `identity_taken`: one of the identities belongs to another player;
 * - `answered`: an answer under that key is remembered already.
 */
export type CommitResult =
  | {
      readonly kind: 'committed'
      readonly events: readonly AnnouncedEvent[]
      readonly transfers: readonly PostedTransfer[]
    }
  | { readonly kind: 'stale' }
  | { readonly kind: 'overdrawn'; readonly account: Account }
  | { readonly kind: 'too_large'; readonly account: Account }
  | { readonly kind: 'conflict'; readonly transferId: string }
  | { readonly kind: 'taken'; readonly username: string }
  | { readonly kind: 'identity_taken' }
  | { readonly kind: 'answered' }

export interface Slice {
  /** How many to pass over. */
  readonly offset: number
  readonly limit: number
}

/** Which open matches of a pool a player could accept: those of others, still open, whose rules admit the player. */
export interface OfferFilter {
  readonly pool: Pool
  /** Whose own matches are left out. */
  readonly playerId: PlayerId
  /** The application that the match's rules must allow. */
  readonly clientId: ClientId
  /** The player's undecided matches in the game. The match's rules must allow one more. */
  readonly undecided: number
  /** The match's `openUntil` must be later. */
  readonly now: Instant
}

/** A page of open matches in the order of `compareOffers`. */
export interface OffersPage {
  /** Nearest to this level first; oldest first for null. */
  readonly skillLevel: number | null
  /** The place in that order after which the page begins; null: from the first. No match needs to be at that place. */
  readonly after: Place | null
  readonly limit: number
}

/** Everything that an audit reads, all of it as of one moment, while commits go on. */
export interface LedgerSnapshot {
  readonly issuer: string | null
  /** Whether some numbers belong to no transfer. An account's transfers ascend in the order below even so. Absent: none. */
  readonly hasGaps?: boolean
  /** Every block with its entries, lowest first; undefined where the ledger has no transfer of an id. */
  blocks(): AsyncIterable<{ readonly block: Block; readonly entries: readonly (PostedTransfer | undefined)[] }>
  /** The transfers that no block has yet, in the order of their numbers. */
  unsealed(): AsyncIterable<PostedTransfer>
  matches(): AsyncIterable<Match>
  /** Every balance that is not zero; others may be among them. */
  balances(): AsyncIterable<{ readonly account: Account; readonly currency: string; readonly balance: number }>
  close(): Promise<void>
}

/** OAuth's own records, which expire: sessions, grants, codes, tokens, interactions. */
export interface OAuthRecord {
  /** oidc-provider's name of it: `AccessToken`, `Session` … */
  readonly model: string
  /** Unique within the model; the hash of the token where the id is a secret. */
  readonly key: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly grantId?: string
  readonly uid?: string
  readonly accountId?: string
  readonly clientId?: string
  /** Null: never. */
  readonly expiresAt: Instant | null
  readonly consumedAt?: Instant
}

/** All OAuth records that carry this player's `accountId`, or this client's `clientId`. */
export type OAuthHolder = { readonly accountId: string } | { readonly clientId: string }

/** The writes resolve once they are on disk; so do reads that saw a write which was not there yet. */
export interface OAuthRecords {
  /**
   * Adds or replaces a record. Refused (`grant_gone`) when it has a `grantId` whose grant (a record of model `Grant` under
   * that key) does not exist: a revoked family must not come back.
   */
  put(record: OAuthRecord): Promise<'stored' | 'grant_gone'>
  /** Adds a record that belongs to no grant. Of any number of callers with one key exactly one is told `added`. */
  add(record: OAuthRecord): Promise<'added' | 'exists'>
  /** Also finds an expired record that was not swept yet: the reader judges. */
  get(model: string, key: string): Promise<OAuthRecord | undefined>
  getByUid(model: string, uid: string): Promise<OAuthRecord | undefined>
  /** A holder's records of a model, expired ones among them, in the order in which their keys were first stored. */
  listBy(model: string, holder: OAuthHolder): Promise<readonly OAuthRecord[]>
  /** How many records are under a grant, used and expired ones among them, without the grant itself. */
  countOfGrant(grantId: string): Promise<number>
  /**
   * Marks a record as used and, in the same step, adds `changes` to its payload. Of any number of callers exactly one is
   * told `consumed`; the others change nothing.
   */
  consume(
    model: string,
    key: string,
    at: Instant,
    changes?: Readonly<Record<string, unknown>>,
  ): Promise<'consumed' | 'already' | 'missing'>
  delete(model: string, key: string): Promise<void>
  /** Removes every record of the grant, the grant included. */
  deleteByGrant(grantId: string): Promise<void>
  /**
   * Calls the listener once some of a holder's records were deleted or revoked, or a client's own record was changed, and
   * that is on disk; not when records are swept. Whoever keeps something on a token then looks whether it still holds.
   * Null: it may be anybody's.
   */
  onRevoked(listener: (holder: OAuthHolder | null) => void): void
}

/** What decides whether a player may put up a stake. */
export interface Standing {
  readonly player: Player
  /** In minor units. */
  readonly balance: number
  /** How many of the player's matches in the game are not decided. */
  readonly undecided: number
}

/**
 * All state there is. Reads see every change that was committed before them, on disk or not: whoever answers on what was
 * read waits for `flushed()` first. After a failed write every call rejects with `StorageFailed`, for ever.
 */
export interface Storage {
  meta(): Promise<Meta>
  /** The versions of what a decision is going to rely on; read them before anything else. */
  versions(versioned: readonly Versioned[]): Promise<Precondition[]>

  player(id: PlayerId): Promise<Player | undefined>
  /** By username, ignoring case. */
  playerByUsername(username: string): Promise<Player | undefined>
  /** A number that no player has; never given twice. */
  newPlayerId(): Promise<PlayerId>
  identity(id: IdentityId): Promise<Identity | undefined>
  /** What decides whether a player may stake in a game and currency, read at one moment. Undefined: there is no such player. */
  standing(of: { playerId: PlayerId; gameId: GameId; currency: string }): Promise<Standing | undefined>
  /** In the order in which they were linked. */
  identitiesOf(playerId: PlayerId): Promise<readonly Identity[]>
  game(id: GameId): Promise<Game | undefined>
  games(): Promise<readonly Game[]>
  newGameId(): Promise<GameId>
  client(id: ClientId): Promise<Client | undefined>
  clients(): Promise<readonly Client[]>

  match(id: MatchId): Promise<Match | undefined>
  /** The open matches that pass the filter. Reads O(log n + limit) records, however many the filter leaves out. */
  offers(filter: OfferFilter, page: OffersPage): Promise<readonly UnmatchedMatch[]>
  /** How many open matches pass the filter; `limit` when there are more. Reads at most that many. */
  countOffers(filter: OfferFilter, limit: number): Promise<number>
  /** Every match that is not decided; of one game or one player where asked. */
  undecidedMatches(of?: { gameId?: GameId; playerId?: PlayerId }): Promise<readonly UndecidedMatch[]>
  /** A player's matches on either side, newest first, and how many there are. */
  matchesOf(
    playerId: PlayerId,
    filter: { state?: Match['state'] } & Slice,
  ): Promise<{ matches: readonly Match[]; count: number }>
  /** Up to `limit` undecided matches whose `nextDeadline` is at or before `now`, earliest first. */
  dueMatches(now: Instant, limit: number): Promise<readonly UndecidedMatch[]>
  /** The earliest `nextDeadline` of all; null when nothing waits. */
  nextDeadline(): Promise<Instant | null>

  /** In minor units; 0 where nothing was ever moved. */
  balance(account: Account, currency: string): Promise<number>
  /** Every currency that a player has ever held. */
  balances(playerId: PlayerId): Promise<ReadonlyMap<string, number>>
  transfer(id: string): Promise<PostedTransfer | undefined>
  transfersOf(matchId: MatchId): Promise<readonly PostedTransfer[]>
  /**
   * A player's transfers on either side, of one currency and up to one `seq` where asked, newest first, with how many there
   * are; the player's newest `seq` up to there in any currency, and what the player held after it. All of one moment.
   */
  transfersOfPlayer(
    playerId: PlayerId,
    filter: { currency?: string; until?: number } & Slice,
  ): Promise<{
    transfers: readonly PostedTransfer[]
    count: number
    newest: number | null
    balances: ReadonlyMap<string, number>
  }>
  /** Every transfer, in order. */
  ledger(): AsyncIterable<PostedTransfer>
  /** How many transfers there are: the `seq` of the newest. */
  ledgerLength(): Promise<number>
  /** The newest block of the ledger; undefined before the first. */
  newestBlock(): Promise<Block | undefined>
  /** Up to `limit` transfers that no block has yet, oldest first. */
  unsealedTransfers(limit: number): Promise<readonly PostedTransfer[]>
  /** The whole ledger as it is now, for whoever recomputes it. */
  ledgerSnapshot(): Promise<LedgerSnapshot>

  /** A player's events after a number, oldest first. `gap`: some of those are gone. */
  events(
    playerId: PlayerId,
    after: number,
    limit: number,
  ): Promise<{ events: readonly PlayerEvent[]; lastSeq: number; gap: boolean }>

  /** A remembered answer, unless it has expired. */
  answer(key: string, now: Instant): Promise<RememberedAnswer | undefined>
  /** How many answers to a player's requests are stored; `limit` when there are more. */
  countAnswers(playerId: PlayerId, limit: number): Promise<number>

  /**
   * Applies a change as a whole and resolves once it is on disk, or says why not. Adds a `wallet.changed` event for each
   * player and currency whose balance it moved, after the change's own events.
   */
  commit(change: Change): Promise<CommitResult>
  /** Resolves once everything that any read has seen so far is on disk. */
  flushed(): Promise<void>

  readonly oauth: OAuthRecords
  /** Null for a store that one process has for itself. */
  readonly shared: SharedStore | null

  /** Removes expired OAuth records and answers, and events older than `eventsBefore`. */
  sweep(now: Instant, eventsBefore: Instant): Promise<void>
  /** Rejects when nothing can be committed any more. */
  check(): Promise<void>
  /** Resolves with the error after which nothing more can be served; never, as long as all is well. */
  readonly failed: Promise<Error>
  close(): Promise<void>
}

/** A write or fsync went wrong: what is in memory may not be on disk, so nothing more is answered. */
export class StorageFailed extends Error {
  override readonly name = 'StorageFailed'
}

/**
 * The database cannot be reached now. What was asked has not happened. Later calls may succeed: everything goes on by
 * itself when the database is back.
 */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable'
}
