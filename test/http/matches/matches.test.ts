import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'

let ante: TestAnte
let gameId: number
let alice: TestPlayer
let bob: TestPlayer
let carol: TestPlayer

beforeAll(async () => {
  ante = await startAnte()
  gameId = await ante.game({ max_open: 10_000 })
  ;[alice, bob, carol] = [await ante.player({ balance: 1e9 }), await ante.player({ balance: 1e9 }), await ante.player()]
})
afterAll(() => ante.close())

/** A stake of its own for each test, so that no test sees another's open matches. */
let lastStake = 1000
const newStake = () => ++lastStake

const termsOf = (stake: number, more: object = {}) => ({ match: { stake, currency: 'GBP', game_id: gameId, ...more } })
const create = async (player: TestPlayer, stake: number, more: object = {}): Promise<Answer> =>
  player.call('POST', `${MATCHES}/matches.json`, termsOf(stake, more))
const accept = (player: TestPlayer, id: string) => player.call('PUT', `${MATCHES}/matches/${id}/accept.json`)
const join = (player: TestPlayer, stake: number, more: object = {}) =>
  player.call('POST', `${MATCHES}/matches/join.json`, termsOf(stake, more))
const postScore = (player: TestPlayer, match: { id: string; secret: string }, score: unknown) =>
  player.call('POST', `${MATCHES}/matches/${match.id}/result.json`, { match_score: { score, secret: match.secret } })
const balanceOf = async (player: TestPlayer): Promise<number> =>
  (await player.call('GET', `${MATCHES}/me.json`)).body.me.balances.GBP
const lookUp = (player: TestPlayer, stake: number, more = '') =>
  player.call('GET', `${MATCHES}/matches.json?stake=${stake}&currency=GBP&game_id=${gameId}${more}`)

/** Alice created it, Bob accepted it. */
async function matched(stake = newStake()) {
  const created = (await create(alice, stake)).body.match
  const accepted = (await accept(bob, created.id)).body.match
  return { created, accepted, stake }
}

/** All of a player's events, as a socket replays them. */
async function everythingPushed(player: TestPlayer): Promise<unknown[]> {
  const { last_seq } = (await player.call('GET', `${MATCHES}/me/events.json?after=0`)).body
  const socket = io(ante.url, { auth: { token: player.token, after: 0 }, transports: ['websocket'], forceNew: true })
  const events: unknown[] = []
  socket.on('event', (event: unknown) => events.push(event))
  await eventually(async () => (events.length === last_seq ? true : null))
  socket.disconnect()
  return events
}

describe('the whole path', () => {
  it('[HT1] runs look up, create, accept and both scores as the CashPlay document has them, and moves the money', async () => {
    const stake = newStake()
    const [aliceBefore, bobBefore] = [await balanceOf(alice), await balanceOf(bob)]
    expect((await lookUp(bob, stake)).body).toEqual({
      matches: [],
      meta: { count: 0, next_page: null, prev_page: null },
    })

    const created = await create(alice, stake, { challenger_skill_level: 1 })
    expect(created.status).toBe(201)
    expect(created.body.match).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      challenger_id: alice.id,
      challenged_id: null,
      stake_amount: stake,
      currency: 'GBP',
      state: 'unmatched',
      game_id: gameId,
      secret: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      seed: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const { id } = created.body.match
    expect(await balanceOf(alice)).toBe(aliceBefore - stake)

    const found = await lookUp(bob, stake)
    expect(found.body.matches.map((match: { id: string }) => match.id)).toEqual([id])
    expect(found.body.matches[0]).not.toHaveProperty('secret')
    expect(found.body.matches[0]).not.toHaveProperty('seed')

    const accepted = await accept(bob, id)
    expect(accepted.status).toBe(200)
    expect(accepted.body.match).toMatchObject({
      state: 'matched',
      challenged_id: bob.id,
      seed: created.body.match.seed,
    })
    expect(accepted.body.match.secret).not.toBe(created.body.match.secret)

    const first = await postScore(alice, created.body.match, 700)
    expect(first.status).toBe(200)
    expect(first.body.match_result).toEqual({
      match_id: id,
      challenger_score: 700,
      challenged_score: null,
      winner_id: null,
      amount_won: null,
      currency: null,
      outcome: null,
    })
    const second = await postScore(bob, accepted.body.match, 300)
    expect(second.body.match_result).toEqual({
      match_id: id,
      challenger_score: 700,
      challenged_score: 300,
      winner_id: alice.id,
      amount_won: stake,
      currency: 'GBP',
      outcome: 'challenger_won',
    })
    expect(await balanceOf(alice)).toBe(aliceBefore + stake)
    expect(await balanceOf(bob)).toBe(bobBefore - stake)
    expect((await postScore(alice, created.body.match, 700)).body.match_result).toEqual(second.body.match_result)
  })

  it('[MT28] hides the other score until the match is decided, wherever it is asked for', async () => {
    const { created, accepted } = await matched()
    await postScore(alice, created, 700)
    for (const player of [alice, bob]) {
      const own = await player.call('GET', `${MATCHES}/matches/${created.id}/result.json`)
      expect(own.body.match_result.challenger_score).toBe(player === alice ? 700 : null)
      const listed = await player.call('GET', `${MATCHES}/me/matches.json`)
      const match = listed.body.matches.find((each: { id: string }) => each.id === created.id)
      expect(match.match_result.challenger_score).toBe(player === alice ? 700 : null)
    }
    await postScore(bob, accepted, 'forfeit')
    const result = (await bob.call('GET', `${MATCHES}/matches/${created.id}/result.json`)).body.match_result
    expect(result).toMatchObject({
      outcome: 'walkover',
      winner_id: alice.id,
      challenger_score: 700,
      challenged_score: null,
    })
  })

  it('[HT3] gives secret and seed only with an own open attempt', async () => {
    const { created, accepted } = await matched()
    const read = (player: TestPlayer) => player.call('GET', `${MATCHES}/matches/${created.id}.json`)
    expect((await read(alice)).body.match.secret).toBe(created.secret)
    expect((await read(bob)).body.match.secret).toBe(accepted.secret)
    await postScore(alice, created, 1)
    expect((await read(alice)).body.match).not.toHaveProperty('secret')
    expect((await read(alice)).body.match).not.toHaveProperty('seed')
  })

  it('[HT28] tells no player through which application or from where the other one plays', async () => {
    const [dora, emil] = [await ante.player(), await ante.player()]
    const stake = newStake()
    const told: Answer[] = []
    const ask = async (answering: Promise<Answer>) => {
      told.push(await answering)
      return told.at(-1)?.body
    }
    const reads = async (id: string) => {
      for (const player of [dora, emil]) {
        for (const path of [
          `matches/${id}.json`,
          `matches/${id}/result.json`,
          'me/matches.json',
          'me/events.json?after=0',
        ]) {
          await ask(player.call('GET', `${MATCHES}/${path}`))
        }
      }
    }
    const created = (await ask(create(dora, stake))).match
    await ask(lookUp(emil, stake))
    const accepted = (await ask(join(emil, stake))).match
    await reads(created.id)
    await ask(dora.call('PUT', `${MATCHES}/matches/${created.id}/prolong.json`))
    await ask(postScore(dora, created, 1))
    await ask(accept(carol, created.id))
    await ask(postScore(emil, accepted, 2))
    await reads(created.id)

    const pushed = (await Promise.all([dora, emil].map(everythingPushed))).flat()
    const { challenger, challenged } = (await ante.operator('GET', `/admin/v1/matches/${created.id}`)).body.match
    const text = JSON.stringify([told.map(({ body }) => body), pushed])
    expect(text).toContain('match.settled')
    for (const secret of [challenger.address_hash, challenged.address_hash, ante.clientId, '127.0.0.1', '::1']) {
      expect(text).not.toContain(secret)
    }
    expect(text).not.toMatch(/client_id|address|"ip"/)
  })

  it('[HT4] joins: the first creates (201), the second accepts (200)', async () => {
    const stake = newStake()
    const first = await join(alice, stake)
    expect([first.status, first.body.match.state]).toEqual([201, 'unmatched'])
    const own = await join(alice, stake)
    expect(own.status).toBe(201)
    const second = await join(bob, stake)
    expect([second.status, second.body.match.state, second.body.match.id]).toEqual([
      200,
      'matched',
      first.body.match.id,
    ])
  })

  it('[HT5] pairs everybody who joins at the same moment, and nobody with themselves', async () => {
    const stake = newStake()
    const players = [
      alice,
      bob,
      ...(await Promise.all(Array.from({ length: 6 }, () => ante.player({ balance: 5000 })))),
    ]
    const answers = await Promise.all(players.map((player) => join(player, stake)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201, 201, 201, 201])
    const pairs = answers.filter(({ status }) => status === 200).map(({ body }) => body.match)
    expect(new Set(pairs.flatMap((match) => [match.challenger_id, match.challenged_id])).size).toBe(8)
  })

  it('[MT25] gives an accept race one winner, and takes nothing from the others', async () => {
    const stake = newStake()
    const { id } = (await create(alice, stake)).body.match
    const rivals = [bob, ...(await Promise.all(Array.from({ length: 5 }, () => ante.player({ balance: 5000 }))))]
    const before = await Promise.all(rivals.map(balanceOf))
    const answers = await Promise.all(rivals.map((player) => accept(player, id)))
    const winners = answers.flatMap(({ status }, index) => (status === 200 ? [index] : []))
    expect(winners).toHaveLength(1)
    for (const [index, { status, body }] of answers.entries()) {
      if (!winners.includes(index)) expect([status, body.code]).toEqual([422, 'already_matched'])
    }
    const after = await Promise.all(rivals.map(balanceOf))
    expect(after).toEqual(before.map((balance, index) => balance - (winners.includes(index) ? stake : 0)))
  })

  it('[MT11] answers an accept repeated by the same player with the same attempt', async () => {
    const { created, accepted } = await matched()
    const again = await accept(bob, created.id)
    expect([again.status, again.body.match.secret]).toEqual([200, accepted.secret])
    await postScore(bob, accepted, 1)
    expect((await accept(bob, created.id)).body.code).toBe('already_matched')
  })

  it('[DL5] prolongs the own deadline and says when that is over', async () => {
    const { created } = await matched()
    const prolong = () => alice.call('PUT', `${MATCHES}/matches/${created.id}/prolong.json`)
    const before = Date.parse(created.result_until)
    const prolonged = await prolong()
    expect(prolonged.status).toBe(200)
    expect(Date.parse(prolonged.body.match.result_until)).toBe(before + 600_000)
    const again = await prolong()
    expect([again.status, again.body.code]).toEqual([422, 'cannot_prolong_match'])
  })

  it('[HT9] pages: count over all pages, absolute links, oldest or nearest first', async () => {
    const stake = newStake()
    const ids: string[] = []
    for (const level of [9, 1, 5])
      ids.push((await create(alice, stake, { challenger_skill_level: level })).body.match.id)
    const page = await lookUp(bob, stake, '&per_page=2')
    expect(page.body.matches.map((match: { id: string }) => match.id)).toEqual(ids.slice(0, 2))
    expect(page.body.meta).toMatchObject({ count: 3, prev_page: null })
    const next = await fetch(page.body.meta.next_page, { headers: { authorization: `Bearer ${bob.token}` } })
    const second = (await next.json()) as { matches: { id: string }[]; meta: Record<string, unknown> }
    expect(second.matches.map(({ id }) => id)).toEqual(ids.slice(2))
    expect(second.meta).toMatchObject({ count: 3, next_page: null })
    expect(String(second.meta.prev_page)).toMatch(
      new RegExp(`^${ante.url}/api/gaming-async/v1/matches.json\\?.*page=1`),
    )
    for (const last of ['&per_page=3', '&per_page=1&page=3', '&per_page=3&page=2', '&per_page=100&skill_level=5']) {
      expect((await lookUp(bob, stake, last)).body.meta).toMatchObject({ count: 3, next_page: null })
    }
    const nearest = await lookUp(bob, stake, '&skill_level=4')
    expect(nearest.body.matches.map((match: { id: string }) => match.id)).toEqual([ids[2], ids[1], ids[0]])
    expect((await lookUp(alice, stake)).body.meta.count).toBe(0)
    expect((await lookUp(await ante.player({ balance: 0 }), stake)).body.meta.count).toBe(0)
  })

  it('[HT10] lists own matches, newest first, by state', async () => {
    const player = await ante.player()
    const ids: string[] = []
    for (let i = 0; i < 3; i++) ids.unshift((await create(player, newStake())).body.match.id)
    const listed = await player.call('GET', `${MATCHES}/me/matches.json?per_page=2`)
    expect(listed.body.matches.map((match: { id: string }) => match.id)).toEqual(ids.slice(0, 2))
    expect(listed.body.meta.count).toBe(3)
    const settled = await player.call('GET', `${MATCHES}/me/matches.json?state=settled`)
    expect(settled.body.matches).toEqual([])
  })
})

describe('refusals', () => {
  const MISSING = 'a'.repeat(32)

  it.each([
    ['no token', undefined],
    ['an unknown token', 'Bearer nobody'],
    ['another scheme', 'Basic Zm9vOmJhcg=='],
  ])('[HT11] answers 401 before anything else to %s', async (_what, authorization) => {
    const calls: [string, string, unknown?][] = [
      ['GET', `${MATCHES}/matches.json?stake=nonsense`],
      ['POST', `${MATCHES}/matches.json`, '{malformed'],
      ['PUT', `${MATCHES}/matches/not-an-id/accept.json`],
      ['POST', `${MATCHES}/matches/${MISSING}/result.json`, {}],
      ['GET', `${MATCHES}/me.json`],
    ]
    for (const [method, path, body] of calls) {
      const {
        status,
        body: problem,
        headers,
      } = await ante.anonymous(method, path, body, authorization ? { authorization } : {})
      expect([status, problem.code]).toEqual([401, 'unauthorized'])
      expect(headers.get('www-authenticate')).toMatch(/^Bearer /)
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
    }
  })

  it('[HT12] never reads a token from the query', async () => {
    const { status } = await ante.anonymous('GET', `${MATCHES}/me.json?access_token=${alice.token}`)
    expect(status).toBe(401)
  })

  it.each(['x', MISSING, 'A'.repeat(32), `${MISSING}0`, '%00', '%E0%A4%A'])(
    '[HT13] answers 404 to an unknown or malformed match id (%s)',
    async (id) => {
      for (const [method, action, body] of [
        ['PUT', '/accept.json'],
        ['POST', '/result.json', { match_score: { score: 'nonsense', secret: 1 } }],
        ['GET', '.json'],
        ['GET', '/result.json'],
        ['PUT', '/prolong.json'],
      ] as const) {
        const { status, body: problem } = await alice.call(method, `${MATCHES}/matches/${id}${action}`, body)
        expect([status, problem.code]).toEqual([404, 'not_found'])
      }
    },
  )

  it.each([
    ['malformed JSON', '{"match":'],
    ['no body', undefined],
    ['no JSON', 'stake=500'],
    ['another type', '5'],
    ['null', 'null'],
    ['an empty object', {}],
    ['a string stake', { match: { stake: '500', currency: 'GBP', game_id: 1 } }],
    ['a fraction', { match: { stake: 1.5, currency: 'GBP', game_id: 1 } }],
    ['a negative stake', { match: { stake: -500, currency: 'GBP', game_id: 1 } }],
    ['zero', { match: { stake: 0, currency: 'GBP', game_id: 1 } }],
    ['a stake beyond counting', { match: { stake: 2 ** 53, currency: 'GBP', game_id: 1 } }],
    ['half of what can be counted', { match: { stake: 2 ** 52, currency: 'GBP', game_id: 1 } }],
    ['an unknown currency', { match: { stake: 500, currency: 'gbp', game_id: 1 } }],
    ['a level that is none', { match: { stake: 500, currency: 'GBP', game_id: 1, challenger_skill_level: 'high' } }],
  ])('[HT14] answers 422 invalid_request to %s, says what would be right, and changes nothing', async (_what, body) => {
    const before = await balanceOf(alice)
    for (const path of ['/matches.json', '/matches/join.json']) {
      const { status, body: problem } = await alice.call('POST', `${MATCHES}${path}`, body)
      expect([status, problem.code, problem.type]).toEqual([422, 'invalid_request', 'about:blank'])
      expect(problem.detail.length).toBeGreaterThan(10)
    }
    expect(await balanceOf(alice)).toBe(before)
  })

  it('[HT15] answers 422 to a body of 10 MB', async () => {
    const { status, body } = await alice.call(
      'POST',
      `${MATCHES}/matches.json`,
      JSON.stringify({ match: 'x'.repeat(10e6) }),
    )
    expect([status, body.code]).toEqual([422, 'invalid_request'])
  })

  it.each([
    ['', ['stake', 'currency', 'game_id']],
    ['?stake=5.5&currency=GBP&game_id=1', ['stake']],
    ['?stake=500&currency=XXX&game_id=1', ['currency']],
    ['?stake=500&currency=GBP&game_id=one', ['game_id']],
    ['?stake=500&currency=GBP&game_id=1&page=0', ['page']],
    ['?stake=500&currency=GBP&game_id=1&per_page=101', ['per_page']],
  ])('[HT16] names every wrong field of a look-up (%s)', async (query, fields) => {
    const { status, body } = await alice.call('GET', `${MATCHES}/matches.json${query}`)
    expect([status, body.code]).toEqual([422, 'invalid_request'])
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(fields)
  })

  it('[HT17] refuses with the code that says why', async () => {
    const refusal = async (answer: Promise<Answer>) => {
      const { status, body } = await answer
      return `${status} ${body.code}`
    }
    const stake = newStake()
    const own = (await create(alice, stake)).body.match
    const taken = await matched()
    const poor = await ante.player({ balance: 1 })
    const strict = await ante.game({ stakes: [100, 500], max_open: 1 })
    const closed = await ante.game({ enabled: false })
    const at = (game: number, amount: number) => ({ match: { stake: amount, currency: 'GBP', game_id: game } })

    expect(await refusal(accept(alice, own.id))).toBe('422 own_match')
    expect(await refusal(accept(carol, taken.created.id))).toBe('422 already_matched')
    expect(await refusal(accept(poor, own.id))).toBe('422 insufficient_funds')
    expect(await refusal(create(poor, 500))).toBe('422 insufficient_funds')
    expect(await refusal(carol.call('POST', `${MATCHES}/matches.json`, at(987654, 500)))).toBe('422 unknown_game')
    expect(await refusal(carol.call('POST', `${MATCHES}/matches/join.json`, at(987654, 500)))).toBe('422 unknown_game')
    expect(await refusal(carol.call('POST', `${MATCHES}/matches.json`, at(strict, 400)))).toBe('422 stake_not_allowed')
    expect(await refusal(carol.call('POST', `${MATCHES}/matches.json`, at(closed, 400)))).toBe('422 game_disabled')
    expect((await carol.call('POST', `${MATCHES}/matches.json`, at(strict, 100))).status).toBe(201)
    expect(await refusal(carol.call('POST', `${MATCHES}/matches.json`, at(strict, 100)))).toBe('422 too_many_matches')
    const wrong = { ...taken.created, secret: taken.accepted.secret }
    expect(await refusal(postScore(carol, taken.created, 5))).toBe('403 not_participant')
    expect(await refusal(postScore(alice, wrong, 'nonsense'))).toBe('403 wrong_secret')
    expect(await refusal(postScore(alice, taken.created, 'nonsense'))).toBe('422 invalid_request')
    expect(await refusal(postScore(alice, taken.created, 1.5))).toBe('422 invalid_request')
    expect(await refusal(postScore(alice, taken.created, 1001))).toBe('422 score_out_of_range')
    expect(await refusal(postScore(alice, taken.created, -1))).toBe('422 score_out_of_range')
    await postScore(alice, taken.created, 5)
    expect(await refusal(postScore(alice, taken.created, 6))).toBe('422 score_already_posted')
    expect(await refusal(carol.call('GET', `${MATCHES}/matches/${own.id}.json`))).toBe('403 not_participant')
    expect(await refusal(carol.call('GET', `${MATCHES}/matches/${own.id}/result.json`))).toBe('403 not_participant')
    expect(await refusal(carol.call('PUT', `${MATCHES}/matches/${own.id}/prolong.json`))).toBe('403 not_participant')
  })

  it('[HT18] refuses applications that a game does not name, to play and to report', async () => {
    const backend = await ante.client({ name: 'Backend' })
    const game = await ante.game({ clients: [ante.clientId, backend.id], result_clients: [backend.id] })
    const stranger = await ante.player({ client: await ante.client({ name: 'Other' }) })
    const terms = { match: { stake: 500, currency: 'GBP', game_id: game } }
    const refused = await stranger.call('POST', `${MATCHES}/matches.json`, terms)
    expect([refused.status, refused.body.code]).toEqual([403, 'client_not_allowed'])
    const { match } = (await carol.call('POST', `${MATCHES}/matches.json`, terms)).body
    expect((await postScore(carol, match, 5)).body.code).toBe('client_not_allowed')
    expect((await postScore(carol, match, 'nonsense')).body.code).toBe('client_not_allowed')
    expect((await postScore(carol, match, 'forfeit')).body.code).toBe('client_not_allowed')
  })

  it('[HT18] takes scores of a game that has a backend from the backend alone, for whoever plays', async () => {
    const backend = await ante.client({ name: 'Backend' })
    const game = await ante.game({ clients: [ante.clientId], result_clients: [backend.id] })
    const terms = { match: { stake: 500, currency: 'GBP', game_id: game } }
    const [dora, emil] = [await ante.player(), await ante.player()]
    const created = (await dora.call('POST', `${MATCHES}/matches.json`, terms)).body.match
    const accepted = (await accept(emil, created.id)).body.match
    for (const [player, attempt, score] of [
      [dora, created, 5],
      [emil, accepted, 6],
    ] as const) {
      const reporting = await ante.signIn(player, backend)
      expect((await reporting.call('POST', `${MATCHES}/matches.json`, terms)).body.code).toBe('client_not_allowed')
      expect((await postScore(player, attempt, 1000)).body.code).toBe('client_not_allowed')
      expect((await postScore(reporting, attempt, score)).status).toBe(200)
    }
    const { match_result } = (await dora.call('GET', `${MATCHES}/matches/${created.id}/result.json`)).body
    expect(match_result).toMatchObject({ winner_id: emil.id, challenger_score: 5, challenged_score: 6 })
  })

  it('[HT19] refuses a token without the scope that a call needs', async () => {
    const narrow = await ante.player({ scope: 'wallet' })
    const { status, body } = await narrow.call('GET', `${MATCHES}/me.json`)
    expect([status, body.code]).toEqual([403, 'insufficient_scope'])
    const other = await alice.call('GET', '/api/v1/users/me/wallets')
    expect([other.status, other.body.code]).toEqual([403, 'insufficient_scope'])
  })

  it('[HT20] answers 404 as a problem where there is nothing', async () => {
    const { status, body, headers } = await alice.call('GET', '/api/gaming-async/v1/nothing.json')
    expect([status, body.code]).toEqual([404, 'not_found'])
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  })
})

describe('repeats', () => {
  it('[HT21] answers the same key and body as the first time, and does it once', async () => {
    const stake = newStake()
    const before = await balanceOf(alice)
    const key = { 'idempotency-key': `create ${stake}` }
    const both = await Promise.all(
      [1, 2, 3].map(() => alice.call('POST', `${MATCHES}/matches.json`, termsOf(stake), key)),
    )
    expect(new Set(both.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(both.map(({ status }) => status)).toEqual([201, 201, 201])
    const reordered = `{"match":{"game_id":${gameId},"currency":"GBP","stake":${stake}}}`
    expect((await alice.call('POST', `${MATCHES}/matches.json`, reordered, key)).body).toEqual(both[0]?.body)
    expect(await balanceOf(alice)).toBe(before - stake)
    const bobs = await bob.call('POST', `${MATCHES}/matches.json`, termsOf(stake), key)
    expect(bobs.body.match.challenger_id).toBe(bob.id)
  })

  it('[HT22] refuses a key that came with another body, and keys that are none', async () => {
    const stake = newStake()
    const key = { 'idempotency-key': `reuse ${stake}` }
    await alice.call('POST', `${MATCHES}/matches.json`, termsOf(stake), key)
    const other = await alice.call('POST', `${MATCHES}/matches.json`, termsOf(newStake()), key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
    const long = await alice.call('POST', `${MATCHES}/matches.json`, termsOf(stake), {
      'idempotency-key': 'k'.repeat(129),
    })
    expect([long.status, long.body.code]).toEqual([422, 'invalid_request'])
  })

  it('[HT21] answers a repeated change of name as the first time too, whatever the name is by now', async () => {
    const player = await ante.player({ scope: 'public profile' })
    const rename = (nickname: string, key: string) =>
      player.call('POST', '/api/v1/users/me', { nickname }, { 'idempotency-key': key })
    const first = await rename('Fritz', 'one')
    expect([first.status, first.body.nickname]).toEqual([200, 'Fritz'])
    await rename('Franz', 'two')
    expect((await rename('Fritz', 'one')).body).toEqual(first.body)
    expect((await player.call('GET', '/api/v1/users/me')).body.nickname).toBe('Franz')
    expect((await rename('Frieda', 'one')).body.code).toBe('idempotency_key_reused')
  })

  it('[HT23] does not remember the answer to a call that changed nothing', async () => {
    const { created } = await matched()
    const post = (score: number, key: string) =>
      alice.call(
        'POST',
        `${MATCHES}/matches/${created.id}/result.json`,
        { match_score: { score, secret: created.secret } },
        { 'idempotency-key': key },
      )
    expect((await post(10, 'first')).status).toBe(200)
    expect((await post(10, 'again')).status).toBe(200)
    // A remembered answer would make these `idempotency_key_reused`.
    expect((await post(11, 'first')).body.code).toBe('idempotency_key_reused')
    expect((await post(11, 'again')).body.code).toBe('score_already_posted')
  })

  it('[HT23] remembers successes alone', async () => {
    const { created, accepted } = await matched()
    const key = { 'idempotency-key': `score ${created.id}` }
    const post = (score: unknown) =>
      alice.call(
        'POST',
        `${MATCHES}/matches/${created.id}/result.json`,
        { match_score: { score, secret: created.secret } },
        key,
      )
    expect((await post(5000)).body.code).toBe('score_out_of_range')
    const first = await post(10)
    await postScore(bob, accepted, 5)
    expect((await post(10)).body).toEqual(first.body)
    expect((await postScore(alice, created, 10)).body.match_result.outcome).toBe('challenger_won')
  })
})

describe('accounts of the second document', () => {
  it('[HT24] shows and renames the own profile, and no other', async () => {
    const dora = await ante.player({ scope: 'public wallet profile' })
    const profile = { id: dora.id, username: dora.username, nickname: dora.username }
    expect((await dora.call('GET', `/api/v1/users/${dora.id}`)).body).toEqual(profile)
    const renamed = await dora.call('POST', '/api/v1/users/me', { nickname: 'Dora' })
    expect(renamed.body).toEqual({ ...profile, nickname: 'Dora' })
    const byForm = await dora.call('POST', `/api/v1/users/${dora.id}`, 'nickname=D%C3%B6ra', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(byForm.body.nickname).toBe('Döra')
    const wallets = await dora.call('GET', '/api/v1/users/me/wallets')
    expect(wallets.body).toEqual({ wallets: [{ currency: 'GBP', balance: 10_000 }] })
    for (const [method, path] of [
      ['GET', `/api/v1/users/${alice.id}`],
      ['POST', `/api/v1/users/${alice.id}`],
      ['GET', `/api/v1/users/${alice.id}/wallets`],
    ] as const) {
      expect((await dora.call(method, path, method === 'POST' ? { nickname: 'x' } : undefined)).status).toBe(403)
    }
    expect((await dora.call('POST', '/api/v1/users/me', { nickname: ' ' })).status).toBe(422)
    expect((await alice.call('POST', '/api/v1/users/me', { nickname: 'x' })).body.code).toBe('insufficient_scope')
  })
})
