import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { type Answer, MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'

const DAY = 24 * 3600_000

let ante: TestAnte
let storage: Storage
let player: TestPlayer
let gameId: number

beforeAll(async () => {
  ante = await startAnte(
    {},
    {
      openStorage: async ({ dataDirectory: directory }, log) => {
        storage = await openLowdbStorage({ directory, log })
        return storage
      },
    },
  )
  player = await ante.player()
  gameId = await ante.game({ max_open: 100, open_seconds: 60 })
})
afterAll(() => ante.close())

/** The same player with a fresh token: what was signed in before is over. */
async function call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
  return (await ante.signIn(player)).call(method, `${MATCHES}/${path}`, body, headers)
}

const create = (key: string) =>
  call('POST', 'matches.json', { match: { stake: 10, currency: 'GBP', game_id: gameId } }, { 'idempotency-key': key })
const events = async () => (await call('GET', 'me/events.json?after=0')).body

describe('what has expired', () => {
  it('[HT27] is swept by itself: answers after seven days, events after ninety, and what OAuth has no use for', async () => {
    const first = await create('a-key')
    expect(first.status).toBe(201)
    const { last_seq } = await events()
    expect(last_seq).toBeGreaterThan(1)

    await ante.restart(7 * DAY)
    expect((await create('a-key')).body).toEqual(first.body)
    await ante.restart(2 * DAY)
    const later = (await create('a-key')).body.match
    expect(later.id).not.toBe(first.body.match.id)

    await ante.restart(80 * DAY)
    const kept = await events()
    expect(kept).toMatchObject({ gap: false, events: expect.arrayContaining([expect.objectContaining({ seq: 1 })]) })
    await ante.restart(4 * DAY)
    const left = await eventually(async () => {
      const found = await events()
      return found.gap ? found : null
    })
    expect(left.events[0]?.seq).toBeGreaterThan(last_seq)
    expect(left.last_seq).toBeGreaterThan(last_seq)
    expect(left.events.at(-1)?.seq).toBe(left.last_seq)
  })

  it('[HT27] is gone from the store, and no reference of a payment is', async () => {
    const held = async () => {
      const models = ['AccessToken', 'RefreshToken', 'Grant', 'Session']
      const lists = models.map((model) => storage.oauth.listBy(model, { accountId: String(player.id) }))
      return (await Promise.all(lists)).flat().length
    }
    expect(await held()).toBeGreaterThan(3)
    const payment = { amount: 70, currency: 'GBP', reference: 'for-ever' }
    const deposit = (more: object = {}) =>
      ante.operator('POST', `/admin/v1/players/${player.id}/deposits`, { ...payment, ...more })
    const { body: first } = await deposit()
    await ante.restart(400 * DAY)
    await eventually(async () => ((await held()) === 0 ? true : null))
    expect(await storage.events(asPlayerId(player.id), 0, 1)).toMatchObject({ events: [], gap: true })
    expect([(await deposit()).body, (await deposit({ amount: 71 })).body.code]).toEqual([first, 'reference_reused'])
  })
})
