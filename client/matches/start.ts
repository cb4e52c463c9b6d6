import { Problem } from '@ante/shared'
import type { Role, Terms } from '../api/types.ts'
import type { Core } from '../core/core.ts'
import { base64url } from '../environment/base64url.ts'
import { acceptMatch, createMatch, joinMatch, lookUpMatches, type WireMatch } from '../http/calls.ts'
import { type Dialect, withSubstitute } from '../http/dialect.ts'
import { A_FEW_TIMES, ONLY_IF_NOT_DONE } from '../http/retry.ts'

/** An attempt that the server has just begun. */
export interface Started {
  readonly wire: WireMatch
  readonly role: Role
}

type StartDependencies = Pick<Core, 'environment' | 'send' | 'dialect'>

/** Pays the stake and creates a match. */
export async function create({ environment, send, dialect }: StartDependencies, terms: Terms): Promise<Started> {
  const { match } = await send(createMatch, {
    body: bodyOf(terms),
    idempotencyKey: newKey(environment),
    retry: retryOf(dialect),
  })
  return { wire: match, role: 'challenger' }
}

/** Pays the stake and accepts a match. */
export async function accept({ environment, send, dialect }: StartDependencies, matchId: string): Promise<Started> {
  const { match } = await send(acceptMatch, {
    params: { id: matchId },
    idempotencyKey: newKey(environment),
    retry: retryOf(dialect),
  })
  return { wire: match, role: 'challenged' }
}

/**
 * Accepts the best open match or creates one. Uses one call if the server supports it; otherwise tries match by match.
 */
export function join(dependencies: StartDependencies, terms: Terms): Promise<Started> {
  const { environment, send, dialect } = dependencies
  const inOneStep = async (): Promise<Started> => {
    const { match } = await send(joinMatch, { body: bodyOf(terms), idempotencyKey: newKey(environment) })
    return { wire: match, role: match.challenged_id === null ? 'challenger' : 'challenged' }
  }
  return withSubstitute(dialect, inOneStep, () => acceptOrCreate(dependencies, terms))
}

/** Returns the query of a look-up. */
export function lookUpQuery(terms: Terms) {
  const { stake, currency, gameId, skillLevel } = terms
  return { stake, currency, game_id: gameId, ...(skillLevel !== undefined && { skill_level: skillLevel }) }
}

async function acceptOrCreate(dependencies: StartDependencies, terms: Terms): Promise<Started> {
  // Without idempotency keys, a repeated write could run twice. This setting repeats a write only if it did not run.
  const careful = { ...dependencies, dialect: { cashPlayOnly: true } }
  const { matches } = await dependencies.send(lookUpMatches, { query: { ...lookUpQuery(terms), per_page: 100 } })
  dependencies.dialect.cashPlayOnly = true
  for (const { id } of matches) {
    try {
      return await accept(careful, id)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  }
  return create(careful, terms)
}

/**
 * Refusals that concern one match only, so the next match is tried. Some servers answer a bare 422, which becomes
 * `invalid_request`.
 */
const TAKEN: ReadonlySet<string> = new Set([
  'already_matched',
  'match_closed',
  'own_match',
  'not_found',
  'invalid_request',
])

function isTaken(error: unknown): boolean {
  return error instanceof Problem && TAKEN.has(error.code)
}

function bodyOf({ stake, currency, gameId, skillLevel }: Terms) {
  const level = skillLevel === undefined ? {} : { challenger_skill_level: skillLevel }
  return { match: { stake, currency, game_id: gameId, ...level } }
}

const newKey = (environment: Core['environment']) => base64url(environment.random(16))

const retryOf = (dialect: Dialect) => (dialect.cashPlayOnly ? ONLY_IF_NOT_DONE : A_FEW_TIMES)
