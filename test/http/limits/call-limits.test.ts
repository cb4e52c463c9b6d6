import { afterAll, beforeAll, expect, it } from 'vitest'
import { CALL_LIMITS } from '../../../server/domain/limits.ts'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { inParallel } from '../../support/storage/load.ts'

const FACTOR = 0.1
let ante: TestAnte
let gameId: number
let busy: TestPlayer
let other: TestPlayer

beforeAll(async () => {
  ante = await startAnte({ ANTE_RATE_LIMIT: String(FACTOR) })
  gameId = await ante.game({ max_open: 1000 })
  busy = await ante.player({ balance: 100_000 })
  other = await ante.player({ balance: 100_000 })
})
afterAll(() => ante.close())

const create = (player: TestPlayer) =>
  player.call('POST', `${MATCHES}/matches.json`, { match: { stake: 1, currency: 'GBP', game_id: gameId } })
const me = (player: TestPlayer) => player.call('GET', `${MATCHES}/me.json`)

it('[HT41] refuses a player who begins too many matches, with the time to wait; others begin on', async () => {
  const allowed = CALL_LIMITS.attempts.perPlayer * FACTOR
  for (let n = 0; n < allowed; n++) expect((await create(busy)).status).toBe(201)
  const refused = await create(busy)
  expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60)
  expect((await me(busy)).body.me.balances.GBP).toBe(100_000 - allowed)
  expect((await create(other)).status).toBe(201)
})

it('[HT41] refuses a player who calls too often; others are answered', async () => {
  const allowed = CALL_LIMITS.calls.perPlayer * FACTOR
  await inParallel(allowed, 20, async () => void (await me(busy)))
  const refused = await me(busy)
  expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests'])
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(CALL_LIMITS.calls.seconds)
  expect((await me(other)).status).toBe(200)
})

it('[HT44] refuses a second late after 50 refusals; what is allowed is answered meanwhile', async () => {
  const order: string[] = []
  const took = async (player: TestPlayer) => {
    const began = performance.now()
    order.push(String((await me(player)).status))
    return performance.now() - began
  }
  const refused = Array.from({ length: 110 }, () => took(busy))
  const allowed = took(other)
  const longest = Math.max(...(await Promise.all(refused)))
  await allowed
  expect(order.filter((status) => status === '429')).toHaveLength(110)
  expect(order.at(-1)).toBe('429')
  expect(longest).toBeGreaterThan(990)
})
