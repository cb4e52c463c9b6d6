import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte()
})
afterAll(() => ante.close())

let names = 0
const newPlayer = async (): Promise<number> => {
  const username = `ledger-${++names}`
  return (await ante.operator('POST', '/admin/v1/players', { username, password: 'a password' })).body.id
}
const deposit = (id: number, amount: number, reference: string, currency = 'GBP') =>
  ante.operator('POST', `/admin/v1/players/${id}/deposits`, { amount, currency, reference })
const head = async () => (await ante.operator('GET', '/admin/v1/ledger/head')).body
const verify = async (known?: string) => {
  const query = known === undefined ? '' : `?head=${encodeURIComponent(known)}`
  return ante.operator('GET', `/admin/v1/ledger/verify${query}`)
}
const sealed = () =>
  eventually(async () => {
    const [found, { body }] = [await head(), await verify()]
    return found.head.entries === body.transfers ? found : null
  })

describe('the chain over HTTP', () => {
  it('[LG30] seals what was committed by itself, and goes on with it after a restart', async () => {
    const id = await newPlayer()
    await deposit(id, 500, 'seal-1')
    const first = (await sealed()).head
    expect(first.height).toBeGreaterThan(0)
    await deposit(id, 500, 'seal-2')
    await ante.restart()
    const second = (await sealed()).head
    expect(second).toMatchObject({ entries: first.entries + 1, height: first.height + 1 })
    expect((await verify(`${first.height}:${first.hash}`)).body).toMatchObject({ ok: true, blocks: second.height })
  })

  it('[LG30] seals what is left when the server stops', async () => {
    await deposit(await newPlayer(), 500, 'seal-3')
    await ante.restart()
    const { body } = await verify()
    expect((await head()).head.entries).toBe(body.transfers)
  })

  it('[LG31] signs the head with a key that is published', async () => {
    const { head: stands, jws } = await sealed()
    const keys = createLocalJWKSet((await ante.anonymous('GET', '/oauth/jwks')).body)
    const { payload } = await jwtVerify(jws, keys, { typ: 'ante-ledger-head+jwt', issuer: ante.url, clockTolerance: 5 })
    expect(payload).toMatchObject(stands)
    expect(decodeProtectedHeader(jws).alg).toBe('ES256')
    expect(Object.keys(payload).sort()).toEqual(['entries', 'hash', 'height', 'iat', 'iss'])
  })

  it('[LG24] holds the chain against a head that was kept, signed or written down', async () => {
    const kept = await sealed()
    await deposit(await newPlayer(), 1, 'after-the-head')
    for (const known of [kept.jws, `${kept.head.height}:${kept.head.hash}`, `0:${'0'.repeat(64)}`]) {
      expect((await verify(known)).body).toMatchObject({ ok: true, problems: [] })
    }
    const { body } = await verify(`${kept.head.height}:${'0'.repeat(64)}`)
    expect(body.ok).toBe(false)
    expect(body.problems).toEqual([
      `Block ${kept.head.height} is not the one that the known head names: the chain was rewritten.`,
    ])
    expect((await verify(`${kept.head.height + 1000}:${kept.head.hash}`)).body.problems).toMatchObject([
      expect.stringContaining('it was cut off, or it is an older copy'),
    ])
  })

  it('[LG31] refuses what is no head of this server', async () => {
    const { jws } = await head()
    const other = await startAnte()
    const foreign = (await other.operator('GET', '/admin/v1/ledger/head')).body.jws
    await other.close()
    for (const known of ['', 'x', '1:2', `${jws}x`, jws.replace(/^[^.]*/, 'e30'), foreign]) {
      const { status, body } = await verify(known)
      expect([status, body.code, body.errors[0].path]).toEqual([422, 'invalid_request', 'head'])
    }
  })

  it('[LG32] verifies what there is at one moment, while money moves', async () => {
    const id = await newPlayer()
    let isOver = false
    const load = (async () => {
      for (let round = 0; round < 20; round++) {
        await Promise.all(Array.from({ length: 20 }, (_, index) => deposit(id, 1, `load-${round}-${index}`)))
      }
      isOver = true
    })()
    const counts: number[] = []
    while (!isOver) {
      const { body } = await verify()
      expect(body).toMatchObject({ ok: true, problems: [] })
      counts.push(body.transfers)
    }
    await load
    expect(new Set(counts).size).toBeGreaterThan(1)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  })
})

describe('corrections', () => {
  const correct = (body: object) => ante.operator('POST', '/admin/v1/ledger/corrections', body)
  const aCorrection = (player: number, changes: object = {}) => ({
    debit: 'treasury',
    credit: `player:${player}`,
    amount: 250,
    currency: 'GBP',
    reason: 'The payment of Tuesday came in twice',
    reference: `correction-${player}`,
    ...changes,
  })
  const balances = async (id: number) => (await ante.operator('GET', `/admin/v1/players/${id}`)).body.balances

  it('[LG35] are transfers of their own, with a reason, and nothing else changes', async () => {
    const id = await newPlayer()
    await deposit(id, 500, `for-${id}`)
    const { status, body } = await correct(aCorrection(id))
    expect(status).toBe(201)
    expect(body.transfer).toEqual({
      id: `correction:correction-${id}`,
      seq: expect.any(Number),
      debit: 'treasury',
      credit: `player:${id}`,
      amount: 250,
      currency: 'GBP',
      at: expect.any(String),
      reason: 'The payment of Tuesday came in twice',
    })
    expect(await balances(id)).toEqual({ GBP: 750 })
    await correct(aCorrection(id, { debit: `player:${id}`, credit: 'fees', amount: 50, reference: `back-${id}` }))
    expect(await balances(id)).toEqual({ GBP: 700 })
    expect((await verify()).body).toMatchObject({ ok: true, problems: [] })
  })

  it('[LG35] happen once for a reference: the same answers the same, another one is refused', async () => {
    const [id, other] = [await newPlayer(), await newPlayer()]
    const first = await correct(aCorrection(id))
    const many = await Promise.all(Array.from({ length: 10 }, () => correct(aCorrection(id))))
    for (const again of many) expect([again.status, again.body]).toEqual([201, first.body])
    expect(await balances(id)).toEqual({ GBP: 250 })
    for (const different of [
      { amount: 251 },
      { currency: 'EUR' },
      { reason: 'Another one' },
      { debit: 'fees' },
      { credit: `player:${other}` },
    ]) {
      const { status, body } = await correct(aCorrection(id, different))
      expect([status, body.code]).toEqual([422, 'reference_reused'])
    }
  })

  it('[LG35] overdraw nobody but the treasury', async () => {
    const id = await newPlayer()
    await deposit(id, 100, `for-${id}`)
    for (const debit of [`player:${id}`, 'fees']) {
      const credit = debit === 'fees' ? `player:${id}` : 'treasury'
      const { status, body } = await correct(aCorrection(id, { debit, credit, amount: 100_000, reference: 'too-much' }))
      expect([status, body.code]).toEqual([422, 'insufficient_funds'])
    }
    expect(await balances(id)).toEqual({ GBP: 100 })
  })

  it.each<[string, object]>([
    ['credit', { credit: 'treasury' }],
    ['debit', { debit: `escrow:${'0'.repeat(32)}` }],
    ['credit', { credit: `escrow:${'0'.repeat(32)}` }],
    ['debit', { debit: 'player:999999' }],
    ['credit', { credit: 'player:0' }],
    ['credit', { credit: 'house' }],
    ['amount', { amount: 0 }],
    ['amount', { amount: -5 }],
    ['amount', { amount: 0.5 }],
    ['amount', { amount: Number.MAX_SAFE_INTEGER }],
    ['currency', { currency: 'gbp' }],
    ['reason', { reason: '  ' }],
    ['reason', { reason: 'x'.repeat(501) }],
    ['reason', { reason: 'two\nlines' }],
    ['reason', { reason: undefined }],
    ['reference', { reference: '' }],
    ['reference', { reference: 'with space' }],
  ])('[LG35] name %s where it is wrong, and change nothing (%o)', async (path, wrong) => {
    const id = await newPlayer()
    const { status, body } = await correct(aCorrection(id, wrong))
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'invalid_request', path])
    expect(await balances(id)).toEqual({})
  })
})
