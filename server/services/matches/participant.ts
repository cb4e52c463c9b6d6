import { Problem } from '@ante/shared'
import type { ClientId, GameId, Instant, PlayerId } from '../../domain/ids.ts'
import type { Pool } from '../../domain/match.ts'
import type { Entrant } from '../../domain/play/starting.ts'
import type { Game } from '../../domain/rules.ts'
import type { OfferFilter, Standing, Storage } from '../../storage/storage.ts'
import type { StakeLimits } from './stake-limits.ts'

/** A player who calls: through which application, and from which network address (hashed). */
export interface Participant {
  readonly playerId: PlayerId
  readonly clientId: ClientId
  readonly addressHash: string
}

/** Which matches a player wants to play. Its first three fields are the pool. */
export interface MatchTerms {
  readonly gameId: GameId
  /** In minor units. */
  readonly stakeAmount: number
  readonly currency: string
  /** Null: none given. */
  readonly skillLevel: number | null
}

/** The game that was read for a player's terms. Throws `unknown_game` where there is none. */
export function requireGame(game: Game | undefined, id: GameId): Game {
  if (!game) {
    throw new Problem('unknown_game', `There is no game ${id}.`, [
      { path: 'game_id', message: 'must be the id of a registered game' },
    ])
  }
  return game
}

/** Reads what decides whether the caller may put up a stake in this game and currency. */
export async function readEntrant(
  { storage, stakeLimits }: { readonly storage: Storage; readonly stakeLimits: StakeLimits },
  caller: Participant,
  gameId: GameId,
  currency: string,
): Promise<Entrant> {
  const { playerId } = caller
  const reading = storage.standing({ playerId, gameId, currency })
  const limited = stakeLimits.left(caller, currency)
  const [standing, stakeLeft] = limited ? await Promise.all([reading, limited]) : [await reading, null]
  if (!standing) throw new Error(`no player ${playerId} behind a valid token`)
  return new ReadEntrant(caller, standing, stakeLeft)
}

/** A caller whose address is hashed when it is recorded, and not for every look-up. */
class ReadEntrant implements Entrant {
  readonly playerId: PlayerId
  readonly clientId: ClientId
  readonly excluded: boolean
  readonly balance: number
  readonly stakeLeft: number | null
  readonly openMatches: number
  readonly #caller: Participant

  constructor(caller: Participant, { player, balance, undecided }: Standing, stakeLeft: number | null) {
    this.#caller = caller
    this.playerId = caller.playerId
    this.clientId = caller.clientId
    // A token may outlive a ban by the moment in which the ban is written.
    this.excluded = player.excluded || player.ban !== undefined
    this.balance = balance
    this.stakeLeft = stakeLeft
    this.openMatches = undecided
  }

  get addressHash(): string {
    return this.#caller.addressHash
  }
}

/** The open matches that the entrant could accept at this moment, given that the entrant can put up the stake. */
export function offerFilterOf(entrant: Entrant, pool: Pool, now: Instant): OfferFilter {
  const { playerId, clientId, openMatches } = entrant
  return { pool, playerId, clientId, undecided: openMatches, now }
}
