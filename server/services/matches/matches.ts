import { type MatchState, Problem } from '@ante/shared'
import { asMatchId, type ClientId, type GameId, type MatchId, type PlayerId } from '../../domain/ids.ts'
import { playerAccount } from '../../domain/ledger.ts'
import { type Match, type Pool, sideOf, type UnmatchedMatch } from '../../domain/match.ts'
import {
  acceptMatch,
  assertTermsAllowed,
  attemptForScore,
  canAccept,
  createMatch,
  type Entrant,
  isRepeatedAccept,
  prolongAttempt,
  recordScore,
} from '../../domain/play.ts'
import { firstBehind, type Place } from '../../domain/ranking.ts'
import type { Game } from '../../domain/rules.ts'
import type { Precondition, Slice, Storage, Versioned } from '../../storage/storage.ts'
import type { Clock, Randomness } from '../core/clock.ts'
import type { Heartbeat } from '../core/heartbeat.ts'
import { changeOf, type Outcome, type Remember, type Transact } from '../core/unit-of-work.ts'

/** Who calls, through which application, from which hashed network address. */
export interface Participant {
  readonly playerId: PlayerId
  readonly clientId: ClientId
  readonly addressHash: string
}

export interface NewMatch {
  readonly gameId: GameId
  readonly stakeAmount: number
  readonly currency: string
  readonly skillLevel: number | null
}

/** A match that this call started an attempt of. */
export interface Started {
  readonly match: Match
  readonly how: 'created' | 'accepted'
}

/** A page of open matches: those behind a place, or else those from a number on. */
export interface OffersPage extends Slice {
  readonly after: Place | null
}

export interface Score {
  readonly secret: string
  readonly score: number | 'forfeit'
}

/** How many open matches a join looks at before it asks for more. */
const OFFERS_AT_ONCE = 20

export type Matches = ReturnType<typeof createMatches>

/** The use cases of the match API. Each is decided on what is read, and committed whole or not at all. */
export function createMatches(dependencies: {
  storage: Storage
  clock: Clock
  random: Randomness
  transact: Transact
  /** What an absence took is given back before anybody is told how much time they have. */
  heartbeat: Pick<Heartbeat, 'compensateDowntime'>
}) {
  const { storage, clock, random, transact, heartbeat } = dependencies

  const newSecret = () => random.bytes(32).toString('base64url')

  async function existing(id: MatchId): Promise<Match> {
    const match = await storage.match(id)
    if (!match) throw new Problem('not_found', 'There is no match with this id.')
    return match
  }

  async function ownMatch(id: MatchId, playerId: PlayerId): Promise<Match> {
    const match = await existing(id)
    if (!sideOf(match, playerId)) throw new Problem('not_participant', 'You do not take part in this match.')
    return match
  }

  async function offeredGame(id: GameId): Promise<Game> {
    const game = await storage.game(id)
    if (!game) {
      throw new Problem('unknown_game', `There is no game ${id}.`, [
        { path: 'game_id', message: 'must be the id of a registered game' },
      ])
    }
    return game
  }

  async function entrantOf(caller: Participant, gameId: GameId, currency: string): Promise<Entrant> {
    const [player, open, balance] = await Promise.all([
      storage.player(caller.playerId),
      storage.undecidedMatches({ gameId, playerId: caller.playerId }),
      storage.balance(playerAccount(caller.playerId), currency),
    ])
    if (!player) throw new Error(`no player ${caller.playerId} behind a valid token`)
    const { playerId, clientId, addressHash } = caller
    return { playerId, clientId, addressHash, excluded: player.excluded, balance, openMatches: open.length }
  }

  /** What a player who puts up a stake relies on. */
  const basisOf = (playerId: PlayerId, gameId: GameId): Versioned[] => [
    { kind: 'player', id: playerId },
    { kind: 'game', id: gameId },
  ]

  /** Decides on what is read from here on. A refusal leans on the player's and the game's part of it alone. */
  async function relyingOn<Result>(
    versioned: readonly Versioned[],
    decide: (preconditions: readonly Precondition[]) => Promise<Outcome<Result>>,
  ): Promise<Outcome<Result>> {
    const preconditions = await storage.versions(versioned)
    try {
      return await decide(preconditions)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return { refusal: error, preconditions: preconditions.filter(({ kind }) => kind !== 'pool') }
    }
  }

  async function creation(
    entrant: Entrant,
    game: Game,
    terms: NewMatch,
    preconditions: readonly Precondition[],
  ): Promise<Outcome<Started>> {
    const now = clock.now()
    const decision = createMatch(
      {
        id: asMatchId(random.bytes(16).toString('hex')),
        game,
        stakeAmount: terms.stakeAmount,
        currency: terms.currency,
        skillLevel: terms.skillLevel,
        seed: random.bytes(32).toString('hex'),
        secret: newSecret(),
      },
      entrant,
      now,
    )
    return { change: { ...changeOf(decision, now), preconditions }, result: { match: decision.match, how: 'created' } }
  }

  async function acceptance(
    entrant: Entrant,
    match: Match,
    preconditions: readonly Precondition[],
  ): Promise<Outcome<Started>> {
    const now = clock.now()
    const decision = acceptMatch(match, entrant, newSecret(), now)
    return { change: { ...changeOf(decision, now), preconditions }, result: { match: decision.match, how: 'accepted' } }
  }

  /** The first of a pool's open matches, in the order in which they are offered, that a player could accept now. */
  async function bestOffer(entrant: Entrant, pool: Pool, nearest: number | null): Promise<UnmatchedMatch | null> {
    const now = clock.now()
    for (let offset = 0; ; offset += OFFERS_AT_ONCE) {
      const open = await storage.openMatches(pool, { nearest, offset, limit: OFFERS_AT_ONCE })
      const best = open.find((match) => canAccept(match, entrant, now))
      if (best || open.length < OFFERS_AT_ONCE) return best ?? null
    }
  }

  return {
    /** Open matches that the caller could accept now, in the order in which they are offered. */
    async lookUp(caller: Participant, { skillLevel, ...pool }: NewMatch, { offset, limit, after }: OffersPage) {
      await heartbeat.compensateDowntime()
      await offeredGame(pool.gameId)
      const entrant = await entrantOf(caller, pool.gameId, pool.currency)
      const now = clock.now()
      const open = await storage.openMatches(pool, { nearest: skillLevel })
      const offers = open.filter((match) => canAccept(match, entrant, now))
      const start = after ? firstBehind(offers, after, skillLevel) : offset
      const matches = offers.slice(start, start + limit)
      return { matches, count: offers.length, next: start + limit < offers.length ? (matches.at(-1) ?? null) : null }
    },

    async create(caller: Participant, terms: NewMatch, remember: Remember<Started> = null): Promise<Started> {
      const decide = () =>
        relyingOn(basisOf(caller.playerId, terms.gameId), async (preconditions) => {
          const game = await offeredGame(terms.gameId)
          return creation(await entrantOf(caller, game.id, terms.currency), game, terms, preconditions)
        })
      return (await transact(decide, remember)).result
    },

    /** Accepts the best open match or creates one; creating relies on there being none. */
    async join(caller: Participant, terms: NewMatch, remember: Remember<Started> = null): Promise<Started> {
      const pool: Pool = terms
      const decide = () =>
        relyingOn([...basisOf(caller.playerId, terms.gameId), { kind: 'pool', pool }], async (preconditions) => {
          const game = await offeredGame(terms.gameId)
          assertTermsAllowed(game, terms.stakeAmount)
          const entrant = await entrantOf(caller, game.id, terms.currency)
          const best = await bestOffer(entrant, pool, terms.skillLevel)
          if (!best) return creation(entrant, game, terms, preconditions)
          return acceptance(
            entrant,
            best,
            preconditions.filter(({ kind }) => kind === 'player'),
          )
        })
      return (await transact(decide, remember)).result
    },

    async accept(caller: Participant, id: MatchId, remember: Remember<Started> = null): Promise<Started> {
      const decide = () =>
        relyingOn([{ kind: 'player', id: caller.playerId }], async (preconditions): Promise<Outcome<Started>> => {
          const match = await existing(id)
          if (isRepeatedAccept(match, caller.playerId, clock.now())) {
            return { change: null, result: { match, how: 'accepted' } }
          }
          return acceptance(await entrantOf(caller, match.gameId, match.currency), match, preconditions)
        })
      return (await transact(decide, remember)).result
    },

    /** Throws what keeps this secret from posting a score, before the score itself is looked at. */
    async assertMayReport(caller: Participant, id: MatchId, secret: string | null): Promise<void> {
      const match = await ownMatch(id, caller.playerId)
      if (secret !== null) attemptForScore(match, caller.playerId, caller.clientId, secret)
    },

    /** Records a score; said again, answers with the match as it stands. */
    async postResult(
      caller: Participant,
      id: MatchId,
      { secret, score }: Score,
      remember: Remember<Match> = null,
    ): Promise<Match> {
      const decide = async (): Promise<Outcome<Match>> => {
        const match = await existing(id)
        const { side } = attemptForScore(match, caller.playerId, caller.clientId, secret)
        const now = clock.now()
        const decision = recordScore(match, side, score, now)
        if (!decision) return { change: null, result: match }
        return { change: changeOf(decision, now), result: decision.match }
      }
      return (await transact(decide, remember)).result
    },

    async prolong(caller: Participant, id: MatchId, remember: Remember<Match> = null): Promise<Match> {
      const decide = async (): Promise<Outcome<Match>> => {
        const match = await existing(id)
        const now = clock.now()
        const decision = prolongAttempt(match, caller.playerId, now)
        return { change: changeOf(decision, now), result: decision.match }
      }
      return (await transact(decide, remember)).result
    },

    /** A participant's own match. */
    async get(caller: Participant, id: MatchId): Promise<Match> {
      await heartbeat.compensateDowntime()
      return ownMatch(id, caller.playerId)
    },

    /** The caller's matches, newest first. */
    async own(caller: Participant, filter: { state?: MatchState } & Slice) {
      await heartbeat.compensateDowntime()
      return storage.matchesOf(caller.playerId, filter)
    },

    /** Any match with its transfers, for the operator. */
    async inspect(id: MatchId) {
      const match = await existing(id)
      return { match, transfers: await storage.transfersOf(id) }
    },
  }
}
