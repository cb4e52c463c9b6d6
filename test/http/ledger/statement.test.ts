import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte()
})
afterAll(() => ante.close())

const statement = (player: TestPlayer, query = '') => player.call('GET', `${MATCHES}/me/statement.json${query}`)
const withWallet = (balance: number) => ante.player({ balance, scope: 'public wallet' })
const pay = (player: TestPlayer, what: 'deposits' | 'withdrawals', amount: number, currency = 'GBP') =>
  ante.operator('POST', `/admin/v1/players/${player.id}/${what}`, {
    amount,
    currency,
    reference: `${what}-${player.id}-${amount}-${currency}`,
  })

/** A match between the two, with these scores. */
async function play(alice: TestPlayer, bob: TestPlayer, gameId: number, scores: [number, number]): Promise<string> {
  const at = { match: { stake: 500, currency: 'GBP', game_id: gameId } }
  const created = (await alice.call('POST', `${MATCHES}/matches.json`, at)).body.match
  const accepted = (await bob.call('PUT', `${MATCHES}/matches/${created.id}/accept.json`)).body.match
  for (const [player, secret, score] of [
    [alice, created.secret, scores[0]],
    [bob, accepted.secret, scores[1]],
  ] as const) {
    await player.call('POST', `${MATCHES}/matches/${created.id}/result.json`, { match_score: { score, secret } })
  }
  return created.id
}

describe('the statement', () => {
  it('[LG36] says what moved the money and what it came to, newest first', async () => {
    const gameId = await ante.game({ fee_bps: 1000 })
    const [alice, bob] = [await withWallet(10_000), await withWallet(10_000)]
    const won = await play(alice, bob, gameId, [7, 3])
    const drawn = await play(alice, bob, gameId, [4, 4])
    await pay(alice, 'withdrawals', 400)
    await ante.operator('POST', '/admin/v1/ledger/corrections', {
      debit: 'fees',
      credit: `player:${alice.id}`,
      amount: 30,
      currency: 'GBP',
      reason: 'Fee of Tuesday',
      reference: 'statement-1',
    })
    const { status, body } = await statement(alice)
    expect(status).toBe(200)
    const line = (kind: string, amount: number, balance: number, match_id: string | null = null) => ({
      id: expect.any(String),
      seq: expect.any(Number),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      kind,
      amount,
      balance,
      currency: 'GBP',
      match_id,
    })
    expect(body.entries).toEqual([
      { ...line('correction', 30, 10_030), reason: 'Fee of Tuesday' },
      line('withdrawal', -400, 10_000),
      line('refund', 500, 10_400, drawn),
      line('stake', -500, 9_900, drawn),
      line('payout', 900, 10_400, won),
      line('stake', -500, 9_500, won),
      line('deposit', 10_000, 10_000),
    ])
    expect(body.balances).toEqual({ GBP: 10_030 })
    expect(body.meta).toEqual({ count: 7, next_page: null, prev_page: null })
    const lost = (await statement(bob)).body
    expect(lost.entries.map(({ kind }: { kind: string }) => kind)).toEqual(['refund', 'stake', 'stake', 'deposit'])
    expect(lost.balances).toEqual({ GBP: 9_500 })
  })

  it('[LG37] is read a page at a time, in one currency or all, with absolute links', async () => {
    const player = await withWallet(100)
    for (const amount of [1, 2, 3, 4]) await pay(player, 'deposits', amount)
    for (const amount of [5, 6]) await pay(player, 'deposits', amount, 'JPY')
    const first = (await statement(player, '?per_page=3')).body
    expect(first.entries.map(({ amount }: { amount: number }) => amount)).toEqual([6, 5, 4])
    const newest = first.entries[0].seq
    expect(first.meta).toEqual({
      count: 7,
      next_page: `${ante.url}${MATCHES}/me/statement.json?page=2&per_page=3&until=${newest}`,
      prev_page: null,
    })
    const walked: number[] = []
    for (let next: string | null = first.meta.next_page; next !== null; ) {
      const { body } = await player.call('GET', next.slice(ante.url.length))
      walked.push(...body.entries.map(({ amount }: { amount: number }) => amount))
      next = body.meta.next_page
    }
    expect(walked).toEqual([3, 2, 1, 100])
    const yen = (await statement(player, '?currency=JPY&per_page=1')).body
    expect(yen.entries).toMatchObject([{ amount: 6, balance: 11, currency: 'JPY' }])
    expect(yen.meta.next_page).toBe(
      `${ante.url}${MATCHES}/me/statement.json?currency=JPY&page=2&per_page=1&until=${newest}`,
    )
    expect(yen.meta.count).toBe(2)
    expect(yen.balances).toEqual({ GBP: 110, JPY: 11 })
    expect((await statement(player, '?currency=KWD')).body).toMatchObject({ entries: [], meta: { count: 0 } })
    expect((await statement(player, '?page=99')).body.entries).toEqual([])
  })

  it('[LG36] is of one moment on all of its pages: each entry once, and the sum is the balance, while money moves', async () => {
    const player = await withWallet(100)
    const other = await withWallet(10_000)
    const gameId = await ante.game()
    for (const amount of [1, 2, 3, 4, 5, 6]) await pay(player, 'deposits', amount)
    const seen: { seq: number; amount: number; balance: number }[] = []
    let moves = 0
    let stated = { GBP: 0 }
    for (let next: string | null = `${MATCHES}/me/statement.json?per_page=2`; next !== null; ) {
      const { body } = (await player.call('GET', next)) as Answer
      if (seen.length === 0) stated = body.balances
      expect([body.balances, body.meta.count]).toEqual([stated, 7])
      seen.push(...body.entries)
      next = body.meta.next_page === null ? null : body.meta.next_page.slice(ante.url.length)
      await pay(player, 'deposits', 1_000 + ++moves)
      await play(player, other, gameId, [1, 1])
      if (body.meta.prev_page) {
        const before = (await player.call('GET', body.meta.prev_page.slice(ante.url.length))).body
        expect(before.entries).toEqual(seen.slice(-2 - body.entries.length, -body.entries.length))
      }
    }
    expect(seen.map(({ amount }) => amount)).toEqual([6, 5, 4, 3, 2, 1, 100])
    expect(seen.reduce((sum, { amount }) => sum + amount, 0)).toBe(stated.GBP)
    expect((await statement(player, '?until=1')).body).toMatchObject({ entries: [], balances: {}, meta: { count: 0 } })
  })

  it('[LG37] is the own one alone, and needs the scope wallet', async () => {
    const [alice, bob] = [await withWallet(100), await withWallet(200)]
    const ids = async (player: TestPlayer) => (await statement(player)).body.entries.map(({ id }: { id: string }) => id)
    expect(await ids(alice)).toHaveLength(1)
    expect(await ids(bob)).not.toContain((await ids(alice))[0])
    const poor = await ante.player({ balance: 100, scope: 'public' })
    const refused = await statement(poor)
    expect([refused.status, refused.body.code]).toEqual([403, 'insufficient_scope'])
    expect((await ante.anonymous('GET', `${MATCHES}/me/statement.json`)).status).toBe(401)
  })

  it('[LG37] says what is wrong with a query', async () => {
    const player = await withWallet(1)
    for (const [query, path] of [
      ['?currency=gbp', 'currency'],
      ['?currency=XXX', 'currency'],
      ['?page=0', 'page'],
      ['?per_page=101', 'per_page'],
      ['?until=0', 'until'],
      ['?until=now', 'until'],
    ] as const) {
      const { status, body } = await statement(player, query)
      expect([status, body.code, body.errors[0].path]).toEqual([422, 'invalid_request', path])
    }
  })
})
