import { expect, it } from 'vitest'
import { asClientId, asGameId, asPlayerId } from '../../../server/domain/ids.ts'
import { poolOf } from '../../../server/domain/match.ts'
import type { Versioned } from '../../../server/storage/storage.ts'
import { MINUTE, NOON, someRules } from '../../support/builders.ts'
import {
  aClient,
  accepted,
  aPlayer,
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

export function describeCommits(open: Open): void {
  it('[ST1] applies every part of a change, and later reads see it', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const { match, stake } = opened(1, { gameId, playerId: alice })
    const client = aClient(asClientId('tower'))
    await committed(storage, {
      matches: [match],
      transfers: [stake],
      players: [{ ...aPlayer(bob, 'Bob'), nickname: 'Bobby' }],
      games: [{ id: gameId, rules: someRules({ name: 'Tower II' }) }],
      clients: [client],
      meta: { aliveAt: NOON },
    })
    expect(await storage.match(match.id)).toEqual(match)
    expect(await storage.transfer(stake.id)).toMatchObject(stake)
    expect(await storage.player(bob)).toMatchObject({ nickname: 'Bobby' })
    expect(await storage.game(gameId)).toMatchObject({ rules: { name: 'Tower II' } })
    expect(await storage.games()).toHaveLength(1)
    expect(await storage.client(client.id)).toEqual(client)
    expect(await storage.clients()).toEqual([client])
    expect(await storage.meta()).toMatchObject({ aliveAt: NOON })
  })

  it('[ST1] changes nothing when any part of a change is refused', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const { match } = opened(1, { gameId, playerId: alice })
    const commitResult = await storage.commit({
      at: NOON,
      matches: [match],
      players: [aPlayer(bob, 'Robert')],
      transfers: [stakeOf(match, alice), { ...stakeOf(match, bob), amount: 1_000_000 }],
      events: [{ playerId: alice, content: { type: 'match.opponent_finished', data: { match_id: match.id } } }],
      meta: { demo: true },
    })
    expect(commitResult).toEqual({ kind: 'overdrawn', account: `player:${bob}` })
    expect(await storage.match(match.id)).toBeUndefined()
    expect(await offersIn(storage, poolOf(match))).toEqual([])
    expect(await storage.player(bob)).toMatchObject({ username: 'Bob' })
    expect(await storage.balance(`player:${alice}`, 'GBP')).toBe(10_000)
    expect(await storage.events(alice, 0, 100)).toMatchObject({ lastSeq: 1 })
    expect(await storage.meta()).toMatchObject({ demo: null })
  })

  it('[ST1] finds nothing under ids that were never given', async () => {
    const storage = await open()
    expect(await storage.match(matchId(1))).toBeUndefined()
    expect(await storage.player(asPlayerId(1))).toBeUndefined()
    expect(await storage.playerByUsername('constructor')).toBeUndefined()
    expect(await storage.game(asGameId(1))).toBeUndefined()
    expect(await storage.client(asClientId('__proto__'))).toBeUndefined()
    expect(await storage.transfer('constructor')).toBeUndefined()
    expect(await storage.answer('__proto__', NOON)).toBeUndefined()
    expect(await storage.meta()).toEqual({ demo: null, aliveAt: null, clockOffset: 0 })
  })

  it('[ST2] replaces a version of a match only by the next one', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const { match, stake } = opened(1, { gameId, playerId: alice })
    expect(await storage.commit({ at: NOON, matches: [{ ...match, version: 2 }] })).toEqual({ kind: 'stale' })
    await committed(storage, { matches: [match], transfers: [stake] })
    expect(await storage.commit({ at: NOON, matches: [match] })).toEqual({ kind: 'stale' })
    const skipping = { ...accepted(match, bob), version: 3 }
    expect(await storage.commit({ at: NOON, matches: [skipping] })).toEqual({ kind: 'stale' })
    expect(await storage.match(match.id)).toEqual(match)
  })

  it('[ST2] lets one of many accept a match, and takes nothing from the others', async () => {
    const { storage, alice, gameId } = await arrange(open)
    const { match, stake } = opened(1, { gameId, playerId: alice })
    await committed(storage, { matches: [match], transfers: [stake] })
    const racers = Array.from({ length: 20 }, (_, index) => asPlayerId(100 + index))
    await committed(storage, {
      players: racers.map((id) => aPlayer(id, `racer-${id}`)),
      transfers: racers.map((id) => deposit(id)),
    })
    const commitResults = await Promise.all(
      racers.map((id) => storage.commit({ at: NOON, matches: [accepted(match, id)], transfers: [stakeOf(match, id)] })),
    )
    expect(commitResults.filter(({ kind }) => kind === 'committed')).toHaveLength(1)
    expect(commitResults.filter(({ kind }) => kind === 'stale')).toHaveLength(19)
    const balances = await Promise.all(racers.map((id) => storage.balance(`player:${id}`, 'GBP')))
    expect(balances.filter((balance) => balance === 9_500)).toHaveLength(1)
    expect(balances.filter((balance) => balance === 10_000)).toHaveLength(19)
    expect(await storage.balance(`escrow:${match.id}`, 'GBP')).toBe(1_000)
  })

  it('[ST3] counts what enters and leaves a pool, and nothing else', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const { match, stake } = opened(1, { gameId, playerId: alice })
    const pool: Versioned = { kind: 'pool', pool: poolOf(match) }
    const other: Versioned = { kind: 'pool', pool: { ...poolOf(match), stakeAmount: 501 } }
    const moved = await watching(storage, [pool, other])

    await committed(storage, { matches: [match], transfers: [stake] })
    expect(await moved()).toEqual([true, false])
    const prolonged = { ...match, version: 2, challenger: { ...match.challenger, prolongs: 1 } }
    await committed(storage, { matches: [prolonged] })
    expect(await moved()).toEqual([false, false])
    await committed(storage, { matches: [accepted(prolonged, bob)], transfers: [stakeOf(match, bob)] })
    expect(await moved()).toEqual([true, false])
  })

  it("[ST3] counts a player's record and undecided matches, and a game's record", async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const { match, stake } = opened(1, { gameId, playerId: alice })
    const moved = await watching(storage, [
      { kind: 'player', id: alice },
      { kind: 'player', id: bob },
      { kind: 'game', id: gameId },
    ])
    await committed(storage, { matches: [match], transfers: [stake] })
    expect(await moved()).toEqual([true, false, false])
    const refund = { ...stake, id: 'refund', debit: stake.credit, credit: stake.debit }
    await committed(storage, { matches: [expired(match)], transfers: [refund] })
    expect(await moved()).toEqual([true, false, false])
    await committed(storage, { players: [{ ...aPlayer(bob, 'Bob'), excluded: true }] })
    expect(await moved()).toEqual([false, true, false])
    await committed(storage, { games: [{ id: gameId, rules: someRules({ enabled: false }) }] })
    expect(await moved()).toEqual([false, false, true])
    await committed(storage, { transfers: [deposit(alice, { id: 'more' })], meta: { aliveAt: NOON } })
    expect(await moved()).toEqual([false, false, false])
  })

  it("[ST3] counts a client's record, and each move of the clock", async () => {
    const storage = await open()
    const [game, tool] = [asClientId('game'), asClientId('tool')]
    await committed(storage, { clients: [aClient(game)], meta: { clockOffset: 5 } })
    const moved = await watching(storage, [
      { kind: 'client', id: game },
      { kind: 'client', id: tool },
      { kind: 'clock' },
    ])
    await committed(storage, { clients: [aClient(game)] })
    expect(await moved()).toEqual([true, false, false])
    await committed(storage, { clients: [aClient(tool)], meta: { aliveAt: NOON } })
    expect(await moved()).toEqual([false, true, false])
    await committed(storage, { meta: { clockOffset: 6 } })
    expect(await moved()).toEqual([false, false, true])
  })

  it.each([
    ['client', { kind: 'client', id: asClientId('game') }, { clients: [aClient(asClientId('game'))] }],
    ['clock', { kind: 'clock' }, { meta: { clockOffset: 7 } }],
  ] as const)(
    '[ST3] lets one of two changes of one %s happen that relied on the same state',
    async (_, one, change) => {
      const storage = await open()
      const preconditions = await storage.versions([one])
      const commits = [1, 2].map(() => storage.commit({ at: NOON, preconditions, ...change }))
      expect((await Promise.all(commits)).map(({ kind }) => kind)).toEqual(['committed', 'stale'])
    },
  )

  it('[ST3] counts a match for the player who accepts it', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const { match, stake } = opened(1, { gameId, playerId: alice })
    await committed(storage, { matches: [match], transfers: [stake] })
    const moved = await watching(storage, [{ kind: 'player', id: bob }])
    await committed(storage, { matches: [accepted(match, bob)], transfers: [stakeOf(match, bob)] })
    expect(await moved()).toEqual([true])
  })

  it('[ST3] refuses what relied on something that has moved on', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const [first, second] = [opened(1, { gameId, playerId: alice }), opened(2, { gameId, playerId: bob })]
    const preconditions = await storage.versions([{ kind: 'pool', pool: poolOf(first.match) }])
    const changes = [first, second].map(({ match, stake }) => ({
      at: NOON,
      preconditions,
      matches: [match],
      transfers: [stake],
    }))
    const commitResults = await Promise.all(changes.map((change) => storage.commit(change)))
    expect(commitResults.map(({ kind }) => kind).sort()).toEqual(['committed', 'stale'])
    expect(await offersIn(storage, poolOf(first.match))).toHaveLength(1)
  })

  it('[ST4] keeps usernames unique, whatever their case', async () => {
    const { storage, alice, bob } = await arrange(open)
    const refused = await storage.commit({ at: NOON, players: [aPlayer(bob, 'ALICE')] })
    expect(refused).toEqual({ kind: 'taken', username: 'ALICE' })
    expect(await storage.playerByUsername('aLiCe')).toMatchObject({ id: alice })
    expect(await storage.playerByUsername('bob')).toMatchObject({ id: bob })
  })

  it('[ST4] lets a player change the case of a name, and others have a name that was given up', async () => {
    const { storage, alice, bob } = await arrange(open)
    await committed(storage, { players: [aPlayer(alice, 'aLICE')] })
    await committed(storage, { players: [aPlayer(alice, 'Alice2')] })
    await committed(storage, { players: [aPlayer(bob, 'alice')] })
    expect(await storage.playerByUsername('ALICE')).toMatchObject({ id: bob })
    expect(await storage.playerByUsername('alice2')).toMatchObject({ id: alice })
    expect(await storage.playerByUsername('bob')).toBeUndefined()
  })

  it('[ST4] gives a name to one of many who want it at once', async () => {
    const { storage } = await arrange(open)
    const ids = await Promise.all(Array.from({ length: 10 }, () => storage.newPlayerId()))
    const commitResults = await Promise.all(
      ids.map((id) => storage.commit({ at: NOON, players: [aPlayer(id, 'Carol')] })),
    )
    expect(commitResults.filter(({ kind }) => kind === 'committed')).toHaveLength(1)
    expect(commitResults.filter(({ kind }) => kind === 'taken')).toHaveLength(9)
  })

  it('[ST5] gives no number twice, and none that is in use', async () => {
    const storage = await open()
    await committed(storage, { games: [{ id: asGameId(2), rules: someRules() }] })
    const games = await Promise.all(Array.from({ length: 5 }, () => storage.newGameId()))
    const players = await Promise.all(Array.from({ length: 50 }, () => storage.newPlayerId()))
    expect(games).not.toContain(2)
    expect(new Set(games).size).toBe(5)
    expect(new Set(players).size).toBe(50)
    expect(Math.min(...games, ...players)).toBeGreaterThan(0)
  })

  it('[ST6] remembers an answer with the change that made it, until it expires', async () => {
    const { storage, alice } = await arrange(open)
    const answer = { key: 'k', fingerprint: 'f', status: 201, body: { match: { id: 'x' } }, expiresAt: NOON + MINUTE }
    await committed(storage, { answer, transfers: [deposit(alice, { id: 'first' })] })
    expect(await storage.answer('k', NOON)).toEqual(answer)
    expect(await storage.answer('k', NOON + MINUTE)).toBeUndefined()

    const again = { at: NOON, answer, transfers: [deposit(alice, { id: 'second' })] }
    expect(await storage.commit(again)).toEqual({ kind: 'answered' })
    expect(await storage.transfer('second')).toBeUndefined()
    await committed(storage, { ...again, at: NOON + MINUTE, answer: { ...answer, expiresAt: NOON + 5 * MINUTE } })
    expect(await storage.answer('k', NOON + 2 * MINUTE)).toMatchObject({ status: 201 })
  })

  it('[ST6] lets one of many commits with the same answer key happen', async () => {
    const { storage, alice } = await arrange(open)
    const answer = { key: 'k', fingerprint: 'f', status: 200, body: null, expiresAt: NOON + MINUTE }
    const commits = Array.from({ length: 10 }, (_, index) =>
      storage.commit({ at: NOON, answer, transfers: [deposit(alice, { id: `try-${index}` })] }),
    )
    expect((await Promise.all(commits)).filter(({ kind }) => kind === 'committed')).toHaveLength(1)
    expect(await storage.balance(`player:${alice}`, 'GBP')).toBe(20_000)
  })

  it('[ST6] counts the answers of each player up to a limit, until they are swept', async () => {
    const { storage, alice, bob } = await arrange(open)
    for (const [n, playerId] of [alice, alice, bob, alice].entries()) {
      const answer = { key: `k${n}`, playerId, fingerprint: 'f', status: 200, body: n, expiresAt: NOON + n }
      await committed(storage, { at: NOON - 1, answer })
    }
    const counts = () => Promise.all([storage.countAnswers(alice, 9), storage.countAnswers(bob, 9)])
    expect(await counts()).toEqual([3, 1])
    expect(await storage.countAnswers(alice, 2)).toBe(2)
    await storage.sweep(NOON + 2, NOON)
    expect(await counts()).toEqual([1, 0])
  })

  it('[ST7] keeps what it remembers about itself part by part', async () => {
    const storage = await open()
    await committed(storage, { meta: { demo: false } })
    await committed(storage, { meta: { aliveAt: NOON } })
    await committed(storage, { meta: { clockOffset: 5 } })
    expect(await storage.meta()).toEqual({ demo: false, aliveAt: NOON, clockOffset: 5 })
  })
}

/** Whether each version has changed since the last call. */
async function watching(storage: Awaited<ReturnType<Open>>, counted: readonly Versioned[]) {
  let before = await storage.versions(counted)
  return async () => {
    const now = await storage.versions(counted)
    const then = before
    before = now
    return now.map(({ version }, index) => version > (then[index]?.version ?? Number.NaN))
  }
}
