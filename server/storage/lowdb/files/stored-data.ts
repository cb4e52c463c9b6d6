import type { Client } from '../../../domain/client.ts'
import type { Identity } from '../../../domain/identity.ts'
import type { ClientId, GameId, MatchId, PlayerId } from '../../../domain/ids.ts'
import type { PostedTransfer } from '../../../domain/ledger.ts'
import type { Block } from '../../../domain/ledger-chain.ts'
import type { Match } from '../../../domain/match.ts'
import type { Player } from '../../../domain/player.ts'
import type { Game } from '../../../domain/rules.ts'
import type { AnnouncedEvent, Meta, OAuthRecord, RememberedAnswer } from '../../storage.ts'
import type { ShareRules } from './share-rules.ts'

/** What is kept: collections of immutable whole records, each under its id. */
export interface Collections {
  readonly meta: Map<'store', Meta>
  /** The last number given to a new player or game. */
  readonly counters: Map<'player' | 'game', number>
  readonly players: Map<PlayerId, Player>
  /** Under `identityKey`. */
  readonly identities: Map<string, Identity>
  readonly games: Map<GameId, Game>
  readonly clients: Map<ClientId, Client>
  readonly matches: Map<MatchId, Match>
  readonly transfers: Map<string, PostedTransfer>
  /** Under their heights, lowest first. */
  readonly blocks: Map<number, Block>
  /** Under `eventKey`. */
  readonly events: Map<string, AnnouncedEvent>
  /** The newest event of a player whose events were swept, so that numbers go on after it. */
  readonly eventHeads: Map<PlayerId, number>
  readonly answers: Map<string, RememberedAnswer>
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

export function emptyData(): StoreData {
  return {
    seq: 0,
    meta: new Map(),
    counters: new Map(),
    players: new Map(),
    identities: new Map(),
    games: new Map(),
    clients: new Map(),
    matches: new Map(),
    transfers: new Map(),
    blocks: new Map(),
    events: new Map(),
    eventHeads: new Map(),
    answers: new Map(),
    oauth: new Map(),
  }
}

export const eventKey = (playerId: PlayerId, seq: number) => `${playerId}/${seq}`
export const oauthKey = (model: string, key: string) => `${model}/${key}`

/** Puts a change's record into its collection, or removes it. Returns the record that was there before. */
export function replaceRecord<Key, Kept>(
  collection: Map<Key, Kept>,
  [, key, record]: readonly [string, Key, Kept?],
): Kept | undefined {
  const before = collection.get(key)
  if (record === undefined) collection.delete(key)
  else collection.set(key, record)
  return before
}

/** Applies a change that was read from a file; false when it is none, or of a collection that is unknown here. */
function restore(data: StoreData, change: RecordChange, shareRules: ShareRules): boolean {
  const collection: unknown = Array.isArray(change) && data[change[0]]
  if (!(collection instanceof Map)) return false
  const [name, key, record] = change
  replaceRecord(collection, name === 'matches' && record ? [name, key, shareRules(record)] : change)
  return true
}

/** Applies changes that were read from a file; false when one is none, or of a collection that is unknown here. */
export function restoreAll(data: StoreData, changes: readonly RecordChange[], shareRules: ShareRules): boolean {
  return changes.every((change) => restore(data, change, shareRules))
}
