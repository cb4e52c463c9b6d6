import { type Identity, identityKey } from '../../../domain/identity.ts'
import type { MatchId, PlayerId } from '../../../domain/ids.ts'
import { type Account, balanceAfter, type PostedTransfer, playerOf } from '../../../domain/ledger.ts'
import { type Block, headOf } from '../../../domain/ledger-chain.ts'
import { isUndecided, type Match, poolOf } from '../../../domain/match.ts'
import { usernameKey } from '../../../domain/player.ts'
import type { Change, RememberedAnswer, Versioned } from '../../storage.ts'
import type { Accepted, CommitState } from '../../validate-change.ts'
import { columnText, poolKey, versionKey } from './keys.ts'
import type { Loaded, MatchRow } from './load.ts'

/** A count of changes, and whether there is a row for it. */
export interface Count {
  version: number
  readonly isStored: boolean
  isChanged: boolean
}

/** What moves with a player's matches and money. */
export interface PlayerState extends Count {
  lastEvent: number
  readonly balances: Map<string, number>
}

/** A match, as it was stored and as the batch leaves it. */
export interface MatchState {
  readonly before: MatchRow | undefined
  after: Match | undefined
}

/** The state that a batch of changes is judged by: what was loaded, with the changes that were accepted before. */
export class BatchState implements CommitState {
  readonly matches = new Map<MatchId, MatchState>()
  readonly players = new Map<PlayerId, PlayerState>()
  readonly versions = new Map<string, Count>()
  readonly transfers = new Map<string, PostedTransfer>()
  readonly #balances = new Map<string, number>()
  readonly #answers: Map<string, RememberedAnswer>
  readonly #usernames: Map<string, PlayerId>
  readonly #identities: Map<string, Identity>
  readonly #unsealed: Set<string>
  #newestBlock: Block | undefined
  #clockOffset: number
  #aliveAt: number

  constructor(loaded: Loaded) {
    for (const row of loaded.matches) this.matches.set(row.id, { before: row, after: undefined })
    for (const { player_id, version, last_event, balances } of loaded.players) {
      const kept = { lastEvent: last_event, balances: new Map(Object.entries(balances)) }
      this.players.set(player_id, { version, isStored: true, isChanged: false, ...kept })
    }
    for (const { key, version } of loaded.versions) {
      this.versions.set(key, { version, isStored: true, isChanged: false })
    }
    for (const transfer of loaded.transfers) this.transfers.set(transfer.id, transfer)
    for (const { match_id, currency, balance } of loaded.escrows) {
      this.#balances.set(`escrow:${match_id} ${currency}`, balance)
    }
    for (const { account, currency, balance } of loaded.shared) this.#balances.set(`${account} ${currency}`, balance)
    this.#answers = new Map(loaded.answers.map((answer) => [answer.key, answer]))
    this.#usernames = new Map(loaded.usernames.map(({ id, username_key }) => [username_key, id]))
    this.#identities = new Map(loaded.identities.map((identity) => [identityKey(identity), identity]))
    this.#unsealed = new Set(loaded.unsealed)
    this.#newestBlock = loaded.newestBlock
    this.#clockOffset = loaded.meta?.clock_offset ?? 0
    this.#aliveAt = loaded.meta?.alive_at ?? 0
  }

  versionOf(versioned: Versioned): number {
    const key = versionKey(versioned)
    if (key !== null) return this.#count(key).version
    return versioned.kind === 'player' ? this.player(versioned.id).version : this.#aliveAt
  }

  versionOfMatch(id: MatchId): number {
    const match = this.matches.get(id)
    return match?.after?.version ?? match?.before?.version ?? 0
  }

  answer(key: string): RememberedAnswer | undefined {
    return this.#answers.get(key)
  }

  playerIdOf(username: string): PlayerId | undefined {
    return this.#usernames.get(columnText(usernameKey(username)))
  }

  identity(id: Parameters<typeof identityKey>[0]): Identity | undefined {
    return this.#identities.get(identityKey(id))
  }

  transfer(id: string): PostedTransfer | undefined {
    return this.transfers.get(id)
  }

  balance(account: Account, currency: string): number {
    const playerId = playerOf(account)
    if (playerId !== null) return this.player(playerId).balances.get(currency) ?? 0
    return this.#balances.get(`${account} ${currency}`) ?? 0
  }

  lastEvent(playerId: PlayerId): number {
    return this.player(playerId).lastEvent
  }

  isNextBlock({ height, previous, entries }: Block): boolean {
    const head = headOf(this.#newestBlock)
    if (height !== head.height + 1 || previous !== head.hash) return false
    return new Set(entries).size === entries.length && entries.every((id) => this.#unsealed.has(columnText(id)))
  }

  /** Numbers are given when the transfers are written; until then they have none. */
  transferNumber(): number {
    return 0
  }

  /** A player's state; a player who has none yet is at the beginning. */
  player(id: PlayerId): PlayerState {
    const known = this.players.get(id)
    if (known) return known
    const created = { version: 0, isStored: false, isChanged: false, lastEvent: 0, balances: new Map<string, number>() }
    this.players.set(id, created)
    return created
  }

  /** Takes in a change that was accepted: the ones after it are judged by what it leaves. */
  apply(change: Change, { added, commitResult }: Accepted): void {
    if (!changesAnything(change)) return
    for (const precondition of change.preconditions ?? []) this.#keepRow(precondition)
    for (const match of change.matches ?? []) this.#applyMatch(match)
    for (const transfer of added) this.#applyTransfer(transfer)
    for (const { playerId, event } of commitResult.events) {
      Object.assign(this.player(playerId), { lastEvent: event.seq, isChanged: true })
    }
    for (const player of change.players ?? []) {
      for (const [key, id] of this.#usernames) if (id === player.id) this.#usernames.delete(key)
      this.#usernames.set(columnText(usernameKey(player.username)), player.id)
      this.#grow({ kind: 'player', id: player.id })
    }
    this.#applyIdentities(change)
    for (const { id } of change.games ?? []) this.#grow({ kind: 'game', id })
    for (const { id } of change.clients ?? []) this.#grow({ kind: 'client', id })
    if (change.answer) this.#answers.set(change.answer.key, change.answer)
    if (change.block) {
      for (const id of change.block.entries) this.#unsealed.delete(columnText(id))
      this.#newestBlock = change.block
    }
    this.#aliveAt = change.meta?.aliveAt ?? this.#aliveAt
    const offset = change.meta?.clockOffset
    if (offset !== undefined && offset !== this.#clockOffset) {
      this.#clockOffset = offset
      this.#grow({ kind: 'clock' })
    }
  }

  #applyMatch(match: Match): void {
    const { before, after } = this.matches.get(match.id) ?? { before: undefined, after: undefined }
    const state = after?.state ?? before?.state
    const challenged = after ? (after.challenged?.playerId ?? null) : (before?.challenged ?? null)
    const wasUndecided = state === 'unmatched' || state === 'matched'
    this.matches.set(match.id, { before, after: match })
    if ((state === 'unmatched') !== (match.state === 'unmatched')) {
      this.#growCount(poolKey(poolOf(match)))
      this.#grow({ kind: 'openings', id: match.gameId })
    }
    const { playerId } = match.challenger
    if (wasUndecided !== isUndecided(match)) this.#grow({ kind: 'player', id: playerId })
    if (match.challenged && (wasUndecided && challenged !== null) !== isUndecided(match)) {
      this.#grow({ kind: 'player', id: match.challenged.playerId })
    }
  }

  #applyTransfer(transfer: PostedTransfer): void {
    this.transfers.set(transfer.id, transfer)
    for (const account of [transfer.debit, transfer.credit]) {
      this.#setBalance(account, transfer.currency, balanceAfter(transfer, account))
    }
  }

  #setBalance(account: Account, currency: string, balance: number): void {
    const playerId = playerOf(account)
    if (playerId === null) {
      this.#balances.set(`${account} ${currency}`, balance)
      return
    }
    const player = this.player(playerId)
    player.balances.set(currency, balance)
    player.isChanged = true
  }

  #applyIdentities({ identities = [], unlinked = [] }: Change): void {
    for (const identity of identities) {
      this.#identities.set(identityKey(identity), identity)
      this.#grow({ kind: 'player', id: identity.playerId })
    }
    for (const id of unlinked) {
      const holder = this.identity(id)
      this.#identities.delete(identityKey(id))
      if (holder) this.#grow({ kind: 'player', id: holder.playerId })
    }
  }

  #grow(versioned: Versioned): void {
    const key = versionKey(versioned)
    if (key !== null) this.#growCount(key)
    else if (versioned.kind === 'player') this.#growOne(this.player(versioned.id))
  }

  #growCount(key: string): void {
    this.#growOne(this.#count(key))
  }

  #growOne(count: Count): void {
    count.version += 1
    count.isChanged = true
  }

  /** Something without a row has never changed. It gets its row now: another process that adds it too is found out. */
  #keepRow(versioned: Versioned): void {
    const key = versionKey(versioned)
    const count = key !== null ? this.#count(key) : versioned.kind === 'player' ? this.player(versioned.id) : null
    if (count && !count.isStored) count.isChanged = true
  }

  #count(key: string): Count {
    const known = this.versions.get(key)
    if (known) return known
    const created = { version: 0, isStored: false, isChanged: false }
    this.versions.set(key, created)
    return created
  }
}

/** Whether there is more to a change than what it relies on. */
export function changesAnything({ at: _, preconditions: __, ...parts }: Change): boolean {
  return Object.values(parts).some((part) => (Array.isArray(part) ? part.length > 0 : part !== undefined))
}
