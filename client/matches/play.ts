import type { Attempt } from '../api/attempt.ts'
import type { Terms } from '../api/types.ts'
import type { Core } from '../core/core.ts'
import { ownMatches } from '../http/calls.ts'
import { withSubstitute } from '../http/dialect.ts'
import { type AttemptDependencies, createAttempt } from './attempt.ts'
import { presentMatch } from './present.ts'
import { accept, create, join, type Started } from './start.ts'

/** Calls that begin an attempt or return the open one. */
export interface PlayCalls {
  play(terms: Terms): Promise<Attempt>
  join(terms: Terms): Promise<Attempt>
  create(terms: Terms): Promise<Attempt>
  accept(matchId: string): Promise<Attempt>
  openAttempt(gameId?: number): Promise<Attempt | null>
}

/** Dependencies of these calls. */
export type PlayDependencies = Core & AttemptDependencies

/** Creates these calls. */
export function createPlayCalls(dependencies: PlayDependencies): PlayCalls {
  const { environment, prefix } = dependencies
  const begun = (started: Started, gameId: number) =>
    createAttempt(dependencies, started, { gameId: started.wire.game_id ?? gameId, resumed: false })

  const openAttempt = async (gameId?: number) => {
    const open = await openAttempts(dependencies, gameId)
    const first = open.sort((a, b) => deadlineOf(a) - deadlineOf(b))[0]
    if (!first) return null
    return createAttempt(dependencies, first, { gameId: first.wire.game_id ?? gameId ?? 0, resumed: true })
  }
  const joinAny = async (terms: Terms) => begun(await join(dependencies, terms), terms.gameId)

  return {
    openAttempt,
    join: joinAny,
    create: async (terms) => begun(await create(dependencies, terms), terms.gameId),
    accept: async (matchId) => begun(await accept(dependencies, matchId), 0),
    // Two tabs that begin at the same time must not pay two stakes. The second tab finds the attempt of the first.
    play: (terms) =>
      environment.lock(`${prefix}play`, async () => (await openAttempt(terms.gameId)) ?? (await joinAny(terms))),
  }
}

function deadlineOf({ wire }: Started): number {
  return wire.result_until ? Date.parse(wire.result_until) : Number.POSITIVE_INFINITY
}

/**
 * Returns the open attempts. An attempt is no longer open when its score is being sent, even if the server does not
 * have the score yet.
 */
async function openAttempts(
  { send, dialect, attempts, outbox, playerId, requirePlayerId }: PlayDependencies,
  gameId: number | undefined,
): Promise<Started[]> {
  const fromServer = async () => {
    const own = { playerId: await requirePlayerId() }
    const pages = await Promise.all(
      (['unmatched', 'matched'] as const).map((state) => send(ownMatches, { query: { state, per_page: 100 } })),
    )
    return pages
      .flatMap(({ matches }) => matches)
      .flatMap((wire) => {
        const { role } = presentMatch(wire, own)
        return wire.secret === undefined || role === null ? [] : [{ wire, role }]
      })
  }
  const open = await withSubstitute(dialect, fromServer, async () => attempts.find(gameId, playerId()))
  return open.filter(({ wire }) => (gameId === undefined || wire.game_id === gameId) && !outbox.has(wire.id))
}
