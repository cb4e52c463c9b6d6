import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ADA,
  type AuthorizationServer,
  anAuthorizationServer,
  signIn,
} from '../../support/client/authorization-server.ts'
import { openClient } from '../../support/client/open-client.ts'
import { aProfile, aTab, type Profile, type Tab } from '../../support/client/tab.ts'
import { eventually } from '../../support/eventually.ts'

const HOUR = 3_600_000
const MATCH = {
  id: 'a'.repeat(32),
  challenger_id: ADA.id,
  stake_amount: 500,
  currency: 'GBP',
  secret: 'a-secret',
}
const UNDECIDED = {
  status: 200,
  body: {
    match_result: {
      match_id: MATCH.id,
      challenger_score: null,
      challenged_score: null,
      winner_id: null,
      amount_won: null,
      currency: null,
      outcome: null,
    },
  },
}

let server: AuthorizationServer
beforeEach(async () => {
  server = await anAuthorizationServer(({ method, path }) =>
    method === 'POST' && path.endsWith('/matches.json') ? { status: 201, body: { match: MATCH } } : UNDECIDED,
  )
})
afterEach(() => server.close())

const clientOf = (tab: Tab) => openClient({ server: server.origin, clientId: 'a-game' }, tab)

async function signedIn(profile: Profile = aProfile()) {
  const tab = aTab({ profile })
  const ante = clientOf(tab)
  await signIn(ante, tab, server)
  const ends: string[] = []
  ante.on('signedOut', ({ reason }) => ends.push(reason))
  return { tab, ante, ends }
}

describe('a session', () => {
  it('[CL4] is there again on the next visit', async () => {
    const profile = aProfile()
    await signedIn(profile)
    const later = clientOf(aTab({ profile }))
    expect(later.player).toEqual(ADA)
    await expect(later.completeLogin()).resolves.toMatchObject(ADA)
    expect(server.refreshes()).toBe(0)
  })

  it('[CL4] renews its token before it ends', async () => {
    const { tab, ante } = await signedIn()
    tab.advance(HOUR - 30_000)
    await ante.me()
    expect(server.refreshes()).toBe(1)
    await ante.me()
    expect(server.refreshes()).toBe(1)
  })

  it('[CL4] renews a token that the server refuses, and repeats the call', async () => {
    const { ante } = await signedIn()
    server.access.clear()
    await expect(ante.me()).resolves.toMatchObject({ id: ADA.id, balances: { GBP: 500 } })
    expect(server.refreshes()).toBe(1)
  })

  it('[CL4] renews once for many calls, also in several tabs', async () => {
    const profile = aProfile()
    const { ante } = await signedIn(profile)
    const other = clientOf(aTab({ profile }))
    server.access.clear()
    await Promise.all([ante.me(), ante.me(), other.me(), other.me()])
    expect(server.refreshes()).toBe(1)
  })

  it('[CL5] ends when the server has ended it, and tells so', async () => {
    const { ante, ends } = await signedIn()
    server.access.clear()
    server.valid.clear()
    await expect(ante.me()).rejects.toMatchObject({ name: 'Problem', code: 'unauthorized' })
    expect(ante.player).toBeNull()
    expect(ends).toEqual(['expired'])
    const before = server.requests.length
    await expect(ante.completeLogin()).resolves.toBeNull()
    expect(server.requests).toHaveLength(before)
  })

  it('[CL5] does not end with the connection, nor with a server in trouble', async () => {
    const { tab, ante, ends } = await signedIn()
    tab.advance(HOUR)
    tab.online = false
    await expect(ante.me()).rejects.toMatchObject({ code: 'unavailable' })
    tab.online = true
    server.trouble = () => ({ status: 503 })
    await expect(ante.me()).rejects.toMatchObject({ code: 'unavailable' })
    await expect(ante.completeLogin()).resolves.toEqual(ADA)
    server.trouble = null
    await expect(ante.me()).resolves.toMatchObject({ id: ADA.id })
    expect(ends).toEqual([])
  })

  it('[CL22] does not take its token for expired when somebody sets the device’s clock', async () => {
    const { tab, ante } = await signedIn()
    tab.clockSetBy = 2 * HOUR
    await ante.me()
    tab.clockSetBy = -2 * HOUR
    tab.advance(HOUR - 30_000)
    await ante.me()
    expect(server.refreshes()).toBe(1)
  })

  it('[CL5] goes on with a token that is still good while it cannot be renewed', async () => {
    const { tab, ante } = await signedIn()
    tab.advance(HOUR - 50_000)
    server.trouble = ({ path }) => (path === '/oauth/token' ? { status: 503 } : null)
    await expect(ante.me()).resolves.toMatchObject({ id: ADA.id })
  })

  it('[CL5] ends in all tabs when the player signs out, and at the server', async () => {
    const profile = aProfile()
    const { ante } = await signedIn(profile)
    const otherTab = aTab({ profile })
    const other = clientOf(otherTab)
    const ends: string[] = []
    other.on('signedOut', ({ reason }) => ends.push(reason))
    await ante.logout()
    otherTab.fire('storage', `ante:${server.origin}:a-game:session`)
    expect(ends).toEqual(['logout'])
    expect([ante.player, other.player]).toEqual([null, null])
    expect(server.requests.at(-1)?.path).toBe('/oauth/revoke')
    await expect(other.me()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('[CL10] ends, when the player signs out, what waits for a match', async () => {
    const { ante } = await signedIn()
    const attempt = await ante.create({ gameId: 1, stake: 500, currency: 'GBP' })
    const settled = attempt.settled()
    await ante.logout()
    await expect(settled).rejects.toMatchObject({ code: 'unauthorized' })
    await expect(attempt.settled()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('[CL5] begins in all tabs when the player signs in', async () => {
    const profile = aProfile()
    const otherTab = aTab({ profile })
    const other = clientOf(otherTab)
    const players: unknown[] = []
    other.on('signedIn', ({ player }) => players.push(player))
    await signedIn(profile)
    otherTab.fire('storage', `ante:${server.origin}:a-game:session`)
    otherTab.fire('storage', 'something else')
    expect(players).toEqual([ADA])
  })

  it('[CL5] is kept in memory where the storage is full', async () => {
    const profile = aProfile()
    profile.local.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const { ante } = await signedIn(profile)
    await expect(ante.me()).resolves.toMatchObject({ id: ADA.id })
  })
})

describe('tokens of the game’s own server', () => {
  it('[CL4] are asked for once, and again when one is refused', async () => {
    const handed: string[] = []
    const accessToken = async () => {
      const token = `token-${handed.length}`
      server.access.add(token)
      handed.push(token)
      return token
    }
    const ante = openClient({ server: server.origin, clientId: 'a-game', accessToken }, aTab())
    await expect(ante.completeLogin()).resolves.toMatchObject(ADA)
    await ante.me()
    expect(handed).toEqual(['token-0'])
    server.access.clear()
    await Promise.all([ante.me(), ante.me()])
    expect(handed).toEqual(['token-0', 'token-1'])
    await expect(ante.login()).rejects.toMatchObject({ code: 'refused' })
    expect(await eventually(async () => ante.player)).toEqual(ADA)
  })
})

describe('tokens of a portal', () => {
  /** A client whose portal gives these tokens, one after the other. */
  function clientOf(tokens: (string | Error)[]) {
    const subjectToken = async () => {
      const token = tokens.shift()
      if (token instanceof Error) throw token
      return token ?? ''
    }
    return openClient({ server: server.origin, clientId: 'a-game', subjectToken }, aTab())
  }
  const exchanged = () =>
    server.requests.map(({ body }) => new URLSearchParams(String(body)).get('subject_token')).filter(Boolean)

  it('[CL33] are exchanged, once, and again when the access token is refused', async () => {
    const ante = clientOf(['of-the-portal-1', 'of-the-portal-2'])
    await expect(ante.completeLogin()).resolves.toMatchObject(ADA)
    await Promise.all([ante.me(), ante.me()])
    expect(ante.player).toEqual(ADA)
    server.access.clear()
    await Promise.all([ante.me(), ante.me()])
    expect(exchanged()).toEqual(['of-the-portal-1', 'of-the-portal-2'])
    expect(Object.fromEntries(new URLSearchParams(String(server.requests[0]?.body)))).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      subject_token: 'of-the-portal-1',
      client_id: 'a-game',
    })
    await expect(ante.login()).rejects.toMatchObject({ code: 'refused' })
  })

  it('[CL33] are refused with the reason of the server, and asked for again the next time', async () => {
    const ante = clientOf(['of-somebody-else', 'of-the-portal'])
    await expect(ante.me()).rejects.toMatchObject({ code: 'unauthorized', message: 'grant request is invalid' })
    expect(ante.player).toBeNull()
    await expect(ante.me()).resolves.toMatchObject(ADA)
  })

  it('[CL33] may be missing: the game gets the error of its portal', async () => {
    const ante = clientOf([new Error('not signed in at the portal'), 'of-the-portal'])
    await expect(ante.me()).rejects.toThrow('not signed in at the portal')
    await expect(ante.completeLogin()).resolves.toMatchObject(ADA)
  })

  it('[CL33] are exchanged after a moment without an answer', async () => {
    server.trouble = () => {
      server.trouble = null
      return { status: 503, body: { error: 'temporarily_unavailable' } }
    }
    await expect(clientOf(['of-the-portal-1', 'of-the-portal-2']).me()).resolves.toMatchObject(ADA)
    expect(exchanged()).toEqual(['of-the-portal-1', 'of-the-portal-2'])
  })
})
