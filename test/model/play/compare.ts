import { isDeepStrictEqual } from 'node:util'
import type { PlayerEvent } from '@ante/shared'
import { expect } from 'vitest'
import type { Model, Player } from '../reference/model.ts'
import type { PlayerSnapshot, Snapshot } from './snapshot.ts'

/** Expects two values to be the same; cheap as long as they are. */
export function same(actual: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, what).toEqual(expected)
}

interface Pair {
  readonly what: string
  readonly actual: unknown
  readonly expected: unknown
}

/** What the server knows beside what the reference knows, part by part. */
function* partsOf(server: Snapshot, model: Model): Generator<Pair> {
  yield { what: 'matches', actual: server.matches, expected: model.matches }
  yield { what: 'games', actual: server.games, expected: model.games }
  yield { what: 'fees', actual: server.fees, expected: model.fees }
  yield { what: 'the last heartbeat', actual: server.aliveAt, expected: model.aliveAt }
  for (const [id, { excluded, money, events }] of Object.entries(model.players)) {
    const player = server.players[Number(id)]
    yield { what: `whether player ${id} is excluded`, actual: player?.excluded, expected: excluded }
    yield { what: `the money of player ${id}`, actual: player?.money, expected: money }
    yield {
      what: `how many answers are kept for player ${id}`,
      actual: player?.answers,
      expected: answersOf(model, id),
    }
    yield { what: `how many events player ${id} has`, actual: player?.events.length, expected: events.length }
  }
}

/** How many answers the reference keeps for a player. */
function answersOf({ remembered }: Model, id: string): number {
  return Object.keys(remembered).filter((key) => JSON.parse(key)[1] === Number(id)).length
}

/** Expects the server to know exactly what the reference knows. */
export function sameState(server: Snapshot, model: Model): void {
  for (const { what, actual, expected } of partsOf(server, model)) same(actual, expected, what)
}

/** Whether the server knows exactly what the reference knows. */
export function isSameState(server: Snapshot, model: Model): boolean {
  for (const { actual, expected } of partsOf(server, model)) if (!isDeepStrictEqual(actual, expected)) return false
  return true
}

/** Expects each player to have been told, since `before`, what the reference says; in its order, where there is one. */
export function sameEvents(before: Snapshot, after: Snapshot, model: Model, inOrder: boolean): void {
  for (const [id, player] of Object.entries(model.players)) {
    const known = before.players[Number(id)]?.events.length ?? 0
    const told = after.players[Number(id)]?.events.slice(known) ?? []
    const expected = expectedEvents(player, known)
    const what = `the events of player ${id}`
    if (inOrder && concernsOneMatch(told)) same(told, expected, what)
    else same(regardlessOfOrder(told), regardlessOfOrder(expected), what)
    sameBalances(after.players[Number(id)], what)
  }
}

function expectedEvents(player: Player, known: number): PlayerEvent[] {
  return player.events
    .slice(known)
    .map(({ at, content }, index) => ({ seq: known + index + 1, at: new Date(at).toISOString(), ...content }))
}

function matchOf({ data }: PlayerEvent): string | null {
  return 'match' in data ? data.match.id : 'match_id' in data ? data.match_id : null
}

const concernsOneMatch = (events: readonly PlayerEvent[]) =>
  new Set(events.map(matchOf).filter((id) => id !== null)).size <= 1

/** Deadlines of the same instant fire in any order: what is told of each match is the same, and the balance in the end. */
function regardlessOfOrder(events: readonly PlayerEvent[]) {
  const ofMatches = events.flatMap((event) =>
    event.type === 'wallet.changed' ? [] : [JSON.stringify({ ...event, seq: 0 })],
  )
  const ofMoney = events.flatMap((event) => (event.type === 'wallet.changed' ? [event.data] : []))
  return {
    seqs: events.map(({ seq }) => seq),
    ofMatches: ofMatches.sort(),
    changes: ofMoney.map(({ currency }) => currency).sort(),
    balances: Object.fromEntries(ofMoney.map(({ currency, balance }) => [currency, balance])),
  }
}

/** The last balance that a player was told is the balance. */
function sameBalances(player: PlayerSnapshot | undefined, what: string): void {
  const told: Record<string, number> = {}
  for (const event of player?.events ?? []) {
    if (event.type === 'wallet.changed') told[event.data.currency] = event.data.balance
  }
  same(told, player?.money, what)
}
