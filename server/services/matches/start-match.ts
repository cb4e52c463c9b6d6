import { Problem } from '@ante/shared'
import { asMatchId, type MatchId } from '../../domain/ids.ts'
import type { Match, Pool, UnmatchedMatch } from '../../domain/match.ts'
import {
  acceptMatch,
  assertTermsAllowed,
  canStake,
  createMatch,
  type Entrant,
  isRepeatedAccept,
} from '../../domain/play/starting.ts'
import type { Game } from '../../domain/rules.ts'
import type { Precondition, Storage, Versioned } from '../../storage/storage.ts'
import type { Clock, Randomness } from '../core/clock.ts'
import type { Decision, Outcome, Reply, UnitOfWork } from '../core/unit-of-work.ts'
import { changeOf } from './match-change.ts'
import { requireMatch } from './match-reads.ts'
import { type MatchTerms, offerFilterOf, type Participant, readEntrant, requireGame } from './participant.ts'
import type { StakeLimits } from './stake-limits.ts'

/** A match in which this call started the caller's attempt, or had started it before. */
export interface Started {
  readonly match: Match
  readonly how: 'created' | 'accepted'
}

/** The calls that put up a stake. They throw the problems that `createMatch` and `acceptMatch` of the domain throw. */
export interface StartMatch {
  create(caller: Participant, terms: MatchTerms, reply?: Reply<Started>): Promise<Started>
  /** Accepts the best open match, or creates one when there is none that the caller could accept. */
  join(caller: Participant, terms: MatchTerms, reply?: Reply<Started>): Promise<Started>
  accept(caller: Participant, id: MatchId, reply?: Reply<Started>): Promise<Started>
}

export function createStartMatch(dependencies: {
  storage: Storage
  stakeLimits: StakeLimits
  clock: Clock
  random: Randomness
  unitOfWork: UnitOfWork
}): StartMatch {
  const { storage, clock, random, unitOfWork } = dependencies

  const newSecret = () => random.bytes(32).toString('base64url')

  /**
   * Decides on what is read after the versions. A refusal does not depend on which matches are open, so it relies on all
   * versions but the pool's.
   */
  async function decideOn(
    versioned: readonly Versioned[],
    decide: (preconditions: readonly Precondition[]) => Promise<Decision<Started>>,
  ): Promise<Outcome<Started>> {
    const preconditions = await storage.versions(versioned)
    try {
      return await decide(preconditions)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return { problem: error, preconditions: preconditions.filter(({ kind }) => kind !== 'pool') }
    }
  }

  function creation(
    entrant: Entrant,
    game: Game,
    { stakeAmount, currency, skillLevel }: MatchTerms,
    preconditions: readonly Precondition[],
  ): Decision<Started> {
    const now = clock.now()
    const id = asMatchId(random.bytes(16).toString('hex'))
    const seed = random.bytes(32).toString('hex')
    const newMatch = { id, game, stakeAmount, currency, skillLevel, seed, secret: newSecret() }
    const transition = createMatch(newMatch, entrant, now)
    const change = { ...changeOf(transition, now), preconditions }
    return { change, result: { match: transition.match, how: 'created' } }
  }

  function acceptance(entrant: Entrant, match: Match, preconditions: readonly Precondition[]): Decision<Started> {
    const now = clock.now()
    const transition = acceptMatch(match, entrant, newSecret(), now)
    const change = { ...changeOf(transition, now), preconditions }
    return { change, result: { match: transition.match, how: 'accepted' } }
  }

  /** The first match of a pool, in the order in which they are offered, that the player could accept now. */
  async function bestOffer(entrant: Entrant, pool: Pool, skillLevel: number | null): Promise<UnmatchedMatch | null> {
    if (!canStake(entrant, pool.stakeAmount)) return null
    const filter = offerFilterOf(entrant, pool, clock.now())
    const [best = null] = await storage.offers(filter, { skillLevel, after: null, limit: 1 })
    return best
  }

  return {
    async create(caller, terms, reply) {
      const versioned = [player(caller), gameOf(terms)]
      const decide = () =>
        decideOn(versioned, async (preconditions) => {
          const game = requireGame(await storage.game(terms.gameId), terms.gameId)
          const entrant = await readEntrant(dependencies, caller, game.id, terms.currency)
          return creation(entrant, game, terms, preconditions)
        })
      return (await unitOfWork.run(decide, { reply })).result
    },

    async join(caller, terms, reply) {
      const pool: Pool = terms
      const versioned: Versioned[] = [player(caller), gameOf(terms), { kind: 'pool', pool }]
      const decide = () =>
        decideOn(versioned, async (preconditions) => {
          const game = requireGame(await storage.game(terms.gameId), terms.gameId)
          assertTermsAllowed(game, terms.stakeAmount)
          const entrant = await readEntrant(dependencies, caller, game.id, terms.currency)
          const best = await bestOffer(entrant, pool, terms.skillLevel)
          // Creating relies on there being no match to accept; accepting relies on the match's own version.
          if (!best) return creation(entrant, game, terms, preconditions)
          const ofPlayer = preconditions.filter(({ kind }) => kind === 'player')
          return acceptance(entrant, best, ofPlayer)
        })
      // All of them want the best match of the pool, and one gets it.
      const contended = `join ${pool.gameId} ${pool.currency} ${pool.stakeAmount}`
      return (await unitOfWork.run(decide, { reply, contended })).result
    },

    async accept(caller, id, reply) {
      const decide = () =>
        decideOn([player(caller)], async (preconditions) => {
          const match = requireMatch(await storage.match(id))
          if (isRepeatedAccept(match, caller.playerId, clock.now())) {
            return { change: null, result: { match, how: 'accepted' } }
          }
          const entrant = await readEntrant(dependencies, caller, match.gameId, match.currency)
          return acceptance(entrant, match, preconditions)
        })
      return (await unitOfWork.run(decide, { reply })).result
    },
  }
}

const player = ({ playerId: id }: Participant): Versioned => ({ kind: 'player', id })
const gameOf = ({ gameId: id }: MatchTerms): Versioned => ({ kind: 'game', id })
