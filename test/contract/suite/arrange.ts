import type { Client } from '../../../server/domain/client.ts'
import {
  asClientId,
  asMatchId,
  asPlayerId,
  type ClientId,
  type GameId,
  type MatchId,
  type PlayerId,
} from '../../../server/domain/ids.ts'
import { escrowAccount, playerAccount, type Transfer } from '../../../server/domain/ledger.ts'
import type { ExpiredMatch, MatchedMatch, Pool, UnmatchedMatch } from '../../../server/domain/match.ts'
import type { Player } from '../../../server/domain/player.ts'
import type { Change, CommitResult, OffersPage, Storage } from '../../../server/storage/storage.ts'
import { anAttempt, anUnmatchedMatch, MINUTE, NOON, someRules } from '../../support/builders.ts'

/** Opens a new, empty store that is closed when the test is over. */
export type Open = () => Promise<Storage>

const START_BALANCE = 10_000

/** A store with a game and two players who have money. */
export interface Arranged {
  readonly storage: Storage
  readonly alice: PlayerId
  readonly bob: PlayerId
  readonly gameId: GameId
  /** The newest event of each player so far. */
  readonly firstEvents: number
}

export async function arrange(open: Open): Promise<Arranged> {
  const storage = await open()
  const [alice, bob] = [await storage.newPlayerId(), await storage.newPlayerId()]
  const gameId = await storage.newGameId()
  await committed(storage, {
    players: [aPlayer(alice, 'Alice'), aPlayer(bob, 'Bob')],
    games: [{ id: gameId, rules: someRules() }],
    transfers: [deposit(alice), deposit(bob)],
  })
  return { storage, alice, bob, gameId, firstEvents: 1 }
}

/** Commits, at noon unless it says when, and expects to succeed. */
export async function committed(storage: Storage, change: Partial<Change>): Promise<Committed> {
  const commitResult = await storage.commit({ at: NOON, ...change })
  if (commitResult.kind !== 'committed') throw new Error(`refused: ${JSON.stringify(commitResult)}`)
  return commitResult
}
type Committed = Extract<CommitResult, { kind: 'committed' }>

export function aPlayer(id: PlayerId, username: string): Player {
  return { id, username, nickname: username, passwordHash: null, guest: true, excluded: false, createdAt: NOON }
}

export function aClient(id: ClientId): Client {
  return {
    id,
    type: 'public',
    name: 'Tower',
    description: '',
    logoUri: null,
    clientUri: null,
    redirectUris: ['https://game.example/back'],
    scopes: ['public'],
    allowedOrigins: ['https://game.example'],
    secretHash: null,
    iss: true,
    createdAt: NOON,
  }
}

/** Names a match by a small number. */
export const matchId = (n: number): MatchId => asMatchId(n.toString(16).padStart(32, '0'))

/** The n-th match, created at minute n, with the stake that it needs. */
export function opened(
  n: number,
  { gameId, playerId, ...changes }: Partial<UnmatchedMatch> & { gameId: GameId; playerId: PlayerId },
): { match: UnmatchedMatch; stake: Transfer } {
  const createdAt = NOON + n * MINUTE
  const challenger = anAttempt({ playerId, startedAt: createdAt, resultUntil: createdAt + 10 * MINUTE })
  const openUntil = createdAt + 60 * MINUTE
  const match = anUnmatchedMatch({ id: matchId(n), gameId, createdAt, openUntil, challenger, ...changes })
  return { match, stake: stakeOf(match, playerId) }
}

export function accepted(match: UnmatchedMatch, playerId: PlayerId): MatchedMatch {
  const challenged = anAttempt({ playerId, resultUntil: match.createdAt + 20 * MINUTE })
  return { ...match, version: match.version + 1, state: 'matched', challenged }
}

export function expired(match: UnmatchedMatch): ExpiredMatch {
  const settlement = { outcome: 'expired', winnerId: null, amountWon: 0, fee: 0, at: match.openUntil } as const
  return { ...match, version: match.version + 1, state: 'expired', settlement }
}

export function stakeOf(match: UnmatchedMatch, playerId: PlayerId): Transfer {
  return {
    id: `${match.id}:stake:${playerId}`,
    debit: playerAccount(playerId),
    credit: escrowAccount(match.id),
    amount: match.stakeAmount,
    currency: match.currency,
    matchId: match.id,
  }
}

export function deposit(playerId: PlayerId, changes: Partial<Transfer> = {}): Transfer {
  return {
    id: `deposit:${playerId}`,
    debit: 'treasury',
    credit: playerAccount(playerId),
    amount: START_BALANCE,
    currency: 'GBP',
    matchId: null,
    ...changes,
  }
}

/** The open matches of a pool as a stranger is offered them; oldest first without a level. */
export function offersIn(storage: Storage, pool: Pool, page: Partial<OffersPage> = {}) {
  const filter = { pool, playerId: asPlayerId(404), clientId: asClientId('game'), undecided: 0, now: NOON }
  return storage.offers(filter, { skillLevel: null, after: null, limit: 1000, ...page })
}
