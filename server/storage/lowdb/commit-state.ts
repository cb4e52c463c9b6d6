import { identityKey } from '../../domain/identity.ts'
import type { PostedTransfer } from '../../domain/ledger.ts'
import type { AnnouncedEvent, Change } from '../storage.ts'
import type { Accepted, CommitState } from '../validate-change.ts'
import type { RecordChange } from './files/stored-data.ts'
import { eventKey } from './packed/stored-events.ts'
import type { State } from './state.ts'

/** The state in memory, as `validateChange` reads it. */
export function commitStateOf(state: State): CommitState {
  const { data } = state
  return {
    versionOf: (versioned) => state.versions.of(versioned),
    versionOfMatch: (id) => data.matches.get(id)?.version ?? 0,
    answer: (key) => data.answers.get(key),
    playerIdOf: (username) => state.playerByUsername(username)?.id,
    identity: (id) => data.identities.get(identityKey(id)),
    transfer: (id) => data.transfers.get(id),
    balance: (account, currency) => state.ledger.balance(account, currency),
    lastEvent: (playerId) => state.events.lastSeq(playerId),
    isNextBlock: (block) => state.chain.isNext(block),
    transferNumber: (n) => state.ledger.newest + n + 1,
  }
}

/** The records to write for a change that was accepted. */
export function recordsOf(state: State, change: Change, { added, commitResult }: Accepted): RecordChange[] {
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
  return [...records, ...added.map(transferRecord), ...commitResult.events.map(eventRecord)]
}

const transferRecord = (transfer: PostedTransfer): RecordChange => ['transfers', transfer.id, transfer]
const eventRecord = (announced: AnnouncedEvent): RecordChange => [
  'events',
  eventKey(announced.playerId, announced.event.seq),
  announced,
]
