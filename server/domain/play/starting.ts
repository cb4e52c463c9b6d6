import { Problem } from '@ante/shared'
import type { ClientId, Instant, MatchId, PlayerId } from '../ids.ts'
import type { Attempt, Match, MatchedMatch, UnmatchedMatch } from '../match.ts'
import { type Game, type GameRules, mayPlay } from '../rules.ts'
import { stakeTransfer } from '../settlement.ts'
import { hasPassed, isOpen, seconds, timeOut } from './attempt.ts'
import type { MatchTransition } from './transition.ts'

/** A player who wants to put up a stake. */
export interface Entrant {
  readonly playerId: PlayerId
  readonly clientId: ClientId
  readonly addressHash: string
  readonly excluded: boolean
  /** What the player can stake, in the match's currency and minor units. */
  readonly balance: number
  /** What the player's limit for this application leaves to stake, in the same unit; null: no limit. */
  readonly stakeLeft: number | null
  /** How many undecided matches the player has in the game. */
  readonly openMatches: number
}

/** What a new match is about; `seed` and `secret` must be unguessable. */
export interface NewMatch {
  readonly id: MatchId
  readonly game: Game
  /** In minor units. */
  readonly stakeAmount: number
  readonly currency: string
  readonly skillLevel: number | null
  readonly seed: string
  readonly secret: string
}

/** Throws `game_disabled`, or `stake_not_allowed` for an amount that the game does not offer. */
export function assertTermsAllowed(game: Game, stakeAmount: number): void {
  const { enabled, stakes } = game.rules
  if (!enabled) throw new Problem('game_disabled', 'This game takes no new matches at the moment.')
  if (stakes.length > 0 && !stakes.includes(stakeAmount)) {
    throw new Problem('stake_not_allowed', `This game can be played for ${stakes.join(', ')} (minor units).`, [
      { path: 'match.stake', message: `must be one of ${stakes.join(', ')}` },
    ])
  }
}

/** Creates a match: the challenger's stake goes into escrow and the attempt begins. */
export function createMatch(newMatch: NewMatch, entrant: Entrant, now: Instant): MatchTransition<UnmatchedMatch> {
  const { id, game, stakeAmount, currency, skillLevel, seed, secret } = newMatch
  assertTermsAllowed(game, stakeAmount)
  assertMayEnter(entrant, game.rules, stakeAmount)
  const match: UnmatchedMatch = {
    id,
    stakeAmount,
    currency,
    skillLevel,
    seed,
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

/** Accepts a match: the challenged player's stake goes into escrow and the attempt begins. */
export function acceptMatch(
  match: Match,
  entrant: Entrant,
  secret: string,
  now: Instant,
): MatchTransition<MatchedMatch> {
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

/** Whether the player may put up this stake in some match: without it there is no match that the player could accept. */
export function canStake(entrant: Entrant, stakeAmount: number): boolean {
  return !entrant.excluded && entrant.balance >= stakeAmount && isWithinLimit(entrant, stakeAmount)
}

/** Whether the player has accepted this match already and the attempt is still open. */
export function isRepeatedAccept(match: Match, playerId: PlayerId, now: Instant): boolean {
  return match.state === 'matched' && match.challenged.playerId === playerId && isOpen(match.challenged, now)
}

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
  if (!isWithinLimit(entrant, stakeAmount)) {
    throw new Problem(
      'stake_limit_reached',
      `The stake limit of this application leaves ${entrant.stakeLeft} (minor units) to stake now.`,
    )
  }
}

const isWithinLimit = ({ stakeLeft }: Entrant, stakeAmount: number) => stakeLeft === null || stakeAmount <= stakeLeft

function assertAcceptable(match: Match, playerId: PlayerId, now: Instant): asserts match is UnmatchedMatch {
  if (match.challenger.playerId === playerId) throw new Problem('own_match', 'This is your own match.')
  if (match.challenged) throw new Problem('already_matched', 'Somebody else was faster: this match is taken.')
  if (match.state !== 'unmatched' || hasPassed(match.openUntil, now)) {
    throw new Problem('match_closed', 'This match is no longer open.')
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
