import { MAX_AMOUNT } from '@ante/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte()
})
afterAll(() => ante.close())

const withMoney = async (balances: Record<string, number>): Promise<TestPlayer> => {
  const player = await ante.player({ balance: 0 })
  for (const [currency, amount] of Object.entries(balances))
    expect((await deposit(player, amount, currency)).status).toBe(201)
  return player
}
let payments = 0
const deposit = (player: TestPlayer, amount: unknown, currency: unknown) =>
  ante.operator('POST', `/admin/v1/players/${player.id}/deposits`, { amount, currency, reference: `pay-${++payments}` })
const withdraw = (player: TestPlayer, amount: unknown, currency: unknown) =>
  ante.operator('POST', `/admin/v1/players/${player.id}/withdrawals`, {
    amount,
    currency,
    reference: `out-${++payments}`,
  })
const terms = (gameId: number, stake: unknown, currency: unknown) => ({ match: { stake, currency, game_id: gameId } })
const create = (player: TestPlayer, gameId: number, stake: unknown, currency: unknown) =>
  player.call('POST', `${MATCHES}/matches.json`, terms(gameId, stake, currency))
const lookUp = async (player: TestPlayer, gameId: number, stake: number, currency: string) =>
  player.call('GET', `${MATCHES}/matches.json?stake=${stake}&currency=${currency}&game_id=${gameId}`)
const balances = async (player: TestPlayer) => (await player.call('GET', `${MATCHES}/me.json`)).body.me.balances

/** The challenger wins; answers the result as the winner sees it. */
async function play(alice: TestPlayer, bob: TestPlayer, gameId: number, stake: number, currency: string) {
  const created = (await create(alice, gameId, stake, currency)).body.match
  const accepted = (await bob.call('PUT', `${MATCHES}/matches/${created.id}/accept.json`)).body.match
  const post = (player: TestPlayer, secret: string, score: number) =>
    player.call('POST', `${MATCHES}/matches/${created.id}/result.json`, { match_score: { score, secret } })
  await post(bob, accepted.secret, 1)
  return (await post(alice, created.secret, 2)).body.match_result
}

describe('currencies', () => {
  it.each([
    ['JPY', 0, 333],
    ['GBP', 2, 333],
    ['KWD', 3, 333],
  ])('[LG38] are played in their minor units, whatever the exponent: %s (%i)', async (currency, _, feeBps) => {
    const gameId = await ante.game({ fee_bps: feeBps })
    const [alice, bob] = [await withMoney({ [currency]: 1_001 }), await withMoney({ [currency]: 1_001 })]
    const result = await play(alice, bob, gameId, 1_001, currency)
    const fee = Math.floor((2_002 * feeBps) / 10_000)
    expect(fee).toBe(66)
    expect(result).toMatchObject({ amount_won: 1_001 - fee, currency, outcome: 'challenger_won' })
    expect(await balances(alice)).toEqual({ [currency]: 2_002 - fee })
    expect(await balances(bob)).toEqual({ [currency]: 0 })
  })

  it('[LG38] are kept apart: money in one pays nothing in another, and pairs with nothing in another', async () => {
    const gameId = await ante.game()
    const rich = await withMoney({ GBP: 100_000, JPY: 10 })
    const other = await withMoney({ GBP: 100_000, JPY: 100_000, KWD: 100_000 })
    for (const currency of ['JPY', 'KWD']) {
      const { status, body } = await create(rich, gameId, 500, currency)
      expect([status, body.code]).toEqual([422, 'insufficient_funds'])
    }
    await create(other, gameId, 500, 'JPY')
    expect((await lookUp(rich, gameId, 500, 'GBP')).body.matches).toEqual([])
    expect((await lookUp(rich, gameId, 500, 'JPY')).body.matches).toEqual([])
    const joined = await rich.call('POST', `${MATCHES}/matches/join.json`, terms(gameId, 500, 'GBP'))
    expect([joined.status, joined.body.match.state]).toEqual([201, 'unmatched'])
    expect(await balances(rich)).toEqual({ GBP: 99_500, JPY: 10 })
    expect(await balances(other)).toEqual({ GBP: 100_000, JPY: 99_500, KWD: 100_000 })
  })

  it.each(['gbp', 'XXX', 'XAU', 'EURO', '', 7, null])(
    '[LG38] are ISO 4217 codes that can be staked: not %j',
    async (currency) => {
      const gameId = await ante.game()
      const player = await withMoney({ GBP: 1_000 })
      for (const { status, body } of [
        await create(player, gameId, 500, currency),
        await deposit(player, 500, currency),
      ]) {
        expect([status, body.code]).toEqual([422, 'invalid_request'])
        expect(body.errors[0]).toMatchObject({ path: expect.stringMatching(/currency$/) })
      }
      expect((await lookUp(player, gameId, 500, String(currency))).status).toBe(422)
      expect(await balances(player)).toEqual({ GBP: 1_000 })
    },
  )
})

describe('amounts', () => {
  it('[LG39] are settled to the last unit at the largest stake there can be', async () => {
    const gameId = await ante.game({ fee_bps: 3333 })
    const [alice, bob] = [await withMoney({ OMR: MAX_AMOUNT }), await withMoney({ OMR: MAX_AMOUNT })]
    const result = await play(alice, bob, gameId, MAX_AMOUNT, 'OMR')
    const pot = BigInt(MAX_AMOUNT) * 2n
    const fee = (pot * 3333n) / 10_000n
    expect(BigInt(result.amount_won)).toBe(pot - fee - BigInt(MAX_AMOUNT))
    expect(await balances(alice)).toEqual({ OMR: Number(pot - fee) })
    expect(await balances(bob)).toEqual({ OMR: 0 })
    expect((await ante.operator('GET', '/admin/v1/ledger/verify')).body).toMatchObject({ ok: true, problems: [] })
  })

  it.each([
    ['one more than the largest', MAX_AMOUNT + 1],
    ['the largest safe integer', Number.MAX_SAFE_INTEGER],
    ['no safe integer', 2 ** 53],
    ['beyond every integer', 1e300],
    ['zero', 0],
    ['negative', -500],
    ['a fraction', 500.5],
    ['text', '500'],
    ['nothing', null],
  ])('[LG39] are refused clearly, and nothing is moved: %s', async (_, amount) => {
    const gameId = await ante.game()
    const player = await withMoney({ TND: 1_000 })
    for (const [answer, path] of [
      [await create(player, gameId, amount, 'TND'), 'match.stake'],
      [await player.call('POST', `${MATCHES}/matches/join.json`, terms(gameId, amount, 'TND')), 'match.stake'],
      [await deposit(player, amount, 'TND'), 'amount'],
      [await withdraw(player, amount, 'TND'), 'amount'],
    ] as const) {
      expect([answer.status, answer.body.code]).toEqual([422, 'invalid_request'])
      expect(answer.body.errors[0].path).toBe(path)
      expect(answer.body.errors[0].message).not.toBe('')
    }
    expect(await balances(player)).toEqual({ TND: 1_000 })
  })

  it.each(['500.0', '5e2', '50000e-2'])('[LG39] are what the number is, however it is written: %s', async (text) => {
    const gameId = await ante.game()
    const player = await withMoney({ TND: 1_000 })
    const written = JSON.stringify(terms(gameId, 0, 'TND')).replace('"stake":0', `"stake":${text}`)
    const { status, body } = await player.call('POST', `${MATCHES}/matches.json`, written)
    expect([status, body.match.stake_amount]).toEqual([201, 500])
    expect(await balances(player)).toEqual({ TND: 500 })
  })

  it.each(['5e-1', '1e400', '-0', '0.9999', '9007199254740993', '4503599627370496', '05', '0x10', '5_0', 'NaN'])(
    '[LG39] are refused clearly when a number is none that can be staked: %s',
    async (text) => {
      const gameId = await ante.game()
      const player = await withMoney({ TND: 1_000 })
      for (const [path, template] of [
        [`${MATCHES}/matches.json`, terms(gameId, 0, 'TND')],
        [`${MATCHES}/matches/join.json`, terms(gameId, 0, 'TND')],
      ] as const) {
        const written = JSON.stringify(template).replace('"stake":0', `"stake":${text}`)
        const { status, body } = await player.call('POST', path, written)
        expect([status, body.code]).toEqual([422, 'invalid_request'])
      }
      const payment = `{"amount":${text},"currency":"TND","reference":"odd-${encodeURIComponent(text)}"}`
      for (const way of ['deposits', 'withdrawals']) {
        const { status, body } = await ante.operator('POST', `/admin/v1/players/${player.id}/${way}`, payment)
        expect([status, body.code]).toEqual([422, 'invalid_request'])
      }
      expect(await balances(player)).toEqual({ TND: 1_000 })
    },
  )

  it.each([
    '5.0',
    '1e3',
    '0x10',
    '%20500',
    '500%20',
    '+500',
    '',
    '0',
    '-500',
    '"500"',
    '4503599627370496',
    '9007199254740992',
    '1'.repeat(40),
  ])('[LG39] are whole numbers in a query too: not %j', async (text) => {
    const gameId = await ante.game()
    const player = await withMoney({ GBP: 1_000 })
    const query = `stake=${text.replace('+', '%2B')}&currency=GBP&game_id=${gameId}`
    const { status, body } = await player.call('GET', `${MATCHES}/matches.json?${query}`)
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([422, 'invalid_request', 'stake'])
  })

  it('[LG39] are taken from a balance to its last unit, by stakes and withdrawals, and never one more', async () => {
    const gameId = await ante.game()
    const player = await withMoney({ TND: 1_000 })
    for (const [answer, code] of [
      [await create(player, gameId, 1_001, 'TND'), 'insufficient_funds'],
      [await withdraw(player, 1_001, 'TND'), 'insufficient_funds'],
      [await withdraw(player, 400, 'TND'), undefined],
      [await create(player, gameId, 601, 'TND'), 'insufficient_funds'],
      [await create(player, gameId, 600, 'TND'), undefined],
      [await withdraw(player, 1, 'TND'), 'insufficient_funds'],
    ] as const) {
      expect(answer.body.code).toBe(code)
    }
    expect(await balances(player)).toEqual({ TND: 0 })
  })

  it('[LG39] that would make a balance uncountable are refused, whoever it belongs to', async () => {
    const [alice, bob] = [await withMoney({ BHD: MAX_AMOUNT }), await withMoney({ BHD: MAX_AMOUNT })]
    const { status, body } = await deposit(await withMoney({}), 2, 'BHD')
    expect([status, body.code]).toEqual([422, 'balance_too_large'])
    expect((await deposit(await withMoney({}), 1, 'BHD')).status).toBe(201)
    expect(await balances(alice)).toEqual({ BHD: MAX_AMOUNT })
    expect(await balances(bob)).toEqual({ BHD: MAX_AMOUNT })
  })

  it('[LG39] other than the stakes of a game are refused, in every call that stakes', async () => {
    const gameId = await ante.game({ stakes: [100, 2_500] })
    const [alice, bob] = [await withMoney({ GBP: 9_000, JPY: 9_000 }), await withMoney({ GBP: 9_000 })]
    for (const path of ['matches.json', 'matches/join.json']) {
      const { status, body } = await alice.call('POST', `${MATCHES}/${path}`, terms(gameId, 500, 'GBP'))
      expect([status, body.code]).toEqual([422, 'stake_not_allowed'])
      expect(body.errors).toEqual([{ path: 'match.stake', message: 'must be one of 100, 2500' }])
    }
    expect(await balances(alice)).toEqual({ GBP: 9_000, JPY: 9_000 })
    expect((await create(alice, gameId, 2_500, 'GBP')).status).toBe(201)
    expect((await create(alice, gameId, 100, 'JPY')).status).toBe(201)
    await ante.operator('PATCH', `/admin/v1/games/${gameId}`, { stakes: [700] })
    const joined = await bob.call('POST', `${MATCHES}/matches/join.json`, terms(gameId, 2_500, 'GBP'))
    expect([joined.status, joined.body.code]).toEqual([422, 'stake_not_allowed'])
    const [open] = (await lookUp(bob, gameId, 2_500, 'GBP')).body.matches
    expect((await bob.call('PUT', `${MATCHES}/matches/${open.id}/accept.json`)).status).toBe(200)
    expect(await balances(bob)).toEqual({ GBP: 6_500 })
  })
})
