import type { Match, MatchResult, MatchState, Page, PlayedMatch, Terms } from '../api/types.ts'
import type { Core } from '../core/core.ts'
import { base64url } from '../environment/base64url.ts'
import { getMatch, getResult, lookUpMatches, ownMatches, prolongMatch } from '../http/calls.ts'
import { presentMatch, presentPage, presentResult } from './present.ts'
import { lookUpQuery } from './start.ts'

/** Calls about matches that never begin an attempt. */
export interface MatchCalls {
  matches(options?: { state?: MatchState; page?: number }): Promise<Page<PlayedMatch>>
  match(matchId: string): Promise<Match>
  result(matchId: string): Promise<MatchResult>
  lookUp(terms: Terms & { page?: number }): Promise<Page<Match>>
  prolong(matchId: string): Promise<Date | null>
}

/** Creates these calls. */
export function createMatchCalls({ environment, send, requirePlayerId }: Core): MatchCalls {
  const viewpoint = async () => ({ playerId: await requirePlayerId() })
  return {
    async matches({ state, page = 1 } = {}) {
      const query = { page, ...(state && { state }) }
      const { matches, meta } = await send(ownMatches, { query })
      const own = await viewpoint()
      const entries = matches.map((wire) => {
        const match = presentMatch(wire, own)
        return { match, result: presentResult(wire.match_result, match) }
      })
      return presentPage(entries, meta, page)
    },
    async match(matchId) {
      const { match } = await send(getMatch, { params: { id: matchId } })
      return presentMatch(match, await viewpoint())
    },
    async result(matchId) {
      const params = { id: matchId }
      const [{ match }, { match_result }] = await Promise.all([send(getMatch, { params }), send(getResult, { params })])
      return presentResult(match_result, presentMatch(match, await viewpoint()))
    },
    async lookUp({ page = 1, ...terms }) {
      const { matches, meta } = await send(lookUpMatches, { query: { ...lookUpQuery(terms), page } })
      const entries = matches.map((wire) => presentMatch(wire, { playerId: null, gameId: terms.gameId }))
      return presentPage(entries, meta, page)
    },
    async prolong(matchId) {
      const idempotencyKey = base64url(environment.random(16))
      const { match } = await send(prolongMatch, { params: { id: matchId }, idempotencyKey })
      return match.result_until === null ? null : new Date(match.result_until)
    },
  }
}
