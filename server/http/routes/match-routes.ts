import * as api from '@ante/shared'
import { asGameId, asMatchId } from '../../domain/ids.ts'
import type { Match } from '../../domain/match.ts'
import type { Clock } from '../../services/core/clock.ts'
import type { Matches } from '../../services/matches/matches.ts'
import type { MatchTerms } from '../../services/matches/participant.ts'
import type { Started } from '../../services/matches/start-match.ts'
import { presentMatch, presentMatchWithAttempt, presentResult } from '../../wire/present-match.ts'
import { type Caller, playerRoute } from '../binding/route.ts'
import { createLookUpCursors } from './look-up-cursor.ts'
import { pageMeta, sliceOf, urlOf } from './paging.ts'

/** The player's routes for matches. */
export function matchRoutes(dependencies: {
  matches: Matches
  clock: Clock
  publicUrl: string
  /** The keys that encrypt cursors, the current one first. */
  secrets: readonly [string, ...string[]]
}) {
  const { matches, clock, publicUrl, secrets } = dependencies
  const cursors = createLookUpCursors(secrets)

  type By = { caller: Caller }
  const presentOwn = (match: Match, { caller }: By) => ({
    match: presentMatchWithAttempt(match, caller.playerId, clock.now()),
  })
  /**
   * Presents the match as of its start, so that the answer contains the secret however long the disk took, and also if
   * the clock has gone back since.
   */
  const presentStarted = ({ match, how }: Started, { caller }: By) => {
    const attempt = how === 'created' ? match.challenger : match.challenged
    const since = Math.min(clock.now(), attempt?.startedAt ?? Number.POSITIVE_INFINITY)
    return { match: presentMatchWithAttempt(match, caller.playerId, since) }
  }
  const presentOwnResult = (match: Match, { caller }: By) => ({ match_result: presentResult(match, caller.playerId) })

  return {
    lookUpMatches: playerRoute(api.lookUpMatches, {
      run: ({ query, caller }) =>
        matches.lookUp(caller, termsOfQuery(query), { ...sliceOf(query), after: cursors.parse(query.after) }),
      present: (found, { query: { after: _, ...query }, caller }) => ({
        matches: found.matches.map((match) => presentMatch(match, caller.playerId)),
        meta: {
          ...pageMeta(publicUrl, api.lookUpMatches.path, query, found.count),
          next_page:
            found.next &&
            urlOf(publicUrl, api.lookUpMatches.path, {
              ...query,
              page: query.page + 1,
              after: cursors.present(found.next),
            }),
        },
      }),
    }),

    createMatch: playerRoute(api.createMatch, {
      run: ({ body, caller }, reply) => matches.create(caller, termsOfBody(body), reply),
      present: presentStarted,
    }),

    joinMatch: playerRoute(api.joinMatch, {
      run: ({ body, caller }, reply) => matches.join(caller, termsOfBody(body), reply),
      present: presentStarted,
      status: ({ how }) => (how === 'accepted' ? 200 : 201),
    }),

    acceptMatch: playerRoute(api.acceptMatch, {
      run: ({ params, caller }, reply) => matches.accept(caller, asMatchId(params.id), reply),
      present: presentStarted,
    }),

    postResult: playerRoute(api.postResult, {
      guard: ({ params, caller, rawBody }) => matches.assertMayReport(caller, asMatchId(params.id), secretIn(rawBody)),
      run: ({ params, body, caller }, reply) =>
        matches.postResult(caller, asMatchId(params.id), body.match_score, reply),
      present: presentOwnResult,
    }),

    prolongMatch: playerRoute(api.prolongMatch, {
      run: ({ params, caller }, reply) => matches.prolong(caller, asMatchId(params.id), reply),
      present: presentOwn,
    }),

    getMatch: playerRoute(api.getMatch, {
      run: ({ params, caller }) => matches.get(caller, asMatchId(params.id)),
      present: presentOwn,
    }),

    getResult: playerRoute(api.getResult, {
      run: ({ params, caller }) => matches.get(caller, asMatchId(params.id)),
      present: presentOwnResult,
    }),

    ownMatches: playerRoute(api.ownMatches, {
      run: ({ query, caller }) =>
        matches.own(caller, { ...sliceOf(query), ...(query.state !== undefined && { state: query.state }) }),
      present: (found, { query, caller }) => ({
        matches: found.matches.map((match) => ({
          ...presentMatchWithAttempt(match, caller.playerId, clock.now()),
          match_result: presentResult(match, caller.playerId),
        })),
        meta: pageMeta(publicUrl, api.ownMatches.path, query, found.count),
      }),
    }),
  }
}

function termsOfBody({ match }: api.BodyOf<typeof api.createMatch>): MatchTerms {
  return {
    gameId: asGameId(match.game_id),
    stakeAmount: match.stake,
    currency: match.currency,
    skillLevel: match.challenger_skill_level ?? null,
  }
}

function termsOfQuery(query: api.QueryOf<typeof api.lookUpMatches>): MatchTerms {
  return {
    gameId: asGameId(query.game_id),
    stakeAmount: query.stake,
    currency: query.currency,
    skillLevel: query.skill_level ?? null,
  }
}

/** The secret in a body that is not validated yet; null without one. */
function secretIn(rawBody: unknown): string | null {
  const score = property(rawBody, 'match_score')
  const secret = property(score, 'secret')
  return typeof secret === 'string' ? secret : null
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
