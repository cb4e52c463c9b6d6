import { type MatchState, Problem } from '@ante/shared'
import type { MatchId, PlayerId } from '../../domain/ids.ts'
import type { PostedTransfer } from '../../domain/ledger.ts'
import type { Match } from '../../domain/match.ts'
import { attemptOf } from '../../domain/play/attempt.ts'
import type { Slice, Storage } from '../../storage/storage.ts'
import type { DowntimeCompensation } from './downtime-compensation.ts'
import type { Participant } from './participant.ts'

export interface MatchReads {
  /** A match that the caller takes part in. Throws `not_found` and `not_participant`. */
  get(caller: Participant, id: MatchId): Promise<Match>
  /** A page of the caller's matches, newest first, and how many there are on all pages. */
  own(
    caller: Participant,
    filter: { state?: MatchState } & Slice,
  ): Promise<{ matches: readonly Match[]; count: number }>
  /** Any match with its transfers, for the operator. Throws `not_found`. */
  inspect(id: MatchId): Promise<{ match: Match; transfers: readonly PostedTransfer[] }>
}

export function createMatchReads(dependencies: {
  storage: Storage
  downtime: Pick<DowntimeCompensation, 'compensate'>
}): MatchReads {
  const { storage, downtime } = dependencies
  return {
    async get(caller, id) {
      await downtime.compensate()
      return requireOwnMatch(await storage.match(id), caller.playerId)
    },
    async own(caller, filter) {
      await downtime.compensate()
      return storage.matchesOf(caller.playerId, filter)
    },
    async inspect(id) {
      const match = requireMatch(await storage.match(id))
      return { match, transfers: await storage.transfersOf(id) }
    },
  }
}

/** The match that was read. Throws `not_found` where there is none. */
export function requireMatch(match: Match | undefined): Match {
  if (!match) throw new Problem('not_found', 'There is no match with this id.')
  return match
}

/** The match that was read. Throws `not_found`, and `not_participant` for a match of others. */
export function requireOwnMatch(found: Match | undefined, playerId: PlayerId): Match {
  const match = requireMatch(found)
  attemptOf(match, playerId)
  return match
}
