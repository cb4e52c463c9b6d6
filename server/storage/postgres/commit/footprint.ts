import { identityKey } from '../../../domain/identity.ts'
import type { MatchId, PlayerId } from '../../../domain/ids.ts'
import { type Account, playerOf } from '../../../domain/ledger.ts'
import { poolOf } from '../../../domain/match.ts'
import { usernameKey } from '../../../domain/player.ts'
import type { Change } from '../../storage.ts'
import { CHAIN, columnText, FEES, versionKey } from './keys.ts'

const ESCROW = 'escrow:'

/** The match whose escrow an account is, if it is one. */
export const matchOf = (account: Account): MatchId | null =>
  account.startsWith(ESCROW) ? (account.slice(ESCROW.length) as MatchId) : null

/** Everything that some changes are judged by: what has to be locked, and what has to be read. */
export interface Footprint {
  readonly matches: ReadonlySet<MatchId>
  readonly players: ReadonlySet<PlayerId>
  /** Counts of pools and openings that may grow or are relied on. */
  readonly counts: ReadonlySet<string>
  /** Rows of `versions` that are changed. */
  readonly changed: ReadonlySet<string>
  /** Rows of `versions` that are only relied on. */
  readonly reliedOn: ReadonlySet<string>
  readonly escrows: ReadonlySet<MatchId>
  /** Whether the balance of the treasury or the fees is needed. */
  readonly sharedAccounts: boolean
  readonly transfers: ReadonlySet<string>
  readonly answers: ReadonlySet<string>
  readonly usernames: ReadonlySet<string>
  readonly renamed: ReadonlySet<PlayerId>
  readonly identities: ReadonlySet<string>
  readonly unlinked: ReadonlySet<string>
  readonly sealed: ReadonlySet<string>
  readonly seals: boolean
  readonly meta: boolean
}

type Building = {
  -readonly [Name in keyof Footprint]: Footprint[Name] extends ReadonlySet<infer Item> ? Set<Item> : boolean
}

/** What these changes touch. */
export function footprintOf(changes: readonly Change[]): Footprint {
  const found: Building = {
    matches: new Set(),
    players: new Set(),
    counts: new Set(),
    changed: new Set(),
    reliedOn: new Set(),
    escrows: new Set(),
    sharedAccounts: false,
    transfers: new Set(),
    answers: new Set(),
    usernames: new Set(),
    renamed: new Set(),
    identities: new Set(),
    unlinked: new Set(),
    sealed: new Set(),
    seals: false,
    meta: false,
  }
  for (const change of changes) {
    addPreconditions(found, change)
    addMatches(found, change)
    addTransfers(found, change)
    addAccounts(found, change)
    for (const { id } of change.games ?? []) found.changed.add(`game ${id}`)
    for (const { id } of change.clients ?? []) found.changed.add(`client ${id}`)
    if (change.answer) found.answers.add(columnText(change.answer.key))
    if (change.meta) found.meta = true
    if (change.meta?.clockOffset !== undefined) found.changed.add('clock')
    if (change.block) {
      found.seals = true
      found.changed.add(CHAIN)
      for (const id of change.block.entries) found.sealed.add(columnText(id))
    }
  }
  for (const key of found.changed) found.reliedOn.delete(key)
  return found
}

function addPreconditions(found: Building, { preconditions = [] }: Change): void {
  for (const precondition of preconditions) {
    const key = versionKey(precondition)
    if (precondition.kind === 'player') found.players.add(precondition.id)
    else if (precondition.kind === 'heartbeat') found.meta = true
    else if (key === null) continue
    else if (precondition.kind === 'pool' || precondition.kind === 'openings') found.counts.add(key)
    else found.reliedOn.add(key)
  }
}

function addMatches(found: Building, { matches = [] }: Change): void {
  for (const match of matches) {
    found.matches.add(match.id)
    found.players.add(match.challenger.playerId)
    if (match.challenged) found.players.add(match.challenged.playerId)
    if (match.version > 1 || match.state !== 'unmatched') continue
    found.counts.add(versionKey({ kind: 'pool', pool: poolOf(match) }) ?? '')
    found.counts.add(`openings ${match.gameId}`)
  }
}

function addTransfers(found: Building, { transfers = [], events = [] }: Change): void {
  for (const { playerId } of events) found.players.add(playerId)
  for (const { id, debit, credit } of transfers) {
    found.transfers.add(columnText(id))
    if (debit === 'fees') found.changed.add(FEES)
    if (debit === 'fees' || debit === 'treasury' || credit === 'treasury') found.sharedAccounts = true
    for (const account of [debit, credit]) {
      const [playerId, matchId] = [playerOf(account), matchOf(account)]
      if (playerId !== null) found.players.add(playerId)
      if (matchId === null) continue
      found.matches.add(matchId)
      found.escrows.add(matchId)
    }
  }
}

function addAccounts(found: Building, { players = [], identities = [], unlinked = [] }: Change): void {
  for (const { id, username } of players) {
    found.players.add(id)
    found.renamed.add(id)
    found.usernames.add(columnText(usernameKey(username)))
  }
  for (const identity of identities) {
    found.players.add(identity.playerId)
    found.identities.add(columnText(identityKey(identity)))
  }
  for (const id of unlinked) {
    found.identities.add(columnText(identityKey(id)))
    found.unlinked.add(columnText(identityKey(id)))
  }
}
