import { expect, it } from 'vitest'
import { asGameId, asPlayerId, type GameId, type PlayerId } from '../../../server/domain/ids.ts'
import { playerAccount } from '../../../server/domain/ledger.ts'
import { type Match, poolOf } from '../../../server/domain/match.ts'
import { MINUTE, NOON, someRules } from '../../support/builders.ts'
import {
  accepted,
  arrange,
  committed,
  deposit,
  expired,
  matchId,
  type Open,
  offersIn,
  opened,
  stakeOf,
} from './arrange.ts'

const ids = (matches: readonly Match[]) => matches.map(({ id }) => Number.parseInt(id, 16))

export function describeMatches(open: Open): void {
  it('[ST8] lists the open matches of a pool, oldest first', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const made = [3, 1, 2].map((n) => opened(n, { gameId, playerId: alice }))
    const dearer = opened(4, { gameId, playerId: alice, stakeAmount: 700 })
    const foreign = opened(5, { gameId, playerId: alice, currency: 'EUR' })
    for (const { match } of [...made, dearer, foreign]) await committed(storage, { matches: [match] })
    const pool = poolOf(opened(1, { gameId, playerId: alice }).match)
    expect(ids(await offersIn(storage, pool))).toEqual([1, 2, 3])

    const second = opened(2, { gameId, playerId: alice }).match
    await committed(storage, {
      matches: [accepted(second, bob)],
      transfers: [stakeOf(second, alice), stakeOf(second, bob)],
    })
    expect(ids(await offersIn(storage, pool))).toEqual([1, 3])
    expect(await offersIn(storage, { ...pool, gameId: asGameId(99) })).toEqual([])
  })

  it('[ST8] lists open matches by nearest skill level, then age, a slice at a time', async () => {
    const { storage, alice, gameId } = await arrange(open)
    const levels = [4, null, 6, 0, 5, 6, null, 9, 4]
    const made = levels.map((skillLevel, n) => opened(n, { gameId, playerId: alice, skillLevel }).match)
    for (const match of made) await committed(storage, { matches: [match] })
    const pool = poolOf(opened(1, { gameId, playerId: alice }).match)
    const near = async (nearest: number, page: object = {}) =>
      ids(await offersIn(storage, pool, { skillLevel: nearest, ...page }))
    expect(await near(5)).toEqual([4, 0, 2, 5, 8, 7, 3, 1, 6])
    expect(await near(0)).toEqual([3, 0, 8, 4, 2, 5, 7, 1, 6])
    expect(await near(1_000_000)).toEqual([7, 2, 5, 4, 0, 8, 3, 1, 6])
    expect(await near(5, { after: made[0], limit: 3 })).toEqual([2, 5, 8])
    expect(await near(5, { after: made[6], limit: 3 })).toEqual([])
    expect(ids(await offersIn(storage, pool, { after: made[0] ?? null, limit: 2 }))).toEqual([1, 2])

    const [first, , third] = made
    if (!first || !third) throw new Error('nine matches')
    await committed(storage, { matches: [expired(first), expired(third)] })
    expect(await near(5)).toEqual([4, 5, 8, 7, 3, 1, 6])
  })

  it('[ST8] shows the newest state of an open match in its pool', async () => {
    const { storage, alice, gameId } = await arrange(open)
    const { match } = opened(1, { gameId, playerId: alice })
    await committed(storage, { matches: [match] })
    const prolonged = { ...match, version: 2, challenger: { ...match.challenger, prolongs: 1 } }
    await committed(storage, { matches: [prolonged] })
    expect(await offersIn(storage, poolOf(match))).toEqual([prolonged])
    expect(await storage.undecidedMatches()).toEqual([prolonged])
    expect((await storage.matchesOf(alice, { offset: 0, limit: 10 })).matches).toEqual([prolonged])
  })

  it('[ST8] finds undecided matches, also by game and by player on either side', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const otherGame = await storage.newGameId()
    await committed(storage, { games: [{ id: otherGame, rules: someRules() }] })
    const [a, b, c] = [1, 2, 3].map((n) => opened(n, { gameId, playerId: alice }).match)
    const d = opened(4, { gameId: otherGame, playerId: bob }).match
    if (!a || !b || !c) throw new Error('three matches')
    await committed(storage, { matches: [a, b, c, d] })
    await committed(storage, { matches: [accepted(b, bob), expired(c)] })

    const undecided = async (of?: Parameters<typeof storage.undecidedMatches>[0]) =>
      ids(await storage.undecidedMatches(of)).sort()
    expect(await undecided()).toEqual([1, 2, 4])
    expect(await undecided({ gameId })).toEqual([1, 2])
    expect(await undecided({ playerId: bob })).toEqual([2, 4])
    expect(await undecided({ playerId: bob, gameId })).toEqual([2])
    expect(await undecided({ playerId: asPlayerId(99) })).toEqual([])
    expect(await undecided({ gameId: asGameId(99) })).toEqual([])
  })

  it('[ST94] reads what decides whether a player may stake', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const { match } = opened(1, { gameId, playerId: alice })
    await committed(storage, {
      matches: [match],
      transfers: [deposit(alice, { id: 'more', amount: 50, currency: 'EUR' })],
    })
    const standing = (playerId: PlayerId, game: GameId, currency: string) =>
      storage.standing({ playerId, gameId: game, currency })
    expect(await standing(alice, gameId, 'GBP')).toEqual({
      player: await storage.player(alice),
      balance: await storage.balance(playerAccount(alice), 'GBP'),
      undecided: 1,
    })
    expect(await standing(alice, asGameId(99), 'EUR')).toMatchObject({ balance: 50, undecided: 0 })
    expect(await standing(alice, gameId, 'USD')).toMatchObject({ balance: 0, undecided: 1 })
    await committed(storage, { matches: [accepted(match, bob)] })
    expect(await standing(bob, gameId, 'GBP')).toMatchObject({ undecided: 1 })
    expect(await standing(asPlayerId(99), gameId, 'GBP')).toBeUndefined()
  })

  it("[ST9] pages through a player's matches, newest first, with their count", async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const numbers = Array.from({ length: 25 }, (_, index) => index + 1)
    const made = numbers.map((n) => opened(n, { gameId, playerId: n % 5 === 0 ? bob : alice }).match)
    await committed(storage, { matches: made })
    const tenth = made[9]
    if (!tenth) throw new Error('ten matches')
    await committed(storage, { matches: [accepted(tenth, alice)] })

    const page = async (offset: number, limit: number) => {
      const { matches, count } = await storage.matchesOf(alice, { offset, limit })
      return { ids: ids(matches), count }
    }
    expect(await page(0, 5)).toEqual({ ids: [24, 23, 22, 21, 19], count: 21 })
    expect(await page(5, 5)).toEqual({ ids: [18, 17, 16, 14, 13], count: 21 })
    expect(await page(20, 5)).toEqual({ ids: [1], count: 21 })
    expect(await page(21, 5)).toEqual({ ids: [], count: 21 })
    expect(await page(1_000_000_000, 5)).toEqual({ ids: [], count: 21 })
    expect(await storage.matchesOf(asPlayerId(99), { offset: 0, limit: 5 })).toEqual({ matches: [], count: 0 })
  })

  it("[ST9] filters a player's matches by state as they change", async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const made = [1, 2, 3].map((n) => opened(n, { gameId, playerId: alice }).match)
    await committed(storage, { matches: made })
    const inState = async (state: Match['state']) => {
      const { matches, count } = await storage.matchesOf(alice, { state, offset: 0, limit: 10 })
      return [...ids(matches), `of ${count}`]
    }
    expect(await inState('unmatched')).toEqual([3, 2, 1, 'of 3'])
    const [first, second] = made
    if (!first || !second) throw new Error('three matches')
    await committed(storage, { matches: [accepted(first, bob), expired(second)] })
    expect(await inState('unmatched')).toEqual([3, 'of 1'])
    expect(await inState('matched')).toEqual([1, 'of 1'])
    expect(await inState('expired')).toEqual([2, 'of 1'])
    expect(await inState('settled')).toEqual(['of 0'])
  })

  it('[ST10] hands out due matches, the earliest deadline first', async () => {
    const { storage, alice, gameId } = await arrange(open)
    const made = [5, 3, 9, 1, 7].map((n) => opened(n, { gameId, playerId: alice }).match)
    await committed(storage, { matches: made })
    const deadline = (n: number) => NOON + (n + 60) * MINUTE
    expect(await storage.nextDeadline()).toBe(deadline(1))
    expect(ids(await storage.dueMatches(deadline(1) - 1, 10))).toEqual([])
    expect(ids(await storage.dueMatches(deadline(7), 10))).toEqual([1, 3, 5, 7])
    expect(ids(await storage.dueMatches(deadline(9), 2))).toEqual([1, 3])
  })

  it('[ST10] follows a deadline that moves, and forgets it with the decision', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const [a, b] = [1, 2].map((n) => opened(n, { gameId, playerId: alice }).match)
    if (!a || !b) throw new Error('two matches')
    expect(await storage.nextDeadline()).toBeNull()
    await committed(storage, { matches: [a, b] })
    const matched = accepted(b, bob)
    await committed(storage, { matches: [matched] })
    expect(await storage.nextDeadline()).toBe(matched.challenger.resultUntil)
    expect(ids(await storage.dueMatches(NOON + 1000 * MINUTE, 10))).toEqual([2, 1])

    const scored = { ...matched.challenger, finish: { kind: 'score', score: 1, at: NOON } as const }
    await committed(storage, { matches: [{ ...matched, version: 3, challenger: scored }] })
    expect(await storage.nextDeadline()).toBe(matched.challenged.resultUntil)
    await committed(storage, { matches: [expired(a)] })
    expect(ids(await storage.dueMatches(NOON + 1000 * MINUTE, 10))).toEqual([2])
    expect(await storage.match(matchId(1))).toMatchObject({ state: 'expired' })
  })
}
