import { timingSafeEqual } from 'node:crypto'
import { Problem } from '@ante/shared'
import type { ClientId, Instant, MatchId, PlayerId } from './ids.ts'
import type { Transfer } from './ledger.ts'
import {
  type Attempt,
  type ExpiredMatch,
  type Finish,
  isUndecided,
  type Match,
  type MatchedMatch,
  type Side,
  sideOf,
  type UndecidedMatch,
  type UnmatchedMatch,
} from './match.ts'
import { type Game, type GameRules, mayPlay, mayReport } from './rules.ts'
import { refundAll, settle, stakeTransfer, voidMatch } from './settlement.ts'

/** What somebody must learn of a decision. */
export interface Notice {
  readonly playerId: PlayerId
  readonly type: 'match.matched' | 'match.opponent_finished' | 'match.settled' | 'match.expired' | 'match.void'
}

/** A match's new state, the money that moves with it, and who is told. */
export interface Decision<M extends Match = Match> {
  readonly match: M
  readonly transfers: readonly Transfer[]
  readonly notices: readonly Notice[]
}

/** A player who is about to put up a stake, and what is known of them. */
export interface Entrant {
  readonly playerId: PlayerId
  readonly clientId: ClientId
  readonly addressHash: string
  readonly excluded: boolean
  /** What they can stake, in the match's currency. */
  readonly balance: number
  /** Their undecided matches in the game. */
  readonly openMatches: number
}

const other = (side: Side): Side => (side === 'challenger' ? 'challenged' : 'challenger')

/** An instant has passed its deadline once the clock shows it. */
const hasPassed = (deadline: Instant, now: Instant) => now >= deadline

const seconds = (count: number) => count * 1000

function assertMayEnter(entrant: Entrant, rules: GameRules, stakeAmount: number): void {
  if (entrant.excluded) throw new Problem('player_excluded', 'This account may not start new matches.')
  if (!mayPlay(rules, entrant.clientId)) {
    throw new Problem('client_not_allowed', 'Matches of this game cannot be played through this application.')
  }
  if (entrant.openMatches >= rules.maxOpen) {
    throw new Problem(
      'too_many_matches',
      `You have ${entrant.openMatches} undecided matches in this game, and ${rules.maxOpen} is the most. Finish one first.`,
    )
  }
  if (entrant.balance < stakeAmount) {
    throw new Problem('insufficient_funds', 'The balance does not cover this stake.')
  }
}

/** Refuses what a game does not offer. */
export function assertTermsAllowed(game: Game, stakeAmount: number): void {
  const { enabled, stakes } = game.rules
  if (!enabled) throw new Problem('game_disabled', 'This game takes no new matches at the moment.')
  if (stakes.length > 0 && !stakes.includes(stakeAmount)) {
    throw new Problem('stake_not_allowed', `This game can be played for ${stakes.join(', ')} (minor units).`, [
      { path: 'match.stake', message: `must be one of ${stakes.join(', ')}` },
    ])
  }
}

function newAttempt(entrant: Entrant, secret: string, rules: GameRules, now: Instant): Attempt {
  return {
    playerId: entrant.playerId,
    clientId: entrant.clientId,
    addressHash: entrant.addressHash,
    secret,
    startedAt: now,
    resultUntil: now + seconds(rules.playSeconds),
    prolongs: 0,
    finish: null,
  }
}

/** The challenger's stake goes into escrow and the attempt begins. */
export function createMatch(
  terms: {
    id: MatchId
    game: Game
    stakeAmount: number
    currency: string
    skillLevel: number | null
    seed: string
    secret: string
  },
  entrant: Entrant,
  now: Instant,
): Decision<UnmatchedMatch> {
  const { game, secret, ...rest } = terms
  assertTermsAllowed(game, terms.stakeAmount)
  assertMayEnter(entrant, game.rules, terms.stakeAmount)
  const match: UnmatchedMatch = {
    ...rest,
    version: 1,
    gameId: game.id,
    rules: game.rules,
    createdAt: now,
    openUntil: now + seconds(game.rules.openSeconds),
    challenger: newAttempt(entrant, secret, game.rules, now),
    state: 'unmatched',
    challenged: null,
    settlement: null,
  }
  return { match, transfers: [stakeTransfer(match, 'challenger', entrant.playerId)], notices: [] }
}

/** Whether this player could accept the match now: what `acceptMatch` refuses, said beforehand. */
export function canAccept(match: Match, entrant: Entrant, now: Instant): match is UnmatchedMatch {
  return (
    match.state === 'unmatched' &&
    !hasPassed(match.openUntil, now) &&
    match.challenger.playerId !== entrant.playerId &&
    !entrant.excluded &&
    mayPlay(match.rules, entrant.clientId) &&
    entrant.openMatches < match.rules.maxOpen &&
    entrant.balance >= match.stakeAmount
  )
}

function assertAcceptable(match: Match, playerId: PlayerId, now: Instant): asserts match is UnmatchedMatch {
  if (match.challenger.playerId === playerId) throw new Problem('own_match', 'This is your own match.')
  if (match.challenged) throw new Problem('already_matched', 'Somebody else was faster: this match is taken.')
  if (match.state !== 'unmatched' || hasPassed(match.openUntil, now)) {
    throw new Problem('match_closed', 'This match is no longer open.')
  }
}

/** The challenged player's stake goes into escrow and the attempt begins. */
export function acceptMatch(match: Match, entrant: Entrant, secret: string, now: Instant): Decision<MatchedMatch> {
  assertAcceptable(match, entrant.playerId, now)
  assertMayEnter(entrant, match.rules, match.stakeAmount)
  const matched: MatchedMatch = {
    ...match,
    version: match.version + 1,
    state: 'matched',
    challenger: timeOut(match.challenger, now),
    challenged: newAttempt(entrant, secret, match.rules, now),
  }
  const challengerId = match.challenger.playerId
  return {
    match: matched,
    transfers: [stakeTransfer(match, 'challenged', entrant.playerId)],
    notices: [
      { playerId: challengerId, type: 'match.matched' },
      ...(matched.challenger.finish ? [{ playerId: entrant.playerId, type: 'match.opponent_finished' as const }] : []),
    ],
  }
}

/** Whether an accept is the repetition of one that this player made, with the attempt still open. */
export function isRepeatedAccept(match: Match, playerId: PlayerId, now: Instant): boolean {
  return match.state === 'matched' && match.challenged.playerId === playerId && isOpen(match.challenged, now)
}

/** Whether a score can still be posted. */
export function isOpen(attempt: Attempt, now: Instant): boolean {
  return attempt.finish === null && !hasPassed(attempt.resultUntil, now)
}

/** The attempt that a player's secret belongs to, or the refusal that the contract names, in its order. */
export function attemptForScore(
  match: Match,
  playerId: PlayerId,
  clientId: ClientId,
  secret: string,
): { side: Side; attempt: Attempt } {
  const side = sideOf(match, playerId)
  const attempt = side && match[side]
  if (!side || !attempt) throw new Problem('not_participant', 'You do not take part in this match.')
  if (!isSameSecret(attempt.secret, secret)) {
    throw new Problem('wrong_secret', 'This is not the secret of your attempt.')
  }
  if (!mayReport(match.rules, clientId)) {
    throw new Problem('client_not_allowed', 'Scores of this game cannot be reported through this application.')
  }
  return { side, attempt }
}

function isSameSecret(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/**
 * Records the caller's score or forfeit; the second final side decides the match. Null when it says again what is
 * recorded already.
 */
export function recordScore(match: Match, side: Side, score: number | 'forfeit', now: Instant): Decision | null {
  const attempt = match[side]
  if (!attempt) throw new Problem('not_participant', 'You do not take part in this match.')
  assertScoreInRange(score, match.rules)
  if (isRepetition(attempt.finish, score)) return null
  if (attempt.finish?.kind === 'score' || attempt.finish?.kind === 'forfeit') {
    throw new Problem('score_already_posted', 'Another result was posted for this attempt; the first one counts.')
  }
  if (!isUndecided(match) || !isOpen(attempt, now)) throw tooLate(match, attempt, now)
  const finish: Finish = score === 'forfeit' ? { kind: 'forfeit', at: now } : { kind: 'score', score, at: now }
  const posted = withAttempt(match, side, { ...attempt, finish })
  // The other side may be final by its deadline already, with nobody having looked: then this is the second one.
  return finished(posted.state === 'matched' ? timeOutBoth(posted, now) : posted, [side], now)
}

function tooLate(match: Match, attempt: Attempt, now: Instant): Problem {
  return new Problem(
    'result_too_late',
    hasPassed(attempt.resultUntil, now)
      ? `A score was due before ${new Date(attempt.resultUntil).toISOString()}.`
      : `The match has ended without this score: it is ${match.state}.`,
  )
}

function assertScoreInRange(score: number | 'forfeit', { minScore, maxScore }: GameRules): void {
  if (score !== 'forfeit' && (score < minScore || score > maxScore)) {
    const message = `must be from ${minScore} to ${maxScore}, or "forfeit"`
    throw new Problem('score_out_of_range', `The score ${message}.`, [{ path: 'match_score.score', message }])
  }
}

function isRepetition(finish: Finish | null, score: number | 'forfeit'): boolean {
  if (finish?.kind === 'score') return finish.score === score
  return finish?.kind === 'forfeit' && score === 'forfeit'
}

function withAttempt(match: UndecidedMatch, side: Side, attempt: Attempt): UndecidedMatch {
  return match.state === 'matched' ? { ...match, [side]: attempt } : { ...match, challenger: attempt }
}

/** What follows when sides have become final: the settlement, or word to the one that still plays. */
function finished(match: UndecidedMatch, sides: readonly Side[], now: Instant): Decision {
  const next = { ...match, version: match.version + 1 }
  if (match.state === 'unmatched') return { match: next, transfers: [], notices: [] }
  if (match.challenger.finish && match.challenged.finish) {
    const settled = settle(match, now)
    return {
      ...settled,
      notices: toBoth(settled.match, settled.match.state === 'void' ? 'match.void' : 'match.settled'),
    }
  }
  return {
    match: next,
    transfers: [],
    notices: sides.map((side) => ({ playerId: match[other(side)].playerId, type: 'match.opponent_finished' as const })),
  }
}

function toBoth(match: Match, type: Notice['type']): Notice[] {
  return [match.challenger, match.challenged].flatMap((attempt) =>
    attempt ? [{ playerId: attempt.playerId, type }] : [],
  )
}

/** Adds one attempt's length to the caller's own deadline. */
export function prolongAttempt(match: Match, playerId: PlayerId, now: Instant): Decision {
  const side = sideOf(match, playerId)
  const attempt = side && match[side]
  if (!side || !attempt) throw new Problem('not_participant', 'You do not take part in this match.')
  if (!isUndecided(match) || !isOpen(attempt, now)) {
    throw new Problem('cannot_prolong_match', 'The attempt is over.')
  }
  if (attempt.prolongs >= match.rules.maxProlongs) {
    throw new Problem(
      'cannot_prolong_match',
      match.rules.maxProlongs === 0
        ? 'Matches of this game cannot be prolonged.'
        : `An attempt can be prolonged ${match.rules.maxProlongs} times, and has been.`,
    )
  }
  const prolonged: Attempt = {
    ...attempt,
    prolongs: attempt.prolongs + 1,
    resultUntil: attempt.resultUntil + seconds(match.rules.playSeconds),
  }
  const next = { ...match, version: match.version + 1 }
  return { match: withAttempt(next, side, prolonged), transfers: [], notices: [] }
}

function timeOut(attempt: Attempt, now: Instant): Attempt {
  if (attempt.finish || !hasPassed(attempt.resultUntil, now)) return attempt
  return { ...attempt, finish: { kind: 'timeout', at: attempt.resultUntil } }
}

function timeOutBoth(match: MatchedMatch, now: Instant): MatchedMatch {
  return { ...match, challenger: timeOut(match.challenger, now), challenged: timeOut(match.challenged, now) }
}

/** What the clock alone brings about; null when no deadline has passed. */
export function passDeadlines(match: Match, now: Instant): Decision | null {
  switch (match.state) {
    case 'unmatched':
      return hasPassed(match.openUntil, now) ? expire(match, now) : null
    case 'matched': {
      const late = (['challenger', 'challenged'] as const).filter(
        (side) => !match[side].finish && hasPassed(match[side].resultUntil, now),
      )
      return late.length === 0 ? null : finished(timeOutBoth(match, now), late, now)
    }
    case 'settled':
    case 'expired':
    case 'void':
      return null
  }
}

function expire(match: UnmatchedMatch, now: Instant): Decision<ExpiredMatch> {
  const expired: ExpiredMatch = {
    ...match,
    version: match.version + 1,
    state: 'expired',
    settlement: { outcome: 'expired', winnerId: null, amountWon: 0, fee: 0, at: now },
  }
  return { match: expired, transfers: refundAll(match), notices: toBoth(expired, 'match.expired') }
}

/** Takes an unmatched match back: its game was closed, or its player excluded. */
export function withdrawMatch(match: UnmatchedMatch, now: Instant): Decision {
  const ended = voidMatch(match, now)
  return { ...ended, notices: toBoth(ended.match, 'match.void') }
}

/** What an attempt may have left beyond its own length: more is no outage, but a clock that was off. */
const MAX_BEYOND = seconds(24 * 3600)

/** What an outage took is given back: attempts that were open when it began get `by` milliseconds more. */
export function shiftOpenAttempts(
  match: UndecidedMatch,
  aliveAt: Instant,
  by: number,
  now: Instant,
): UndecidedMatch | null {
  const shift = (attempt: Attempt): Attempt => {
    if (!isOpen(attempt, aliveAt)) return attempt
    const latest = now + seconds(match.rules.playSeconds) * (1 + attempt.prolongs) + MAX_BEYOND
    const resultUntil = Math.min(attempt.resultUntil + by, latest)
    return resultUntil === attempt.resultUntil ? attempt : { ...attempt, resultUntil }
  }
  const challenger = shift(match.challenger)
  if (match.state === 'unmatched') {
    return challenger === match.challenger ? null : { ...match, version: match.version + 1, challenger }
  }
  const challenged = shift(match.challenged)
  if (challenger === match.challenger && challenged === match.challenged) return null
  return { ...match, version: match.version + 1, challenger, challenged }
}
