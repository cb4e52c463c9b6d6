import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { inParallel } from '../../support/storage/load.ts'

const CROWD = 200
/** What a demo store gives a newcomer. */
const PLAY_MONEY = 100_000

let ante: TestAnte
let players: TestPlayer[]

beforeAll(async () => {
  ante = await startAnte({ ANTE_DEMO: '1' })
  players = await ante.guests(CROWD, 'public wallet')
}, 60_000)
afterAll(() => ante.close())
afterEach(async () => {
  expect((await ante.operator('GET', '/admin/v1/ledger/verify')).body).toMatchObject({ ok: true, problems: [] })
  await inParallel(CROWD, 10, async (index) => expectStatementToAddUp(player(index)))
}, 60_000)

interface Started {
  id: string
  secret: string
  challenger_id: number
  challenged_id: number | null
}

const player = (index: number): TestPlayer => {
  const found = players[index % CROWD]
  if (!found) throw new Error(`no player ${index}`)
  return found
}
const aGame = (rules: object = {}) => ante.game({ max_open: 10_000, ...rules })
const terms = (game: number, stake = 500) => ({ match: { stake, currency: 'GBP', game_id: game } })
const create = async (by: TestPlayer, game: number, stake?: number): Promise<Started> =>
  (await by.call('POST', `${MATCHES}/matches.json`, terms(game, stake))).body.match
const accept = (by: TestPlayer, id: string) => by.call('PUT', `${MATCHES}/matches/${id}/accept.json`)
const post = (by: TestPlayer, match: Started, score: unknown) =>
  by.call('POST', `${MATCHES}/matches/${match.id}/result.json`, { match_score: { score, secret: match.secret } })
const prolong = (by: TestPlayer, id: string) => by.call('PUT', `${MATCHES}/matches/${id}/prolong.json`)
const balanceOf = async (by: TestPlayer): Promise<number> =>
  (await by.call('GET', `${MATCHES}/me.json`)).body.me.balances.GBP
const inspect = async (id: string) => (await ante.operator('GET', `/admin/v1/matches/${id}`)).body.match
const words = (answers: readonly Answer[]) => answers.map(({ status, body }) => (status < 300 ? status : body.code))
const tally = (answers: readonly Answer[]) =>
  Object.fromEntries(
    [...new Set(words(answers))].map((word) => [word, words(answers).filter((w) => w === word).length]),
  )

/** Every line goes on from the one before it, and all of them sum to what the player holds. */
async function expectStatementToAddUp(of: TestPlayer): Promise<void> {
  const balance = await balanceOf(of)
  let [below, sum, count] = [balance, 0, 0]
  for (let next: string | null = `${MATCHES}/me/statement.json?per_page=100`; next !== null; ) {
    const { body }: Answer = await of.call('GET', next)
    const { entries, meta, balances } = body
    expect(balances).toEqual({ GBP: balance })
    for (const entry of entries) {
      expect(entry.balance).toBe(below)
      below -= entry.amount
      sum += entry.amount
    }
    count += entries.length
    next = meta.next_page === null ? null : meta.next_page.slice(ante.url.length)
    if (next === null) expect(count).toBe(meta.count)
  }
  expect([sum, below]).toEqual([balance, 0])
}

/** Two players in a match; the second's start is as late as `before` makes it. */
async function pair(game: number, index: number) {
  const [first, second] = [player(2 * index), player(2 * index + 1)]
  const created = await create(first, game)
  const accepted: Started = (await accept(second, created.id)).body.match
  return { first, second, created, accepted }
}

/** Time moves on, and what is due fires. */
const increment = (seconds: number) => ante.operator('POST', '/admin/v1/clock', { advance_seconds: seconds })

/** Two calls that are sent again and again, the one that came first a little later the next time. */
function aContest() {
  let lead = 0
  const seen = { first: 0, second: 0 }
  const later = async <T>(send: () => Promise<T>, milliseconds: number) => {
    for (const at = performance.now() + milliseconds; performance.now() < at; ) await new Promise(setImmediate)
    return send()
  }
  return {
    /** How often each came first. */
    seen,
    async meet<A extends Answer, B>(a: () => Promise<A>, b: () => Promise<B>): Promise<[A, B]> {
      const answers = await Promise.all([later(a, lead), later(b, -lead)])
      const cameFirst = answers[0].status < 300
      seen[cameFirst ? 'first' : 'second']++
      lead += cameFirst ? 0.5 : -0.5
      return answers
    },
  }
}

describe('200 players at once', () => {
  it('[MT25] accept one match: one has it, the others are told so and pay nothing', async () => {
    const [challenger, ...others] = players
    if (!challenger) throw new Error('nobody')
    const match = await create(challenger, await aGame())
    const before = await Promise.all(others.map(balanceOf))
    const answers = await Promise.all(others.map((other) => accept(other, match.id)))
    expect(tally(answers)).toEqual({ 200: 1, already_matched: CROWD - 2 })
    const after = await Promise.all(others.map(balanceOf))
    const paid = after.map((balance, index) => (before[index] ?? 0) - balance)
    expect(paid).toEqual(answers.map(({ status }) => (status === 200 ? 500 : 0)))
    const winner = others[answers.findIndex(({ status }) => status === 200)]
    expect(await inspect(match.id)).toMatchObject({ state: 'matched', challenged: { player_id: winner?.id } })
  })

  it('[HT5] join: they are paired, nobody waits, plays alone, in two matches, or in one that both have played', async () => {
    const game = await aGame()
    const played = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(
        players.map((each) => each.call('POST', `${MATCHES}/matches/join.json`, terms(game))),
      )
      expect(tally(answers)).toEqual({ 200: CROWD / 2, 201: CROWD / 2 })
      const ids = new Set<string>(answers.map(({ body }) => body.match.id))
      expect(ids.size).toBe(CROWD / 2)
      expect([...ids].filter((id) => played.has(id))).toEqual([])
      const details = await Promise.all([...ids].map(inspect))
      expect(new Set(details.map(({ state }) => state))).toEqual(new Set(['matched']))
      expect(details.every(({ challenger, challenged }) => !challenger.finish && !challenged.finish)).toBe(true)
      const seats = details.flatMap(({ challenger, challenged }) => [challenger.player_id, challenged.player_id])
      expect(seats.sort()).toEqual(players.map(({ id }) => id).sort())
      await Promise.all(answers.map(({ body }, index) => post(player(index), body.match, index % 5)))
      for (const id of ids) played.add(id)
    }
    expect(played.size).toBe((3 * CROWD) / 2)
  }, 60_000)
})

describe('both last scores', () => {
  it('[MT24] at once, a thousand times, settle each match once', async () => {
    const game = await aGame({ fee_bps: 333 })
    const outcomes: Record<string, number> = {}
    await inParallel(1000, 50, async (n) => {
      const { first, second, created, accepted } = await pair(game, n)
      const last = [() => post(first, created, n % 7), () => post(second, accepted, n % 5)]
      const answers = await Promise.all((n % 2 === 0 ? last : last.reverse()).map((send) => send()))
      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      const { settlement, transfers } = await inspect(created.id)
      const settled = answers.filter(({ body }) => body.match_result.outcome !== null)
      expect(settled.at(-1)?.body.match_result.outcome).toBe(settlement.outcome)
      const paid = transfers.filter(({ debit }: { debit: string }) => debit.startsWith('escrow:'))
      expect(paid.map(({ credit }: { credit: string }) => credit).sort()).toEqual(
        settlement.winner_id === null
          ? [`player:${first.id}`, `player:${second.id}`].sort()
          : ['fees', `player:${settlement.winner_id}`],
      )
      outcomes[settlement.outcome] = (outcomes[settlement.outcome] ?? 0) + 1
    })
    expect(Object.values(outcomes).reduce((sum, count) => sum + count)).toBe(1000)
    expect(Object.keys(outcomes).sort()).toEqual(['challenged_won', 'challenger_won', 'draw'])
  }, 60_000)
})

describe('a call against the clock', () => {
  const ROUNDS = 45

  // What earlier tests left open is over before these begin.
  beforeAll(async () => {
    await increment(2 * 86_400)
  })

  it('[DL14] an accept and the expiry: it is a match, or it is refunded', async () => {
    const game = await aGame({ open_seconds: 60, play_seconds: 86_400 })
    const contest = aContest()
    for (let round = 0; round < ROUNDS; round++) {
      const [first, second] = [player(round), player(round + 1)]
      const before = [await balanceOf(first), await balanceOf(second)]
      const match = await create(first, game)
      await increment(59)
      const [answer] = await contest.meet(
        () => accept(second, match.id),
        () => increment(1),
      )
      const { state } = await inspect(match.id)
      expect([words([answer])[0], state]).toEqual(
        answer.status === 200 ? [200, 'matched'] : ['match_closed', 'expired'],
      )
      const held = answer.status === 200 ? 500 : 0
      expect([await balanceOf(first), await balanceOf(second)]).toEqual(before.map((balance) => balance - held))
    }
    expect(Math.min(contest.seen.first, contest.seen.second)).toBeGreaterThan(0)
  })

  it('[DL14] a score and its deadline: it counts, or the other side walks over', async () => {
    const game = await aGame({ play_seconds: 60 })
    const contest = aContest()
    for (let round = 0; round < ROUNDS; round++) {
      const { first, second, created, accepted } = await pair(game, round)
      await post(first, created, 1)
      await increment(59)
      const [answer] = await contest.meet(
        () => post(second, accepted, 2),
        () => increment(1),
      )
      const { settlement } = await inspect(created.id)
      expect([words([answer])[0], settlement.outcome, settlement.winner_id]).toEqual(
        answer.status === 200 ? [200, 'challenged_won', second.id] : ['result_too_late', 'walkover', first.id],
      )
    }
    expect(Math.min(contest.seen.first, contest.seen.second)).toBeGreaterThan(0)
  })

  it('[DL14] a prolonging and its deadline: there is more time, or the match is over', async () => {
    const game = await aGame({ play_seconds: 60 })
    const contest = aContest()
    for (let round = 0; round < ROUNDS; round++) {
      const { second, first, created, accepted } = await pair(game, round)
      await post(first, created, 1)
      await increment(59)
      const [answer] = await contest.meet(
        () => prolong(second, created.id),
        () => increment(1),
      )
      expect(words([answer])[0]).toBe(answer.status === 200 ? 200 : 'cannot_prolong_match')
      const late = await post(second, accepted, 2)
      expect(words([late])[0]).toBe(answer.status === 200 ? 200 : 'result_too_late')
      const { outcome, winner_id } = (await inspect(created.id)).settlement
      expect([outcome, winner_id]).toEqual(
        answer.status === 200 ? ['challenged_won', second.id] : ['walkover', first.id],
      )
    }
    expect(Math.min(contest.seen.first, contest.seen.second)).toBeGreaterThan(0)
  })
})

describe('money', () => {
  it('[LG5] is staked or withdrawn, never both, when both are asked for at once', async () => {
    const game = await aGame()
    const contest = aContest()
    for (let round = 0; round < 40; round++) {
      const by = player(round)
      const balance = await balanceOf(by)
      const payment = { amount: balance - 499, currency: 'GBP', reference: `withdrawal-${round}` }
      const [staked, withdrawn] = await contest.meet(
        () => by.call('POST', `${MATCHES}/matches.json`, terms(game)),
        () => ante.operator('POST', `/admin/v1/players/${by.id}/withdrawals`, payment),
      )
      expect([
        [201, 'insufficient_funds'],
        ['insufficient_funds', 201],
      ]).toContainEqual(words([staked, withdrawn]))
      expect(await balanceOf(by)).toBe(staked.status === 201 ? balance - 500 : 499)
      const back = { amount: PLAY_MONEY, currency: 'GBP', reference: `back-${round}` }
      await ante.operator('POST', `/admin/v1/players/${by.id}/deposits`, back)
    }
    expect(Math.min(contest.seen.first, contest.seen.second)).toBeGreaterThan(0)
  })

  it.each([
    ['deposits', 777],
    ['withdrawals', -777],
  ])('[LG4] moves once for fifty %s of one reference, and each is answered the same', async (what, by) => {
    const holder = player(0)
    const balance = await balanceOf(holder)
    const payment = { amount: 777, currency: 'GBP', reference: `fifty ${what}`.replace(' ', '-') }
    const pay = () => ante.operator('POST', `/admin/v1/players/${holder.id}/${what}`, payment)
    const answers = await Promise.all(Array.from({ length: 50 }, pay))
    expect(tally(answers)).toEqual({ 201: 50 })
    expect(new Set(answers.map(({ body }) => body.balance))).toEqual(new Set([balance + by]))
    expect(await balanceOf(holder)).toBe(balance + by)
  })
})

describe('one request fifty times', () => {
  it.each([
    ['create', 'matches.json', 201],
    ['join', 'matches/join.json', 201],
  ])('[HT21] under one key: %s acts once', async (_, path, status) => {
    const by = player(7)
    const [game, balance] = [await aGame(), await balanceOf(by)]
    const send = () => by.call('POST', `${MATCHES}/${path}`, terms(game), { 'Idempotency-Key': `fifty ${path}` })
    const answers = await Promise.all(Array.from({ length: 50 }, send))
    expect(tally(answers)).toEqual({ [status]: 50 })
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(await balanceOf(by)).toBe(balance - 500)
  })

  it('[HT21] under one key: accept, prolong and score act once, and each is answered the same', async () => {
    const [first, second] = [player(8), player(9)]
    const game = await aGame({ max_prolongs: 50 })
    const { id } = await create(first, game)
    const fifty = async (method: string, path: string, body?: unknown) => {
      const key = { 'Idempotency-Key': `fifty ${path}` }
      const send = () => second.call(method, `${MATCHES}/matches/${id}/${path}`, body, key)
      const answers = await Promise.all(Array.from({ length: 50 }, send))
      expect(tally(answers)).toEqual({ 200: 50 })
      expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
      return answers[0]?.body
    }
    const balance = await balanceOf(second)
    const { match } = await fifty('PUT', 'accept.json')
    expect(await balanceOf(second)).toBe(balance - 500)
    const prolonged = await fifty('PUT', 'prolong.json')
    expect(Date.parse(prolonged.match.result_until) - Date.parse(match.result_until)).toBe(600_000)
    expect((await inspect(id)).challenged.prolongs).toBe(1)
    await fifty('POST', 'result.json', { match_score: { score: 3, secret: match.secret } })
    expect((await inspect(id)).challenged.finish).toMatchObject({ kind: 'score' })
    expect((await second.call('GET', `${MATCHES}/matches/${id}/result.json`)).body.match_result.challenged_score).toBe(
      3,
    )
  })

  it('[MT11] without a key: an accept is the same attempt', async () => {
    const [first, second] = [player(8), player(9)]
    const match = await create(first, await aGame())
    const balance = await balanceOf(second)
    const answers = await Promise.all(Array.from({ length: 50 }, () => accept(second, match.id)))
    expect(tally(answers)).toEqual({ 200: 50 })
    expect(new Set(answers.map(({ body }) => body.match.secret)).size).toBe(1)
    expect(await balanceOf(second)).toBe(balance - 500)
  })

  it('[MT26] without a key: a score settles once', async () => {
    const { first, second, created, accepted } = await pair(await aGame(), 5)
    await post(first, created, 3)
    const balance = await balanceOf(second)
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(second, accepted, 9)))
    expect(tally(answers)).toEqual({ 200: 50 })
    expect(new Set(answers.map(({ body }) => body.match_result.outcome))).toEqual(new Set(['challenged_won']))
    expect(await balanceOf(second)).toBe(balance + 1000)
  })
})
