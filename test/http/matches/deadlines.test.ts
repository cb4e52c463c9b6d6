import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'

let ante: TestAnte
let gameId: number
let alice: TestPlayer
let bob: TestPlayer
const SECOND = 1000

beforeAll(async () => {
  ante = await startAnte()
  gameId = await ante.game({ play_seconds: 2, open_seconds: 3, fee_bps: 1000, max_open: 1000 })
  ;[alice, bob] = [await ante.player(), await ante.player()]
})
afterAll(() => ante.close())

const terms = (game: number) => ({ match: { stake: 500, currency: 'GBP', game_id: game } })
const join = async (player: TestPlayer, game = gameId) =>
  (await player.call('POST', `${MATCHES}/matches/join.json`, terms(game))).body.match
const post = (player: TestPlayer, match: { id: string; secret: string }, score: unknown) =>
  player.call('POST', `${MATCHES}/matches/${match.id}/result.json`, { match_score: { score, secret: match.secret } })

/** The same player with a fresh token: the clock that outages move is the tokens' too. */
async function renewed(player: TestPlayer): Promise<TestPlayer> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: player.refreshToken,
    client_id: ante.clientId,
    client_secret: ante.clientSecret,
  })
  const answer = await fetch(`${ante.url}/oauth/token`, { method: 'POST', body: form })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  const call: TestPlayer['call'] = (method, path, body) =>
    ante.anonymous(method, path, body, { authorization: `Bearer ${token}` })
  return { ...player, token, call }
}

const read = async (player: TestPlayer, id: string) =>
  (await player.call('GET', `${MATCHES}/matches/${id}.json`)).body.match
const resultOf = async (player: TestPlayer, id: string) =>
  (await player.call('GET', `${MATCHES}/matches/${id}/result.json`)).body.match_result
const balanceOf = async (player: TestPlayer): Promise<number> =>
  (await player.call('GET', `${MATCHES}/me.json`)).body.me.balances.GBP
const untilDecided = (player: TestPlayer, id: string) =>
  eventually(async () => {
    const result = await resultOf(player, id)
    return result.outcome === null ? null : result
  })

describe('deadlines', () => {
  it('[DL7] fire on their own: a walkover for the only score', async () => {
    const [before] = [await balanceOf(alice)]
    const first = await join(alice)
    await join(bob)
    await post(alice, first, 10)
    expect(await untilDecided(bob, first.id)).toMatchObject({
      outcome: 'walkover',
      winner_id: alice.id,
      amount_won: 400,
    })
    expect(await balanceOf(alice)).toBe(before + 400)
  })

  it('[DL7] fire on their own: no score at all is void, an open match expires', async () => {
    const [before, bobs] = [await balanceOf(alice), await balanceOf(bob)]
    const first = await join(alice)
    const second = await join(bob)
    const open = await join(alice)
    await post(alice, open, 999)
    expect(await untilDecided(alice, first.id)).toMatchObject({ outcome: 'void', winner_id: null, amount_won: 0 })
    const late = await post(bob, second, 10)
    expect([late.status, late.body.code]).toEqual([422, 'result_too_late'])

    expect(await untilDecided(alice, open.id)).toMatchObject({ outcome: 'expired', challenger_score: 999 })
    expect((await bob.call('PUT', `${MATCHES}/matches/${open.id}/accept.json`)).body.code).toBe('match_closed')
    expect([await balanceOf(alice), await balanceOf(bob)]).toEqual([before, bobs])
  })

  it.each([
    ['a second', SECOND],
    ['a day', 24 * 3600 * SECOND],
  ])(
    '[DL6] move by the length of an outage of %s and a minute; the expiry of unmatched matches does not',
    async (_, outage) => {
      const game = await ante.game({ play_seconds: 60, open_seconds: 3600 })
      const first = await join(alice, game)
      const second = await join(bob, game)
      const open = await join(alice, game)
      await ante.restart(outage)
      ;[alice, bob] = [await renewed(alice), await renewed(bob)]
      const now = await read(alice, first.id)
      const moved = Date.parse(now.result_until) - Date.parse(first.result_until)
      expect(moved).toBeGreaterThanOrEqual(outage + 60 * SECOND)
      expect(moved).toBeLessThan(outage + 90 * SECOND)
      expect([now.secret, now.seed]).toEqual([first.secret, first.seed])
      expect((await read(alice, open.id)).open_until).toBe(open.open_until)
      if (outage > 3600 * SECOND) expect(await untilDecided(alice, open.id)).toMatchObject({ outcome: 'expired' })
      await post(alice, first, 2)
      expect((await post(bob, second, 1)).body.match_result).toMatchObject({
        outcome: 'challenger_won',
        amount_won: 500,
      })
    },
  )

  it('[DL13] do not pass while the machine is suspended: that is an outage too, and whoever posts at once is in time', async () => {
    const game = await ante.game({ play_seconds: 60 })
    const first = await join(alice, game)
    const second = await join(bob, game)
    ante.clock.advance(1800 * SECOND)
    expect((await post(alice, first, 2)).status).toBe(200)
    const moved = Date.parse((await read(bob, first.id)).result_until) - Date.parse(second.result_until)
    expect(moved).toBeGreaterThanOrEqual(1860 * SECOND)
    expect((await post(bob, second, 1)).body.match_result).toMatchObject({ outcome: 'challenger_won', amount_won: 500 })
  })
})

describe('the operator', () => {
  it('[DL10] voids the unmatched matches of a game that is closed; matched ones run on', async () => {
    const game = await ante.game({ play_seconds: 60 })
    const at = { match: { stake: 700, currency: 'GBP', game_id: game } }
    const matched = (await alice.call('POST', `${MATCHES}/matches.json`, at)).body.match
    const accepted = (await bob.call('PUT', `${MATCHES}/matches/${matched.id}/accept.json`)).body.match
    const before = await balanceOf(alice)
    const open = (await alice.call('POST', `${MATCHES}/matches.json`, at)).body.match
    expect((await ante.operator('PATCH', `/admin/v1/games/${game}`, { enabled: false })).status).toBe(200)
    expect(await resultOf(alice, open.id)).toMatchObject({ outcome: 'void', amount_won: 0 })
    expect(await balanceOf(alice)).toBe(before)
    await post(alice, matched, 1)
    expect((await post(bob, accepted, 2)).body.match_result.outcome).toBe('challenged_won')
  })
})

describe('a demo store', () => {
  it('[DL11] lets its operator move the clock; deadlines fire before the answer, and the offset survives a restart', async () => {
    const demo = await startAnte({ ANTE_DEMO: '1' })
    try {
      const game = await demo.game({ open_seconds: 3600 })
      const player = await demo.player()
      const at = { match: { stake: 500, currency: 'GBP', game_id: game } }
      const { match } = (await player.call('POST', `${MATCHES}/matches.json`, at)).body
      const moved = await demo.operator('POST', '/admin/v1/clock', { advance_seconds: 3601 })
      expect(moved.status).toBe(200)
      expect(Date.parse(moved.body.now)).toBeGreaterThan(Date.now() + 3600 * SECOND)
      expect((await player.call('GET', `${MATCHES}/matches/${match.id}.json`)).body.match.state).toBe('expired')
      await demo.restart()
      const next = (await player.call('POST', `${MATCHES}/matches.json`, at)).body.match
      expect(Date.parse(next.created_at)).toBeGreaterThan(Date.now() + 3600 * SECOND)
    } finally {
      await demo.close()
    }
  })

  it('[DL12] is the only one whose clock moves', async () => {
    expect((await ante.operator('POST', '/admin/v1/clock', { advance_seconds: 1 })).status).toBe(404)
  })
})
