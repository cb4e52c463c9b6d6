import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { connectGame, signedInPerson } from '../../support/oauth/account.ts'
import { Browser, loaded } from '../../support/oauth/browser-jar.ts'
import { authorizeUrl, createAccount, newName, startOAuth } from '../../support/oauth/oauth-server.ts'

let ante: TestAnte
let game: number

beforeAll(async () => {
  ante = await startAnte({ ANTE_GRANT_STAKE_LIMIT: '{"GBP":1000}' })
  game = await ante.game({ max_open: 1000 })
})
afterAll(() => ante.close())

const create = (by: TestPlayer, stake = 500, game_id = game) =>
  by.call('POST', `${MATCHES}/matches.json`, { match: { stake, currency: 'GBP', game_id } })
const join = (by: TestPlayer, stake: number, game_id = game) =>
  by.call('POST', `${MATCHES}/matches/join.json`, { match: { stake, currency: 'GBP', game_id } })
const accept = (by: TestPlayer, id: string) => by.call('PUT', `${MATCHES}/matches/${id}/accept.json`)
const REFUSED = { status: 422, body: { code: 'stake_limit_reached' } }

describe('an application with a stake limit', () => {
  it('[OA250] cannot create, join, accept or be offered a match beyond it, until 24 hours have passed', async () => {
    const [bob, anna] = [await ante.player(), await ante.player()]
    const offered = (await create(anna)).body.match
    expect((await create(bob)).status).toBe(201)
    expect((await create(bob)).status).toBe(201)
    expect(await create(bob, 1)).toMatchObject(REFUSED)
    expect(await join(bob, 500)).toMatchObject(REFUSED)
    expect(await accept(bob, offered.id)).toMatchObject(REFUSED)
    const lookUp = await bob.call('GET', `${MATCHES}/matches.json?game_id=${game}&stake=500&currency=GBP`)
    expect(lookUp.body).toMatchObject({ matches: [], meta: { count: 0 } })
    const other = await ante.signIn(bob, await ante.client())
    expect((await create(other)).status).toBe(201)
    ante.clock.advance(24 * 3600_000 + 1000)
    const later = await ante.signIn(bob)
    expect((await create(later)).status).toBe(201)
  })

  it('[OA250] gets back what is refunded', async () => {
    const bob = await ante.player()
    const short = await ante.game({ max_open: 1000, open_seconds: 60 })
    expect((await create(bob, 1000, short)).status).toBe(201)
    expect(await create(bob, 1, short)).toMatchObject(REFUSED)
    await ante.operator('PUT', `/admin/v1/games/${short}`, { enabled: false })
    ante.clock.advance(61_000)
    await expect.poll(async () => (await create(bob, 1000)).status, { timeout: 10_000, interval: 200 }).toBe(201)
  })

  it('[OA250] does not pass it by calls that arrive at once', async () => {
    const bob = await ante.player({ balance: 100_000 })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? create(bob, 300) : join(bob, 300))))
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(3)
    expect(answers.filter(({ body }) => body.code === 'stake_limit_reached')).toHaveLength(17)
    expect((await bob.call('GET', `${MATCHES}/me.json`)).body.me.balances.GBP).toBe(100_000 - 900)
  })
})

describe('the pages', () => {
  it('[OA251] name the limit, take a lower one and keep it when the application is disconnected', async () => {
    const server = await startOAuth({ stakeLimit: { GBP: 5000 } })
    try {
      const client = await server.register({ name: 'Tower' })
      const consent = loaded(await createAccount(new Browser(server.origin), authorizeUrl(client), newName()))
      expect(consent.text).toContain('at most <strong>£50.00</strong>')
      const { browser, id } = await signedInPerson(server)
      const grant = { playerId: id, clientId: client.id } as Parameters<typeof server.stakeLimits.of>[0]
      await connectGame(server, browser, client)
      const account = loaded(await browser.open('/account'))
      expect(account.text).toContain('at most £50.00')
      const tooHigh = loaded(await browser.press(account, 'Set the limit', { fields: { 'Limit in GBP': '50.01' } }))
      expect(tooHigh.status).toBe(422)
      expect(tooHigh.text).toContain('cannot be above £50.00')
      const set = loaded(await browser.press(tooHigh, 'Set the limit', { fields: { 'Limit in GBP': '12.5' } }))
      expect(set.text).toContain('at most £12.50')
      await browser.press(set, 'Disconnect')
      expect(await server.stakeLimits.of(grant)).toEqual({ GBP: 1250 })
      const again = loaded(await browser.open(authorizeUrl(client)))
      expect(again.text).toContain('at most <strong>£12.50</strong>')
      const refused = loaded(await browser.press(again, 'Allow', { fields: { 'Limit in GBP': 'much' } }))
      expect([refused.status, refused.text.includes('role="alert"')]).toEqual([422, true])
      await browser.press(refused, 'Allow', { fields: { 'Limit in GBP': '3' } })
      await browser.press(await browser.open('/account'), 'Sign out everywhere')
      expect(await server.stakeLimits.of(grant)).toEqual({ GBP: 300 })
    } finally {
      await server.close()
    }
  })

  it('[OA251] say without a limit that everything can be staked', async () => {
    const server = await startOAuth()
    try {
      const client = await server.register({ name: 'Tower' })
      const consent = loaded(await createAccount(new Browser(server.origin), authorizeUrl(client), newName()))
      expect(consent.text).toContain('your whole balance')
    } finally {
      await server.close()
    }
  })
})
