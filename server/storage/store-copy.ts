import type { Client } from '../domain/client.ts'
import type { Identity } from '../domain/identity.ts'
import type { PlayerId } from '../domain/ids.ts'
import type { PostedTransfer } from '../domain/ledger.ts'
import type { Block } from '../domain/ledger-chain.ts'
import type { Match } from '../domain/match.ts'
import type { Player } from '../domain/player.ts'
import type { Game } from '../domain/rules.ts'
import type { AnnouncedEvent, LedgerSnapshot, Meta, OAuthRecord, RememberedAnswer } from './storage.ts'

/**
 * Everything that a store keeps for good, by kind, however it keeps it. What can be derived is not among it: balances follow
 * from the transfers, indexes and counts of changes from the rest.
 */
export interface KeptRecords {
  readonly meta: Meta
  /** The signing and cookie keys as they are kept; none where `ANTE_KEYS` gives them. */
  readonly keys: string
  /** The last number given to a new player or game. */
  readonly counters: { readonly of: 'player' | 'game'; readonly last: number }
  readonly players: Player
  /** In the order in which they were linked. */
  readonly identities: Identity
  readonly games: Game
  readonly clients: Client
  readonly matches: Match
  /** In the order of the ledger. */
  readonly transfers: PostedTransfer
  /** Lowest first. */
  readonly blocks: Block
  /** Numbers of the transfers that no block has yet, lowest first. */
  readonly unsealed: number
  readonly events: AnnouncedEvent
  /** The number of the newest event that a player ever had; that event may have been swept. */
  readonly eventHeads: { readonly playerId: PlayerId; readonly last: number }
  readonly answers: RememberedAnswer
  /** In the order in which their keys were first stored. */
  readonly oauth: OAuthRecord
}

export type RecordKind = keyof KeptRecords

/** In this order they are read and written. */
export const RECORD_KINDS = [
  'meta',
  'keys',
  'counters',
  'players',
  'identities',
  'games',
  'clients',
  'matches',
  'transfers',
  'blocks',
  'unsealed',
  'events',
  'eventHeads',
  'answers',
  'oauth',
] as const satisfies readonly RecordKind[]

/** Some records of a kind. */
export type RecordBatch = {
  readonly [Kind in RecordKind]: { readonly kind: Kind; readonly records: readonly KeptRecords[Kind][] }
}[RecordKind]

/** A store as it is at one moment. */
export interface StoreContent {
  /** How many records there are of all kinds. */
  readonly total: number
  /** Every record, kind by kind. May be read once. The same records have the same JSON, whatever the kind of the store. */
  batches(): AsyncIterable<RecordBatch>
  /** The same ledger with its balances, for whoever recomputes it. Read it after the batches, or without them. */
  readonly ledger: LedgerSnapshot
  close(): Promise<void>
}

/** A store that no server uses, to be copied from. */
export interface StoreSource {
  /** May be called again when what was read before is closed. */
  read(): Promise<StoreContent>
  /** Throws `StoreRefused` when a server has used the store since. */
  assertAtRest(): Promise<void>
  close(): Promise<void>
}

/** How far a copy has come: so many records from the first on, in the order in which the source has them. */
export interface CopyMark {
  readonly records: number
  /** SHA-256 over all of them, as lower-case hexadecimal digits. The same records in the same order have the same. */
  readonly digest: string
}

/**
 * What was found in the place of a copy: nothing; a copy that was cut short, which had come so far; or one that cannot be gone
 * on with, and was removed.
 */
export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'begun'; readonly mark: CopyMark }
  | { readonly kind: 'removed' }

/** An empty place, or a copy that was cut short, to be copied into. From `begin` to `finish` no server starts on it. */
export interface StoreTarget {
  /** Takes the place. Throws `StoreRefused`. */
  begin(): Promise<Found>
  /** Removes everything that was copied. */
  clear(): Promise<void>
  /** Adds records, after which the copy has come as far as the mark says. */
  write(batch: RecordBatch, mark: CopyMark): Promise<void>
  /** Resolves once everything that was written is on disk. */
  complete(): Promise<void>
  /** Reads it all again. */
  read(): Promise<StoreContent>
  /** Gives the place to the servers. */
  finish(): Promise<void>
  close(): Promise<void>
}

/** The store cannot be copied as it is, or nothing can be copied into it. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused'
}

/** A copy into the store was cut short, or is under way. */
export class StoreUnfinished extends Error {
  override readonly name = 'StoreUnfinished'

  /** `place`: such as `The database`. `remove`: what gets rid of it. */
  constructor(place: string, remove: string) {
    super(
      `${place} is a half-made copy of another store. Run the same "ante store copy" again, which finishes it, or ${remove}.`,
    )
  }
}
