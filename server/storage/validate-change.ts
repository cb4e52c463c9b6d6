import type { PlayerEvent } from '@ante/shared'
import { type Identity, type IdentityId, identityKey } from '../domain/identity.ts'
import type { MatchId, PlayerId } from '../domain/ids.ts'
import {
  type Account,
  balanceAfter,
  isSameTransfer,
  type PostedTransfer,
  playerOf,
  post,
  type Transfer,
} from '../domain/ledger.ts'
import type { Block } from '../domain/ledger-chain.ts'
import { usernameKey } from '../domain/player.ts'
import type { AnnouncedEvent, Change, CommitResult, RememberedAnswer, Versioned } from './storage.ts'

/** What a change is judged by: the state of everything that it touches, as of one moment. */
export interface CommitState {
  versionOf(versioned: Versioned): number
  /** 0: no such match. */
  versionOfMatch(id: MatchId): number
  /** Also one that has expired. */
  answer(key: string): RememberedAnswer | undefined
  playerIdOf(username: string): PlayerId | undefined
  identity(id: IdentityId): Identity | undefined
  transfer(id: string): PostedTransfer | undefined
  balance(account: Account, currency: string): number
  /** Number of a player's newest event; 0 before the first. */
  lastEvent(playerId: PlayerId): number
  /** Whether a block goes on from the newest one and seals transfers that wait. */
  isNextBlock(block: Block): boolean
  /** The number of the n-th transfer (from 0) that the change adds. */
  transferNumber(n: number): number
}

type Refusal = Exclude<CommitResult, { kind: 'committed' }>
type Posting = { readonly kind: 'posted'; readonly all: PostedTransfer[]; readonly added: PostedTransfer[] }

/** A change that may be applied. */
export interface Accepted {
  readonly kind: 'accepted'
  /** The transfers that were not there before. */
  readonly added: readonly PostedTransfer[]
  /** What its author is told once it is on disk. */
  readonly commitResult: Extract<CommitResult, { kind: 'committed' }>
}

/** Decides whether a change still fits the state, and what it comes to. Changes nothing. */
export function validateChange(state: CommitState, change: Change): Accepted | Refusal {
  const refusal =
    validateNotAnswered(state, change) ?? validatePreconditions(state, change) ?? validateUniqueness(state, change)
  if (refusal) return refusal
  const posting = postTransfers(state, change)
  if (posting.kind !== 'posted') return posting
  const events = numberEvents(state, change, posting.added)
  return {
    kind: 'accepted',
    added: posting.added,
    commitResult: { kind: 'committed', events, transfers: posting.all },
  }
}

function validateNotAnswered(state: CommitState, { answer, at }: Change): Refusal | null {
  const known = answer && state.answer(answer.key)
  return known && known.expiresAt > at ? { kind: 'answered' } : null
}

function validatePreconditions(state: CommitState, change: Change): Refusal | null {
  const reliesOnOld = change.preconditions?.some(
    (precondition) => state.versionOf(precondition) !== precondition.version,
  )
  const replacesOther = change.matches?.some((match) => match.version !== state.versionOfMatch(match.id) + 1)
  const sealsOther = change.block !== undefined && !state.isNextBlock(change.block)
  return reliesOnOld || replacesOther || sealsOther ? { kind: 'stale' } : null
}

function validateUniqueness(state: CommitState, change: Change): Refusal | null {
  return validateUsernames(state, change) ?? validateIdentities(state, change)
}

function validateIdentities(state: CommitState, { identities = [] }: Change): Refusal | null {
  if (identities.length === 0) return null
  const holders = new Map(identities.map((identity) => [identityKey(identity), identity.playerId]))
  const isTaken = identities.some((identity) => {
    const holder = state.identity(identity)?.playerId ?? identity.playerId
    return holder !== identity.playerId || holders.get(identityKey(identity)) !== identity.playerId
  })
  return isTaken ? { kind: 'identity_taken' } : null
}

function validateUsernames(state: CommitState, { players }: Change): Refusal | null {
  const claimed = new Map<string, number>()
  for (const { id, username } of players ?? []) {
    const holder = claimed.get(usernameKey(username)) ?? state.playerIdOf(username) ?? id
    if (holder !== id) return { kind: 'taken', username }
    claimed.set(usernameKey(username), id)
  }
  return null
}

function postTransfers(state: CommitState, { at, transfers = [] }: Change): Posting | Refusal {
  if (transfers.length === 0) return { kind: 'posted', all: [], added: [] }
  const fresh = new Map<string, Transfer>()
  for (const transfer of transfers) {
    const known = state.transfer(transfer.id) ?? fresh.get(transfer.id)
    if (known && !isSameTransfer(known, transfer)) return { kind: 'conflict', transferId: transfer.id }
    if (!known) fresh.set(transfer.id, transfer)
  }
  const result = post([...fresh.values()], (account, currency) => state.balance(account, currency))
  if ('kind' in result) return result
  const added = result.posted.map(({ transfer, debitBalance, creditBalance }, index): PostedTransfer => {
    const { id, debit, credit, amount, currency, matchId, reason } = transfer
    const seq = state.transferNumber(index)
    const posted = { id, debit, credit, amount, currency, matchId, debitBalance, creditBalance, seq, at }
    return reason === undefined ? posted : { ...posted, reason }
  })
  if (added.length === transfers.length) return { kind: 'posted', all: added, added }
  const byId = new Map(added.map((transfer) => [transfer.id, transfer]))
  const all = transfers.flatMap(({ id }) => byId.get(id) ?? state.transfer(id) ?? [])
  return { kind: 'posted', all, added }
}

function numberEvents(state: CommitState, change: Change, added: readonly PostedTransfer[]): AnnouncedEvent[] {
  const contents = [...(change.events ?? []), ...walletEvents(state, added)]
  if (contents.length === 0) return []
  const at = new Date(change.at).toISOString()
  const heads = new Map<number, number>()
  return contents.map(({ playerId, content }) => {
    const seq = (heads.get(playerId) ?? state.lastEvent(playerId)) + 1
    heads.set(playerId, seq)
    const { type, data } = content
    return { playerId, event: { seq, at, type, data } as PlayerEvent }
  })
}

/** Tells each player the balance of each currency that a change moved, in the order in which it touched them. */
function walletEvents(state: CommitState, added: readonly PostedTransfer[]): NonNullable<Change['events']>[number][] {
  if (added.length === 0) return []
  const after = new Map<string, { playerId: PlayerId; account: Account; currency: string; balance: number }>()
  for (const transfer of added) {
    const { debit, credit, currency } = transfer
    for (const account of [debit, credit]) {
      const playerId = playerOf(account)
      if (playerId === null) continue
      after.set(`${account} ${currency}`, { playerId, account, currency, balance: balanceAfter(transfer, account) })
    }
  }
  const changed = [...after.values()].filter(
    ({ account, currency, balance }) => balance !== state.balance(account, currency),
  )
  return changed.map(({ playerId, currency, balance }) => ({
    playerId,
    content: { type: 'wallet.changed', data: { currency, balance } },
  }))
}
