import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'

let ante: TestAnte
let payments = 0

beforeAll(async () => {
  ante = await startAnte()
})
afterAll(() => ante.close())

const EVENTS = `${MATCHES}/me/events.json`
const WAITS_PER_PLAYER = 10

const events = (player: TestPlayer, query = '') => player.call('GET', `${EVENTS}?${query}`)
const newest = async (player: TestPlayer): Promise<number> => (await events(player)).body.last_seq
const waitFor = (player: TestPlayer, after: number, seconds = 30) => events(player, `after=${after}&wait=${seconds}`)

/** Makes an event of the player. */
const deposit = (player: TestPlayer) =>
  ante.operator('POST', `/admin/v1/players/${player.id}/deposits`, {
    amount: 1,
    currency: 'GBP',
    reference: `event-${payments++}`,
  })

/** The same, again and again as long as too many calls wait: `allWait` asks whether they do by waiting itself. */
async function waitWithOthers(player: TestPlayer, after: number): Promise<Answer> {
  return eventually(async () => {
    const answer = await waitFor(player, after)
    return answer.status === 429 ? null : answer
  })
}

/** Resolves once as many calls of the player wait as may. */
const allWait = (player: TestPlayer, after: number) =>
  eventually(async () => ((await waitFor(player, after, 1)).status === 429 ? true : null))

/** As many calls as may wait, all of which do when this resolves. */
async function waits(player: TestPlayer): Promise<{ after: number; answers: Promise<Answer[]> }> {
  const after = await newest(player)
  const answers = Promise.all(Array.from({ length: WAITS_PER_PLAYER }, () => waitWithOthers(player, after)))
  await allWait(player, after)
  return { after, answers }
}

const empty = (after: number) => ({ status: 200, body: { events: [], last_seq: after, gap: false } })

async function revoke(player: TestPlayer): Promise<void> {
  const body = new URLSearchParams({ token: player.token, client_id: ante.clientId, client_secret: ante.clientSecret })
  await fetch(`${ante.url}/oauth/revoke`, { method: 'POST', body })
}

describe('waiting for events', () => {
  it('[RT11] is answered as soon as there is an event, in every call that waits for one', async () => {
    const alice = await ante.player()
    const { after, answers } = await waits(alice)
    await deposit(alice)
    for (const { status, body } of await answers) {
      expect(status).toBe(200)
      expect(body).toMatchObject({
        events: [{ seq: after + 1, type: 'wallet.changed' }],
        last_seq: after + 1,
        gap: false,
      })
    }
  })

  it('[RT11] is answered at once when there are events already', async () => {
    const alice = await ante.player()
    expect((await waitFor(alice, 0)).body.events).toEqual((await events(alice, 'after=0')).body.events)
  })

  it('[RT11] is answered empty when the time is over', async () => {
    const alice = await ante.player()
    const after = await newest(alice)
    expect(await waitFor(alice, after, 1)).toMatchObject(empty(after))
  })

  it.each(['-1', '31', '1.5', 'long'])('[RT11] is refused for %s seconds', async (seconds) => {
    const alice = await ante.player()
    const { status, body } = await events(alice, `wait=${seconds}`)
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'invalid_request', 'wait'])
  })

  it.each([
    ['revoked', (player: TestPlayer) => revoke(player)],
    ['of a banned player', (player: TestPlayer) => ante.operator('POST', `/admin/v1/players/${player.id}/ban`, {})],
  ])('[RT12] ends empty when the token is %s', async (_what, end) => {
    const alice = await ante.player()
    const { after, answers } = await waits(alice)
    await end(alice)
    for (const answer of await answers) expect(answer).toMatchObject(empty(after))
    expect((await waitFor(alice, after)).status).toBe(401)
  })

  it("[RT12] ends empty when the token's application is removed", async () => {
    const client = await ante.client()
    const alice = await ante.player({ client })
    const { after, answers } = await waits(alice)
    await ante.operator('DELETE', `/admin/v1/clients/${client.id}`)
    for (const answer of await answers) expect(answer).toMatchObject(empty(after))
  })

  it('[RT12] ends empty when the token expires', async () => {
    const short = await startAnte()
    try {
      const alice = await short.player()
      const after = await newest(alice)
      short.clock.advance(3_599_000)
      expect(await waitFor(alice, after)).toMatchObject(empty(after))
    } finally {
      await short.close()
    }
  })

  it('[RT12] ends empty when the server stops', async () => {
    const stopping = await startAnte()
    try {
      const alice = await stopping.player()
      const { after, answers } = await waits(alice)
      await stopping.restart()
      for (const answer of await answers) expect(answer).toMatchObject(empty(after))
    } finally {
      await stopping.close()
    }
  })

  it('[RT13] is bounded for each player, and says when to try again', async () => {
    const [alice, bob] = [await ante.player(), await ante.player()]
    const { after, answers } = await waits(alice)
    const refused = await waitFor(alice, after)
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await events(alice, `after=${after}`)).status).toBe(200)
    expect((await waitFor(bob, await newest(bob), 1)).status).toBe(200)
    await deposit(alice)
    await answers
    expect((await waitFor(alice, after + 1, 1)).status).toBe(200)
  })

  it('[RT13] counts no caller who has hung up', async () => {
    const alice = await ante.player()
    const after = await newest(alice)
    for (let round = 0; round < 3; round++) {
      const hangUp = new AbortController()
      const url = `${ante.url}${EVENTS}?after=${after}&wait=30`
      const headers = { authorization: `Bearer ${alice.token}` }
      const calls = Array.from({ length: WAITS_PER_PLAYER }, () => fetch(url, { headers, signal: hangUp.signal }))
      await allWait(alice, after)
      hangUp.abort()
      await Promise.allSettled(calls)
      await eventually(async () => ((await waitFor(alice, after, 1)).status === 200 ? true : null))
    }
  })

  it('[RT5] is answered at once, with a gap, for a number that no event has', async () => {
    const alice = await ante.player()
    const last = await newest(alice)
    const gap = { status: 200, body: { events: [], last_seq: last, gap: true } }
    expect(await waitFor(alice, 5000)).toMatchObject(gap)
    expect(await events(alice, 'after=5000')).toMatchObject(gap)
  })
})
