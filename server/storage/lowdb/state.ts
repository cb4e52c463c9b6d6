import type { Identity } from '../../domain/identity.ts'
import type { PlayerId } from '../../domain/ids.ts'
import type { PostedTransfer } from '../../domain/ledger.ts'
import type { Match } from '../../domain/match.ts'
import { type Player, usernameKey } from '../../domain/player.ts'
import type { AnnouncedEvent, Meta } from '../storage.ts'
import { type RecordChange, replaceRecord, type StoreData } from './files/stored-data.ts'
import { AnswerIndex } from './indexes/answer-index.ts'
import { ChainIndex } from './indexes/chain-index.ts'
import { EventIndex } from './indexes/event-index.ts'
import { IdentityIndex } from './indexes/identity-index.ts'
import { LedgerIndex } from './indexes/ledger-index.ts'
import { MatchIndex } from './indexes/match-index.ts'
import { OAuthIndex } from './indexes/oauth-index.ts'
import { Versions } from './indexes/versions.ts'

const NEW_STORE: Meta = { demo: null, aliveAt: null, clockOffset: 0 }

/** All records in memory, and the indexes that are derived from them. */
export class State {
  readonly data: StoreData
  readonly versions = new Versions()
  readonly matches: MatchIndex
  readonly ledger: LedgerIndex
  readonly chain: ChainIndex
  readonly events: EventIndex
  readonly oauth = new OAuthIndex()
  readonly identities = new IdentityIndex()
  readonly answers = new AnswerIndex()
  readonly #playersByUsername = new Map<string, PlayerId>()

  constructor(data: StoreData) {
    this.data = data
    this.matches = new MatchIndex(data.matches, this.versions)
    this.ledger = new LedgerIndex(data.transfers, data.counters.get('gapsUntil'))
    this.chain = new ChainIndex(data.transfers)
    for (const player of data.players.values()) this.#playersByUsername.set(usernameKey(player.username), player.id)
    for (const identity of data.identities.values()) this.identities.update(undefined, identity)
    for (const match of data.matches.values()) this.matches.update(undefined, match)
    for (const transfer of data.transfers.values()) this.#postTransfer(transfer)
    for (const block of data.blocks.values()) this.chain.sealed(block)
    for (const record of data.oauth.values()) this.oauth.update(undefined, record)
    for (const answer of data.answers.values()) this.answers.update(undefined, answer)
    this.events = new EventIndex(data)
    this.versions.set({ kind: 'heartbeat' }, this.meta.aliveAt ?? 0)
  }

  get meta(): Meta {
    return this.data.meta.get('store') ?? NEW_STORE
  }

  playerByUsername(username: string): Player | undefined {
    const id = this.#playersByUsername.get(usernameKey(username))
    return id === undefined ? undefined : this.data.players.get(id)
  }

  apply(changes: readonly RecordChange[]): void {
    for (const change of changes) this.#applyOne(change)
  }

  #applyOne(change: RecordChange): void {
    const { data } = this
    switch (change[0]) {
      case 'meta':
        this.#replaceMeta(replaceRecord(data.meta, change), change[2])
        return
      case 'counters':
        replaceRecord(data.counters, change)
        return
      case 'clients':
        replaceRecord(data.clients, change)
        this.versions.increment({ kind: 'client', id: change[1] })
        return
      case 'eventHeads':
        replaceRecord(data.eventHeads, change)
        return
      case 'games':
        replaceRecord(data.games, change)
        this.versions.increment({ kind: 'game', id: change[1] })
        return
      case 'players':
        this.#replacePlayer(replaceRecord(data.players, change), change[2])
        return
      case 'identities':
        this.#replaceIdentity(replaceRecord(data.identities, change), change[2])
        return
      case 'matches':
        this.#replaceMatch(replaceRecord(data.matches, change), change[2])
        return
      case 'transfers':
        if (!change[2]) throw new Error(`the transfer ${change[1]} cannot be removed`)
        data.transfers.set(change[1], change[2])
        this.#postTransfer(change[2])
        return
      case 'blocks':
        replaceRecord(data.blocks, change)
        if (change[2]) this.chain.sealed(change[2])
        return
      case 'events':
        if (change[2]) this.#addEvent(change[1], change[2])
        else this.#removeEvent(change[1])
        return
      case 'answers':
        this.answers.update(replaceRecord(data.answers, change), change[2])
        return
      case 'oauth':
        this.oauth.update(replaceRecord(data.oauth, change), change[2])
        return
    }
  }

  #replaceMeta(before: Meta | undefined, after: Meta | undefined): void {
    this.versions.set({ kind: 'heartbeat' }, (after ?? NEW_STORE).aliveAt ?? 0)
    if ((before ?? NEW_STORE).clockOffset !== (after ?? NEW_STORE).clockOffset)
      this.versions.increment({ kind: 'clock' })
  }

  #postTransfer(transfer: PostedTransfer): void {
    this.ledger.posted(transfer)
    this.chain.posted()
  }

  #replaceMatch(before: Match | undefined, after: Match | undefined): void {
    if (after) this.matches.update(before, after)
  }

  #addEvent(key: string, event: AnnouncedEvent): void {
    this.data.events.set(key, event)
    this.events.added(event)
  }

  #removeEvent(key: string): void {
    const removed = this.data.events.get(key)
    this.data.events.delete(key)
    if (removed) this.events.removed(removed)
  }

  #replaceIdentity(before: Identity | undefined, after: Identity | undefined): void {
    this.identities.update(before, after)
    for (const id of new Set([before?.playerId, after?.playerId])) {
      if (id !== undefined) this.versions.increment({ kind: 'player', id })
    }
  }

  #replacePlayer(before: Player | undefined, after: Player | undefined): void {
    if (!after) return
    if (before && this.#playersByUsername.get(usernameKey(before.username)) === before.id) {
      this.#playersByUsername.delete(usernameKey(before.username))
    }
    this.#playersByUsername.set(usernameKey(after.username), after.id)
    this.versions.increment({ kind: 'player', id: after.id })
  }
}
