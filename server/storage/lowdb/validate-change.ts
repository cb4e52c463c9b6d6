import { identityKey } from '../../domain/identity.ts'
import {
  type Account,
  isSameTransfer,
  type PostedTransfer,
  playerOf,
  post,
  type Transfer,
} from '../../domain/ledger.ts'
import { usernameKey } from '../../domain/player.ts'
import type { AnnouncedEvent, Change, CommitResult } from '../storage.ts'
import { eventKey, type RecordChange } from './files/stored-data.ts'
import type { State } from './state.ts'

type Refusal = Exclude<CommitResult, { kind: 'committed' }>
type Posting = { readonly kind: 'posted'; readonly all: PostedTransfer[]; readonly added: PostedTransfer[] }

/** A change that may be applied: the records to write, and what its author is told once they are on disk. */
export interface Accepted {
  readonly kind: 'accepted'
  readonly records: readonly RecordChange[]
  readonly commitResult: Extract<CommitResult, { kind: 'committed' }>
}

/** Decides whether a change still fits the state, and what it comes to. Changes nothing. */
export function validateChange(state: State, change: Change): Accepted | Refusal {
  const refusal =
    validateNotAnswered(state, change) ?? validatePreconditions(state, change) ?? validateUniqueness(state, change)
  if (refusal) return refusal
  const posting = postTransfers(state, change)
  if (posting.kind !== 'posted') return posting
  const events = numberEvents(state, change, posting.added)
  return {
    kind: 'accepted',
    records: [...recordsOf(state, change), ...posting.added.map(transferRecord), ...events.map(eventRecord)],
    commitResult: { kind: 'committed', events, transfers: posting.all },
  }
}

function validateNotAnswered(state: State, { answer, at }: Change): Refusal | null {
  const known = answer && state.data.answers.get(answer.key)
  return known && known.expiresAt > at ? { kind: 'answered' } : null
}

function validatePreconditions(state: State, change: Change): Refusal | null {
  const reliesOnOld = change.preconditions?.some(
    (precondition) => state.versions.of(precondition) !== precondition.version,
  )
  const replacesOther = change.matches?.some(
    (match) => match.version !== (state.data.matches.get(match.id)?.version ?? 0) + 1,
  )
  const sealsOther = change.block !== undefined && !state.chain.takes(change.block)
  return reliesOnOld || replacesOther || sealsOther ? { kind: 'stale' } : null
}

function validateUniqueness(state: State, change: Change): Refusal | null {
  return validateUsernames(state, change) ?? validateIdentities(state, change)
}

function validateIdentities(state: State, { identities = [] }: Change): Refusal | null {
  const holders = new Map(identities.map((identity) => [identityKey(identity), identity.playerId]))
  const isTaken = identities.some((identity) => {
    const holder = state.data.identities.get(identityKey(identity))?.playerId ?? identity.playerId
    return holder !== identity.playerId || holders.get(identityKey(identity)) !== identity.playerId
  })
  return isTaken ? { kind: 'identity_taken' } : null
}

function validateUsernames(state: State, { players }: Change): Refusal | null {
  const claimed = new Map<string, number>()
  for (const { id, username } of players ?? []) {
    const holder = claimed.get(usernameKey(username)) ?? state.playerByUsername(username)?.id ?? id
    if (holder !== id) return { kind: 'taken', username }
    claimed.set(usernameKey(username), id)
  }
  return null
}

function postTransfers(state: State, { at, transfers = [] }: Change): Posting | Refusal {
  const fresh = new Map<string, Transfer>()
  for (const transfer of transfers) {
    const known = state.data.transfers.get(transfer.id) ?? fresh.get(transfer.id)
    if (known && !isSameTransfer(known, transfer)) return { kind: 'conflict', transferId: transfer.id }
    if (!known) fresh.set(transfer.id, transfer)
  }
  const result = post([...fresh.values()], (account, currency) => state.ledger.balance(account, currency))
  if ('kind' in result) return result
  const added = result.posted.map(({ transfer, ...balances }, index): PostedTransfer => {
    const { id, debit, credit, amount, currency, matchId, reason } = transfer
    const movement = { id, debit, credit, amount, currency, matchId, ...(reason !== undefined && { reason }) }
    return { ...movement, ...balances, seq: state.ledger.length + index + 1, at }
  })
  const byId = new Map(added.map((transfer) => [transfer.id, transfer]))
  const all = transfers.flatMap(({ id }) => byId.get(id) ?? state.data.transfers.get(id) ?? [])
  return { kind: 'posted', all, added }
}

function numberEvents(state: State, change: Change, added: readonly PostedTransfer[]): AnnouncedEvent[] {
  const at = new Date(change.at).toISOString()
  const heads = new Map<number, number>()
  return [...(change.events ?? []), ...walletEvents(state, added)].map(({ playerId, content }) => {
    const seq = (heads.get(playerId) ?? state.events.lastSeq(playerId)) + 1
    heads.set(playerId, seq)
    return { playerId, event: { seq, at, ...content } }
  })
}

/** Tells each player the balance of each currency that a change moved, in the order in which it touched them. */
function walletEvents(state: State, added: readonly PostedTransfer[]): NonNullable<Change['events']>[number][] {
  const after = new Map<string, { account: Account; currency: string; balance: number }>()
  const note = (account: Account, currency: string, balance: number) =>
    after.set(`${account} ${currency}`, { account, currency, balance })
  for (const { debit, credit, currency, debitBalance, creditBalance } of added) {
    note(debit, currency, debitBalance)
    note(credit, currency, creditBalance)
  }
  return [...after.values()].flatMap(({ account, currency, balance }) => {
    const playerId = playerOf(account)
    if (playerId === null || balance === state.ledger.balance(account, currency)) return []
    return [{ playerId, content: { type: 'wallet.changed', data: { currency, balance } } }]
  })
}

function recordsOf(state: State, change: Change): RecordChange[] {
  const records: RecordChange[] = []
  for (const match of change.matches ?? []) records.push(['matches', match.id, match])
  for (const player of change.players ?? []) records.push(['players', player.id, player])
  for (const identity of change.identities ?? []) records.push(['identities', identityKey(identity), identity])
  for (const id of change.unlinked ?? []) records.push(['identities', identityKey(id)])
  for (const game of change.games ?? []) records.push(['games', game.id, game])
  for (const client of change.clients ?? []) records.push(['clients', client.id, client])
  for (const holder of change.revokes ?? []) {
    for (const key of state.oauth.heldBy(holder)) records.push(['oauth', key])
  }
  if (change.answer) records.push(['answers', change.answer.key, change.answer])
  if (change.block) records.push(['blocks', change.block.height, change.block])
  if (change.meta) records.push(['meta', 'store', { ...state.meta, ...change.meta }])
  return records
}

const transferRecord = (transfer: PostedTransfer): RecordChange => ['transfers', transfer.id, transfer]
const eventRecord = (announced: AnnouncedEvent): RecordChange => [
  'events',
  eventKey(announced.playerId, announced.event.seq),
  announced,
]
