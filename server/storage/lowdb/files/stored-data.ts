import type { Client } from '../../../domain/client.ts'
import type { Identity } from '../../../domain/identity.ts'
import type { ClientId, GameId, MatchId, PlayerId } from '../../../domain/ids.ts'
import type { PostedTransfer } from '../../../domain/ledger.ts'
import type { Block } from '../../../domain/ledger-chain.ts'
import type { Player } from '../../../domain/player.ts'
import type { Game } from '../../../domain/rules.ts'
import type { Meta, OAuthRecord, RememberedAnswer } from '../../storage.ts'
import { Dictionary } from '../packed/dictionary.ts'
import { PackedMap } from '../packed/packed-map.ts'
import type { Records } from '../packed/records.ts'
import { StoredEvents } from '../packed/stored-events.ts'
import { StoredMatches } from '../packed/stored-matches.ts'
import { type MatchDelta, matchDelta, restoreDelta } from './match-delta.ts'

/** What is kept: collections of immutable whole records, each under its id. */
export interface Collections {
  readonly meta: Map<'store', Meta>
  /**
   * The last number given to a new player or game. `gapsUntil`: the last transfer of a ledger that was copied from a store
   * whose numbers have gaps; from there on they have none.
   */
  readonly counters: Map<'player' | 'game' | 'gapsUntil', number>
  readonly players: Map<PlayerId, Player>
  /** Under `identityKey`. */
  readonly identities: Map<string, Identity>
  readonly games: Map<GameId, Game>
  readonly clients: Map<ClientId, Client>
  readonly matches: StoredMatches
  readonly transfers: PackedMap<string, PostedTransfer>
  /** Under their heights, lowest first. */
  readonly blocks: PackedMap<number, Block>
  /** Under `eventKey`. */
  readonly events: StoredEvents
  /** The newest event of a player whose events were swept, so that numbers go on after it. */
  readonly eventHeads: Map<PlayerId, number>
  readonly answers: PackedMap<string, RememberedAnswer>
  /** Under `oauthKey`. */
  readonly oauth: Map<string, OAuthRecord>
}

/** The content of `low.data`. */
export interface StoreData extends Collections {
  /** Number of the last journal line that it contains. */
  seq: number
}

type Name = keyof Collections
type Entry<N extends Name> = Parameters<Collections[N]['set']>

/** Puts a whole record in place of whatever was there; without a record, removes it. */
export type RecordChange = {
  [N in Name]: readonly [collection: N, key: Entry<N>[0], record?: Entry<N>[1]]
}[Name]

/** What a journal line holds of a change. */
export type JournalRecord = RecordChange | MatchDelta

export function emptyData(): StoreData {
  const dictionary = new Dictionary()
  return {
    seq: 0,
    meta: new Map(),
    counters: new Map(),
    players: new Map(),
    identities: new Map(),
    games: new Map(),
    clients: new Map(),
    matches: new StoredMatches(dictionary),
    transfers: new PackedMap(dictionary, ({ id }) => id),
    blocks: new PackedMap(dictionary, ({ height }) => height),
    events: new StoredEvents(dictionary),
    eventHeads: new Map(),
    answers: new PackedMap(dictionary, ({ key }) => key),
    oauth: new Map(),
  }
}

export const oauthKey = (model: string, key: string) => `${model}/${key}`

/** Puts a change's record into its collection, or removes it. Returns the record that was there before. */
export function replaceRecord<Key, Kept>(
  collection: Records<Key, Kept>,
  [, key, record]: readonly [string, Key, Kept?],
): Kept | undefined {
  const before = collection.get(key)
  if (record === undefined) collection.delete(key)
  else collection.set(key, record)
  return before
}

/** The changes as a journal line holds them. Call it before they are applied. */
export function journalRecordsOf({ matches }: StoreData, changes: readonly RecordChange[]): readonly JournalRecord[] {
  const seen = new Set<MatchId>()
  return changes.map((change) => {
    if (change[0] !== 'matches') return change
    const [, id, after] = change
    // A second state in the same line would be compared with one from before the line.
    const before = seen.has(id) ? undefined : matches.undecided(id)
    seen.add(id)
    return (before && after && matchDelta(before, after)) ?? change
  })
}

/** Applies a change that was read from a file; false when it is none that this version can take. */
function restore(data: StoreData, change: JournalRecord): boolean {
  if (!Array.isArray(change)) return false
  if (change[0] === 'matchDeltas') return restoreDelta(data.matches, change)
  const [name, key, record] = change
  if (!Object.hasOwn(data, name) || typeof data[name] === 'number') return false
  const collection: Records<unknown, unknown> = data[name]
  try {
    if (record === undefined) collection.delete(key)
    else collection.set(key, record)
    return true
  } catch {
    // A record that cannot be packed, or is not under its own key, is not one that was written.
    return false
  }
}

/** Applies changes that were read from a file; false when one is none that this version can take. */
export function restoreAll(data: StoreData, changes: readonly JournalRecord[]): boolean {
  return changes.every((change) => restore(data, change))
}
