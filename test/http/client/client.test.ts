import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Ante, AnteEvent, AnteEvents, Attempt } from '../../../client/index.ts'
import { startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { aNetwork } from '../../support/client/network.ts'
import { openClient } from '../../support/client/open-client.ts'
import { aProfile, aTab, type Profile, type Tab } from '../../support/client/tab.ts'
import { eventually } from '../../support/eventually.ts'

let ante: TestAnte
let gameId: number
const opened: Ante[] = []

beforeAll(async () => {
  ante = await startAnte()
})
afterEach(() => {
  for (const client of opened.splice(0)) client.close()
})
afterAll(() => ante.close())

/** A player in front of the game. */
interface Visitor {
  client: Ante
  tab: Tab
  network: ReturnType<typeof aNetwork>
  /** Everything that was told, in order. */
  heard: { event: AnteEvent; data: unknown }[]
  names: () => AnteEvent[]
}

const EVENTS = ['matched', 'opponentFinished', 'settled', 'expired', 'void', 'submitted', 'refused', 'gap'] as const

function visit(
  player: TestPlayer,
  {
    profile = aProfile(),
    listens = true,
    sockets = true,
  }: { profile?: Profile; listens?: boolean; sockets?: boolean } = {},
) {
  const network = aNetwork()
  network.blocked = !sockets
  // No faster than that: the server's pings come in its own time.
  const tab = aTab({ profile, loadSocket: network.loadSocket, speed: 10 })
  const options = { server: ante.url, clientId: ante.clientId, accessToken: async () => player.token }
  const client = openClient(options, tab)
  opened.push(client)
  const heard: Visitor['heard'] = []
  for (const event of listens ? EVENTS : []) {
    client.on(event, (data: AnteEvents[typeof event]) => heard.push({ event, data }))
  }
  const visitor: Visitor = { client, tab, network, heard, names: () => heard.map(({ event }) => event) }
  return visitor
}

const live = ({ client }: Visitor) => eventually(async () => (client.connection === 'live' ? true : null))
const hears = (visitor: Visitor, event: AnteEvent) =>
  eventually(async () => visitor.heard.find((each) => each.event === event)?.data ?? null)

/** A game of its own for a test, so that nobody else's matches are in its pool. */
const newGame = async (rules: Record<string, unknown> = {}) => {
  gameId = await ante.game(rules)
}
const terms = (stake = 500) => ({ gameId, stake, currency: 'GBP' })

async function twoInAMatch(alice: Visitor, bob: Visitor): Promise<[Attempt, Attempt]> {
  return [await alice.client.play(terms()), await bob.client.play(terms())]
}

describe('a match of two clients', () => {
  it('[CL8] is accepted by the second, on the same seed, and told to both as it goes', async () => {
    await newGame()
    const [alice, bob] = [visit(await ante.player()), visit(await ante.player())]
    await Promise.all([live(alice), live(bob)])
    const [challenge, answer] = await twoInAMatch(alice, bob)
    expect([challenge.role, answer.role]).toEqual(['challenger', 'challenged'])
    expect(answer).toMatchObject({ matchId: challenge.matchId, seed: challenge.seed, stake: 500, resumed: false })
    expect(challenge.resultUntil?.getTime()).toBeGreaterThan(Date.now())

    expect(await challenge.submit(700)).toMatchObject({ ownScore: 700, opponentScore: null, verdict: null })
    const waiting = challenge.settled()
    expect(await answer.submit(300)).toMatchObject({ verdict: 'lost', ownScore: 300, opponentScore: 700 })
    const won = await waiting
    expect(won.match).toMatchObject({ id: challenge.matchId, state: 'settled', role: 'challenger' })
    expect(won.result).toMatchObject({ outcome: 'challenger_won', verdict: 'won', amountWon: 500, opponentScore: 300 })
    expect((await answer.settled()).result.verdict).toBe('lost')
    await hears(bob, 'settled')
    expect(alice.names().filter((event) => event !== 'submitted')).toEqual(['matched', 'settled'])
    expect(bob.names().filter((event) => event !== 'submitted')).toEqual(['opponentFinished', 'settled'])
    expect((await alice.client.me()).balances).toEqual({ GBP: 10_500 })
    expect((await bob.client.me()).balances).toEqual({ GBP: 9500 })
  })

  it('[CL8] is in both histories, as far as each may know', async () => {
    await newGame()
    const [alice, bob] = [visit(await ante.player()), visit(await ante.player())]
    const [challenge, answer] = await twoInAMatch(alice, bob)
    await answer.submit(5)
    const { entries, count, nextPage } = await alice.client.matches()
    expect({ count, nextPage }).toEqual({ count: 1, nextPage: null })
    expect(entries[0]).toMatchObject({
      match: { id: challenge.matchId, role: 'challenger', state: 'matched', gameId },
      result: { ownScore: null, opponentScore: null, verdict: null },
    })
    await challenge.submit('forfeit')
    expect(await alice.client.result(challenge.matchId)).toMatchObject({ outcome: 'walkover', verdict: 'lost' })
    expect(await bob.client.match(challenge.matchId)).toMatchObject({ role: 'challenged', state: 'settled' })
    expect((await bob.client.matches({ state: 'settled' })).entries[0]?.result).toMatchObject({ verdict: 'won' })
    expect((await bob.client.matches({ state: 'void' })).entries).toEqual([])
  })

  it('[CL8] can be looked up, accepted and prolonged by hand', async () => {
    await newGame({ play_seconds: 100 })
    const [alice, bob] = [visit(await ante.player()), visit(await ante.player())]
    const attempt = await alice.client.create({ ...terms(), skillLevel: 3 })
    const { entries } = await bob.client.lookUp({ ...terms(), skillLevel: 5 })
    expect(entries).toMatchObject([{ id: attempt.matchId, role: null, state: 'unmatched', stake: 500 }])
    const before = attempt.resultUntil?.getTime() ?? 0
    const after = await attempt.prolong()
    expect(after?.getTime()).toBe(before + 100_000)
    expect(attempt.resultUntil).toEqual(after)
    await expect(alice.client.prolong(attempt.matchId)).rejects.toMatchObject({ code: 'cannot_prolong_match' })
    expect((await bob.client.accept(attempt.matchId)).role).toBe('challenged')
    const carol = visit(await ante.player())
    await expect(carol.client.accept(attempt.matchId)).rejects.toMatchObject({ code: 'already_matched' })
    await expect(carol.client.match(attempt.matchId)).rejects.toMatchObject({ code: 'not_participant' })
    expect((await carol.client.join(terms())).role).toBe('challenger')
  })
})

describe('an open attempt', () => {
  it('[CL8] is resumed after a reload and in a second tab', async () => {
    await newGame()
    const player = await ante.player()
    const first = await visit(player).client.play(terms())
    const again = visit(player).client
    expect(await again.play(terms(1000))).toMatchObject({
      matchId: first.matchId,
      seed: first.seed,
      resumed: true,
      stake: 500,
    })
    expect(await again.openAttempt()).toMatchObject({ matchId: first.matchId, gameId })
    expect(await again.openAttempt(gameId + 1)).toBeNull()
    await first.submit(1)
    expect(await again.openAttempt(gameId)).toBeNull()
  })

  it('[CL8] is one, however many tabs begin at once', async () => {
    await newGame()
    const player = await ante.player()
    const profile = aProfile()
    const tabs = [visit(player, { profile }), visit(player, { profile }), visit(player, { profile })]
    const attempts = await Promise.all(tabs.map(({ client }) => client.play(terms())))
    expect(new Set(attempts.map(({ matchId }) => matchId)).size).toBe(1)
    expect((await player.call('GET', '/api/gaming-async/v1/me.json')).body.me.balances).toEqual({ GBP: 9500 })
  })

  it('[CL8] is open no more while its score is on its way', async () => {
    await newGame()
    const player = await ante.player()
    const profile = aProfile()
    const before = visit(player, { profile })
    const attempt = await before.client.play(terms())
    before.tab.online = false
    void attempt.submit(1).catch(() => {})
    const after = visit(player, { profile, listens: false })
    expect(await after.client.openAttempt(gameId)).toBeNull()
  })
})

describe('refusals', () => {
  it('[CL6] come as the codes of the contract', async () => {
    await newGame({ stakes: [500] })
    const { client, tab } = visit(await ante.player({ balance: 600 }))
    await expect(client.play({ ...terms(), gameId: 999_999 })).rejects.toMatchObject({
      name: 'Problem',
      code: 'unknown_game',
      status: 422,
    })
    await expect(client.play(terms(300))).rejects.toMatchObject({ code: 'stake_not_allowed' })
    await expect(client.play({ ...terms(), currency: 'gbp' })).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'match.currency' }],
    })
    const attempt = await client.play(terms())
    await expect(client.create(terms())).rejects.toMatchObject({ code: 'insufficient_funds' })
    await expect(attempt.submit(1.5)).rejects.toMatchObject({ code: 'invalid_request' })
    expect(tab.requests.filter(({ url }) => url.endsWith('/result.json'))).toEqual([])
    await expect(attempt.submit(100_000)).rejects.toMatchObject({ code: 'score_out_of_range' })
    await attempt.submit(10)
    await expect(attempt.submit(11)).rejects.toMatchObject({ code: 'score_already_posted' })
    await expect(attempt.submit(10)).resolves.toMatchObject({ ownScore: 10 })
  })
})

describe('a score', () => {
  it('[CL7] waits for the connection, and arrives once', async () => {
    await newGame()
    const alice = visit(await ante.player())
    const attempt = await alice.client.play(terms())
    alice.tab.online = false
    const submitted = attempt.submit(42)
    await alice.tab.sleep(5000)
    alice.tab.fire('online', undefined)
    expect(await submitted).toMatchObject({ ownScore: 42 })
    expect(alice.names()).toEqual(['submitted'])
    const posts = alice.tab.requests.filter(({ url }) => url.endsWith('/result.json'))
    expect(new Set(posts.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  })

  it('[CL7] of an earlier visit is sent by the next one of that player, and by nobody else', async () => {
    await newGame()
    const profile = aProfile()
    const [player, other] = [await ante.player(), await ante.player()]
    const before = visit(player, { profile })
    await before.client.completeLogin()
    const attempt = await before.client.play(terms())
    before.tab.online = false
    void attempt.submit(42).catch(() => {})
    before.client.close()

    const stranger = visit(other, { profile })
    await stranger.client.completeLogin()
    const after = visit(player, { profile })
    await after.client.completeLogin()
    expect(await hears(after, 'submitted')).toMatchObject({
      matchId: attempt.matchId,
      score: 42,
      result: { ownScore: 42 },
    })
    expect(stranger.names()).toEqual([])
  })

  it('[CL7] that came too late is given up, and told', async () => {
    await newGame({ play_seconds: 1 })
    const profile = aProfile()
    const player = await ante.player()
    const before = visit(player, { profile })
    await before.client.completeLogin()
    const attempt = await before.client.play(terms())
    before.tab.online = false
    void attempt.submit(42).catch(() => {})
    before.client.close()
    await eventually(async () =>
      (await player.call('GET', `/api/gaming-async/v1/matches/${attempt.matchId}.json`)).body.match.secret
        ? null
        : true,
    )
    const after = visit(player, { profile })
    await after.client.completeLogin()
    expect(await hears(after, 'refused')).toMatchObject({
      matchId: attempt.matchId,
      problem: { code: 'result_too_late' },
    })
    after.client.close()
    const last = visit(player, { profile })
    await last.client.completeLogin()
    await live(last)
    expect(last.names()).toEqual([])
  })
})

describe('events', () => {
  it('[CL11] of the time between two visits are told once; a first visit begins with what comes', async () => {
    await newGame()
    const [player, opponent] = [await ante.player(), visit(await ante.player(), { listens: false })]
    const elsewhere = visit(player, { listens: false })
    const [old, oldAnswer] = await twoInAMatch(elsewhere, opponent)
    await Promise.all([old.submit(1), oldAnswer.submit(2)])

    const profile = aProfile()
    const first = visit(player, { profile })
    await live(first)
    const [challenge, answer] = await twoInAMatch(first, opponent)
    await hears(first, 'matched')
    await challenge.submit(3)
    expect(first.names()).toEqual(['matched', 'submitted'])
    first.client.close()
    await answer.submit(4)

    const second = visit(player, { profile })
    expect(await hears(second, 'settled')).toMatchObject({
      match: { id: challenge.matchId, role: 'challenger' },
      result: { verdict: 'lost', ownScore: 3, opponentScore: 4 },
    })
    expect(second.names()).toEqual(['opponentFinished', 'settled'].slice(-second.names().length))
    second.client.close()
    const third = visit(player, { profile })
    await live(third)
    expect(third.names()).toEqual([])
  })

  it('[CL11] are told in every tab', async () => {
    await newGame()
    const profile = aProfile()
    const player = await ante.player()
    const tabs = [visit(player, { profile }), visit(player, { profile })] as const
    await Promise.all(tabs.map(live))
    await twoInAMatch(tabs[0], visit(await ante.player(), { listens: false }))
    for (const tab of tabs) await hears(tab, 'matched')
    expect(tabs.map((tab) => tab.names())).toEqual([['matched'], ['matched']])
  })

  it('[CL11] that a lost connection missed come with the next one', async () => {
    await newGame()
    const [alice, bob] = [visit(await ante.player()), visit(await ante.player(), { listens: false })]
    await live(alice)
    await alice.client.play(terms())
    alice.network.blocked = true
    alice.tab.online = false
    alice.network.cut()
    await eventually(async () => (alice.client.connection === 'offline' ? true : null))
    await bob.client.play(terms())
    alice.network.blocked = false
    alice.tab.fire('online', undefined)
    await hears(alice, 'matched')
    await live(alice)
    expect(alice.names()).toEqual(['matched'])
  })

  it('[CL10] come without a socket too', async () => {
    await newGame()
    const [alice, bob] = [
      visit(await ante.player(), { sockets: false }),
      visit(await ante.player(), { listens: false }),
    ]
    await eventually(async () => (alice.client.connection === 'polling' ? true : null))
    const [challenge, answer] = await twoInAMatch(alice, bob)
    await challenge.submit(9)
    const settled = challenge.settled()
    await answer.submit(8)
    expect((await settled).result.verdict).toBe('won')
    await hears(alice, 'settled')
    expect(alice.names().filter((event) => event !== 'submitted')).toEqual(['matched', 'settled'])
  })

  it('[CL10] resolve what waits for the match, which needs no handlers and may be over already', async () => {
    await newGame()
    const [alice, bob] = [
      visit(await ante.player(), { listens: false }),
      visit(await ante.player(), { listens: false }),
    ]
    expect(alice.network.connections).toBe(0)
    const [challenge, answer] = await twoInAMatch(alice, bob)
    await challenge.submit(1)
    const settled = challenge.settled()
    await answer.submit(1)
    expect((await settled).result).toMatchObject({ outcome: 'draw', verdict: 'draw', amountWon: 0, winnerId: null })
    expect((await answer.settled()).result.verdict).toBe('draw')
  })
})

describe('the server’s time', () => {
  it('[CL22] is the clock that deadlines follow', async () => {
    const origin = 'https://timed-game.example'
    const client = await ante.client({ allowed_origins: [origin] })
    const player = await ante.player({ client })
    const tab = aTab({
      speed: 1,
      fetch: async (input, init) => {
        const response = await fetch(input, { ...init, headers: { ...init?.headers, origin } })
        expect(response.headers.get('access-control-expose-headers')).toContain('Date')
        return response
      },
    })
    tab.clockSetBy = -86_400_000
    const options = { server: ante.url, clientId: client.id, accessToken: async () => player.token }
    const game = openClient(options, tab)
    opened.push(game)
    ante.clock.advance(1_800_000)
    await game.me()
    expect(Math.abs(game.now() - ante.clock.now())).toBeLessThan(1500)
  })
})
