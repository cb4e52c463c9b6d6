import { type BodyOf, type createGame, Problem, type updateGame } from '@ante/shared'
import { asGameId, type ClientId, type GameId } from '../../domain/ids.ts'
import { contradictionsIn, type Game, type GameRules } from '../../domain/rules.ts'
import type { Storage } from '../../storage/storage.ts'
import { parseRules } from '../../wire/present-game.ts'
import type { Clock } from '../core/clock.ts'
import { mergeChanges } from '../core/merge-changes.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import { withdrawals } from './withdrawals.ts'

/** The operator's calls about games. They throw `invalid_request` for rules that contradict each other or name no client. */
export interface Games {
  /** Creates a game, under `id` if one is given. Throws `invalid_request` if a game has this id already. */
  create(body: BodyOf<typeof createGame>): Promise<Game>
  /** Changes rules. To close a game takes its unmatched matches back in the same commit. Throws `not_found`. */
  update(id: GameId, changes: BodyOf<typeof updateGame>): Promise<Game>
}

const WIRE_NAMES: Partial<Record<keyof GameRules, string>> = { minScore: 'min_score' }

export function createGames(dependencies: { storage: Storage; clock: Clock; unitOfWork: UnitOfWork }): Games {
  const { storage, clock, unitOfWork } = dependencies

  function assertConsistentRules(rules: GameRules): void {
    const wrong = contradictionsIn(rules).map(({ field, message }) => ({ path: WIRE_NAMES[field] ?? field, message }))
    if (wrong.length > 0) throw new Problem('invalid_request', 'These rules contradict each other.', wrong)
  }

  /** Clients that the rules name already may stay, even if they were removed since. */
  async function assertKnownClients(rules: GameRules, before?: GameRules): Promise<void> {
    await assertUsableClients('clients', rules.clients, before?.clients)
    await assertUsableClients('result_clients', rules.resultClients, before?.resultClients)
  }

  async function assertUsableClients(
    path: string,
    ids: readonly ClientId[],
    kept: readonly ClientId[] = [],
  ): Promise<void> {
    for (const id of ids.filter((one) => !kept.includes(one))) {
      const client = await storage.client(id)
      if (client && client.removedAt === undefined) continue
      const why = client ? `The client "${id}" was removed.` : `There is no client "${id}".`
      throw new Problem('invalid_request', why, [{ path, message: 'must be ids of registered clients' }])
    }
  }

  return {
    async create({ id, ...body }) {
      const rules = parseRules(body, { name: body.name, max_score: body.max_score })
      assertConsistentRules(rules)
      await assertKnownClients(rules)
      const { result } = await unitOfWork.run(async () => {
        const gameId = id === undefined ? await storage.newGameId() : asGameId(id)
        const preconditions = await storage.versions([{ kind: 'game', id: gameId }])
        if (await storage.game(gameId)) {
          throw new Problem('invalid_request', `There is a game ${gameId} already. Change it with PATCH.`, [
            { path: 'id', message: 'must be an id that no game has' },
          ])
        }
        const game: Game = { id: gameId, rules }
        return { change: { at: clock.now(), preconditions, games: [game] }, result: game }
      })
      return result
    },

    async update(id, changes) {
      const { result } = await unitOfWork.run(async () => {
        const versions = await storage.versions([
          { kind: 'game', id },
          { kind: 'openings', id },
        ])
        const before = await storage.game(id)
        if (!before) throw new Problem('not_found', `There is no game ${id}.`)
        const game: Game = { id, rules: parseRules(changes, before.rules) }
        assertConsistentRules(game.rules)
        await assertKnownClients(game.rules, before.rules)
        const now = clock.now()
        const { enabled } = game.rules
        const voided = enabled ? [] : await withdrawals(storage, { gameId: id }, now)
        // To close a game relies on having found every open match of it.
        const preconditions = versions.filter(({ kind }) => kind === 'game' || !enabled)
        return { change: mergeChanges({ at: now, preconditions, games: [game] }, voided), result: game }
      })
      return result
    },
  }
}
