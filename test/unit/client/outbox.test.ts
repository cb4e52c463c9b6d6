import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AnteEvents } from '../../../client/index.ts'
import {
  ADA,
  type AuthorizationServer,
  anAuthorizationServer,
  signIn,
} from '../../support/client/authorization-server.ts'
import { openClient } from '../../support/client/open-client.ts'
import { aProfile, aTab, type Profile } from '../../support/client/tab.ts'
import { eventually } from '../../support/eventually.ts'

const DAY = 86_400_000
const MATCH = { id: 'a'.repeat(32), challenger_id: ADA.id, stake_amount: 500, currency: 'GBP', secret: 'a-secret' }
const RESULT = { match_id: MATCH.id, challenger_score: 7 }

let server: AuthorizationServer
beforeEach(async () => {
  server = await anAuthorizationServer(({ method, path }) =>
    method === 'POST' && path.endsWith('/matches.json')
      ? { status: 201, body: { match: MATCH } }
      : { status: 200, body: { match_result: RESULT } },
  )
})
afterEach(() => server.close())

/** A signed-in player with an attempt, on a server that takes no scores for now. */
async function playing(profile: Profile = aProfile()) {
  const tab = aTab({ profile })
  const ante = openClient({ server: server.origin, clientId: 'a-game' }, tab)
  await signIn(ante, tab, server)
  const unsent: AnteEvents['unsent'][] = []
  ante.on('unsent', (score) => unsent.push(score))
  const attempt = await ante.create({ gameId: 1, stake: 500, currency: 'GBP' })
  refuseScores()
  return { tab, ante, attempt, unsent }
}
const refuseScores = () => {
  server.trouble = ({ path }) => (path.endsWith('/result.json') ? { status: 503 } : null)
}
const posts = () => server.requests.filter(({ path }) => path.endsWith('/result.json'))

describe('a score that is not sent yet', () => {
  it('[CL23] is reported and listed, until the server has it', async () => {
    const { ante, attempt, unsent } = await playing()
    const submitted = attempt.submit(7)
    await eventually(async () => unsent[0] ?? null)
    const expected = { matchId: MATCH.id, score: 7, kept: 'browser' }
    expect([unsent[0], ante.unsent]).toEqual([expected, [expected]])
    server.trouble = null
    await submitted
    expect(ante.unsent).toEqual([])
  })

  it.each([
    ['is full', (profile: Profile) => ({ ...profile, local: { ...profile.local, setItem: refuse } }), true],
    ['is refused', (profile: Profile) => profile, false],
  ])('[CL23] is said to be lost with the page where the storage %s', async (_, profileOf, keepsData) => {
    const tab = aTab({ profile: profileOf(aProfile()) })
    const ante = openClient(
      { server: server.origin, clientId: 'a-game' },
      Object.defineProperty(tab, 'keepsData', { value: keepsData }),
    )
    await signIn(ante, tab, server)
    const attempt = await ante.create({ gameId: 1, stake: 500, currency: 'GBP' })
    refuseScores()
    void attempt.submit(7)
    expect(ante.unsent).toMatchObject([{ score: 7, kept: 'page' }])
    server.trouble = null
    await eventually(async () => (ante.unsent.length === 0 ? true : null))
  })

  it('[CL7] is sent when the server is back after a day', async () => {
    const { tab, attempt, unsent } = await playing()
    const submitted = attempt.submit(7)
    await eventually(async () => unsent[2] ?? null)
    tab.advance(DAY)
    server.trouble = null
    await expect(submitted).resolves.toMatchObject({ ownScore: 7 })
    expect(new Set(posts().map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  })

  it('[CL24] is sent when the page is left', async () => {
    const { tab, attempt, unsent } = await playing()
    void attempt.submit(7)
    await eventually(async () => unsent[4] ?? null)
    const before = posts().length
    tab.fire('hidden', undefined)
    // The request leaves before anything else happens.
    await Promise.resolve()
    await eventually(async () => (posts().length > before ? true : null))
    expect(tab.requests.filter(({ url }) => url.endsWith('/result.json')).every(({ keepalive }) => keepalive)).toBe(
      true,
    )
    server.trouble = null
  })

  it('[CL25] is sent before the player signs out', async () => {
    const { ante, attempt, unsent } = await playing()
    const submitted = attempt.submit(7)
    await eventually(async () => unsent[3] ?? null)
    server.trouble = null
    await ante.logout()
    await expect(submitted).resolves.toMatchObject({ ownScore: 7 })
    const paths = server.requests.map(({ path }) => path)
    expect(paths.slice(-2)).toEqual([expect.stringMatching(/result.json$/), '/oauth/revoke'])
  })

  it('[CL25] does not keep a player from signing out', async () => {
    const { ante, attempt, unsent } = await playing()
    const refused = expect(attempt.submit(7)).rejects.toMatchObject({ code: 'unauthorized' })
    await eventually(async () => unsent[0] ?? null)
    await ante.logout()
    expect(ante.player).toBeNull()
    await refused
  })

  it('[CL25] is kept when another tab has signed in another player, and sent when its own player is back', async () => {
    const profile = aProfile()
    const { tab, ante, attempt, unsent } = await playing(profile)
    const refused = expect(attempt.submit(7)).rejects.toMatchObject({ code: 'unauthorized' })
    await eventually(async () => unsent[0] ?? null)
    const key = `ante:${server.origin}:a-game:session`
    const own = JSON.parse(profile.local.getItem(key) ?? '')
    server.access.add('of-bob')
    const bob = { ...own, accessToken: 'of-bob', player: { ...own.player, id: 8 } }
    profile.local.setItem(key, JSON.stringify(bob))
    tab.fire('online', undefined)
    // A call that was under way as the own player must fail too, so the server is back only now.
    await refused
    server.trouble = null
    tab.fire('online', undefined)
    await tab.sleep(100)
    expect(posts().filter(({ headers }) => headers.authorization === 'Bearer of-bob')).toEqual([])
    const sent: unknown[] = []
    ante.on('submitted', ({ score }) => sent.push(score))
    profile.local.setItem(key, JSON.stringify(own))
    tab.fire('storage', key)
    await tab.sleep(100)
    tab.fire('visible', undefined)
    await eventually(async () => sent[0] ?? null)
    expect(sent).toEqual([7])
  })
})

function refuse(): void {
  throw new DOMException('full', 'QuotaExceededError')
}
