import type { PlayerEventContent } from '@ante/shared'
import { asMatchId, asPlayerId, type PlayerId } from '../../../server/domain/ids.ts'
import { escrowAccount, playerAccount } from '../../../server/domain/ledger.ts'
import type { MatchedMatch, SettledMatch, UnmatchedMatch } from '../../../server/domain/match.ts'
import type { Change, Storage } from '../../../server/storage/storage.ts'
import { aMatchedMatch, anAttempt, anUnmatchedMatch, MINUTE, NOON } from '../builders.ts'

const STAKE = 500
const DEPOSIT = 1_000_000_000

/** The players of a load are 1 to this many. */
export const PLAYERS = 200

/** Gives every player of a load enough money. */
export async function fundPlayers(storage: Storage): Promise<void> {
  const transfers = Array.from({ length: PLAYERS }, (_, index) => ({
    id: `payment:deposit-${index + 1}`,
    debit: 'treasury' as const,
    credit: playerAccount(asPlayerId(index + 1)),
    amount: DEPOSIT,
    currency: 'GBP',
    matchId: null,
  }))
  await storage.commit({ at: NOON, transfers })
}

/** The four changes of a match's life, from a stake to the payout, for the n-th match of a load that began at `from`. */
export function lifeOf(n: number, from: number = NOON): Change[] {
  const challenger = asPlayerId((n % PLAYERS) + 1)
  const challenged = asPlayerId(((n + 1 + (n % 7)) % PLAYERS) + 1)
  const at = from + n * 1000
  const open = openMatch(n, challenger, at)
  const matched = acceptedMatch(open, challenged, at)
  const scored = { ...matched, version: 3, challenger: { ...matched.challenger, finish: score(812, at) } }
  return [
    { at, matches: [open], transfers: [stake(open, 'challenger', challenger)] },
    {
      at: at + 1,
      matches: [matched],
      transfers: [stake(open, 'challenged', challenged)],
      events: [{ playerId: challenger, content: { type: 'match.matched', data: { match: wireMatch(matched) } } }],
    },
    {
      at: at + 2,
      matches: [scored],
      events: [{ playerId: challenged, content: { type: 'match.opponent_finished', data: { match_id: open.id } } }],
    },
    settlement(scored, challenged, at + 3),
  ]
}

/** Commits all four changes of a match, one after the other. */
export async function playMatch(storage: Storage, n: number, from?: number): Promise<void> {
  for (const change of lifeOf(n, from)) {
    const commitResult = await storage.commit(change)
    if (commitResult.kind !== 'committed') throw new Error(`match ${n}: ${JSON.stringify(commitResult)}`)
  }
}

const OPEN_PER_COMMIT = 1000
/** Skill levels of open matches are below this. */
export const LEVELS = 1000
const CHALLENGERS = 500

/**
 * Leaves so many matches open in the pool of a match of the builders, from players 1001 on, open for a day. One in ten has
 * no skill level.
 */
export async function leaveOpen(storage: Storage, count: number, at: number): Promise<void> {
  for (let first = 0; first < count; first += OPEN_PER_COMMIT) {
    const matches = Array.from({ length: Math.min(OPEN_PER_COMMIT, count - first) }, (_, index) => {
      const n = first + index
      const resultUntil = at + 1440 * MINUTE
      return anUnmatchedMatch({
        id: asMatchId(`e${n.toString(16).padStart(31, '0')}`),
        createdAt: at + n,
        openUntil: resultUntil,
        skillLevel: n % 10 === 0 ? null : (n * 7919) % LEVELS,
        challenger: anAttempt({ playerId: asPlayerId(1001 + (n % CHALLENGERS)), startedAt: at, resultUntil }),
      })
    })
    const { kind } = await storage.commit({ at, matches })
    if (kind !== 'committed') throw new Error(`open matches were ${kind}`)
  }
}

/** Runs a task for every number below `count`, at most `width` at a time. */
export async function inParallel(count: number, width: number, task: (n: number) => Promise<void>): Promise<void> {
  let next = 0
  const work = async () => {
    for (let n = next++; n < count; n = next++) await task(n)
  }
  await Promise.all(Array.from({ length: width }, work))
}

function openMatch(n: number, playerId: PlayerId, at: number): UnmatchedMatch {
  const id = asMatchId(n.toString(16).padStart(32, '0'))
  const challenger = anAttempt({ playerId, secret: `${id}-challenger`, startedAt: at, resultUntil: at + 10 * MINUTE })
  return anUnmatchedMatch({ id, createdAt: at, openUntil: at + 1440 * MINUTE, challenger, stakeAmount: STAKE })
}

function acceptedMatch(open: UnmatchedMatch, playerId: PlayerId, at: number): MatchedMatch {
  const challenged = anAttempt({
    playerId,
    secret: `${open.id}-challenged`,
    startedAt: at,
    resultUntil: at + 10 * MINUTE,
  })
  return { ...aMatchedMatch(), ...open, version: 2, state: 'matched', challenged }
}

function settlement(match: MatchedMatch, winnerId: PlayerId, at: number): Change {
  const settled: SettledMatch = {
    ...match,
    version: 4,
    state: 'settled',
    challenged: { ...match.challenged, finish: score(901, at) },
    settlement: { outcome: 'challenged_won', winnerId, amountWon: STAKE, fee: 0, at },
  }
  const content: PlayerEventContent = {
    type: 'match.settled',
    data: {
      match: wireMatch(settled),
      match_result: {
        match_id: match.id,
        challenger_score: 812,
        challenged_score: 901,
        winner_id: winnerId,
        amount_won: STAKE,
        currency: 'GBP',
        outcome: 'challenged_won',
      },
    },
  }
  const [debit, credit] = [escrowAccount(match.id), playerAccount(winnerId)]
  return {
    at,
    matches: [settled],
    transfers: [
      {
        id: `${match.id}:payout:challenged`,
        debit,
        credit,
        amount: 2 * STAKE,
        currency: match.currency,
        matchId: match.id,
      },
    ],
    events: [match.challenger.playerId, winnerId].map((playerId) => ({ playerId, content })),
  }
}

function stake(match: UnmatchedMatch, side: 'challenger' | 'challenged', playerId: PlayerId) {
  return {
    id: `${match.id}:stake:${side}`,
    debit: playerAccount(playerId),
    credit: escrowAccount(match.id),
    amount: STAKE,
    currency: match.currency,
    matchId: match.id,
  }
}

const score = (points: number, at: number) => ({ kind: 'score' as const, score: points, at })

function wireMatch(match: MatchedMatch | SettledMatch) {
  return {
    id: match.id,
    challenger_id: match.challenger.playerId,
    challenged_id: match.challenged.playerId,
    stake_amount: match.stakeAmount,
    currency: match.currency,
    state: match.state,
    game_id: match.gameId,
    created_at: new Date(match.createdAt).toISOString(),
    result_until: new Date(match.challenger.resultUntil).toISOString(),
    open_until: new Date(match.openUntil).toISOString(),
  }
}
