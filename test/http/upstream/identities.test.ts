import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { asPlayerId, type PlayerId } from '../../../server/domain/ids.ts'
import { epochOf, type Player } from '../../../server/domain/player.ts'
import { createUpstream, type Upstream } from '../../../server/oauth/upstream/upstream.ts'
import { createIdentities, type Proof } from '../../../server/services/players/identities.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import { temporaryStorage } from '../../support/storage/folders.ts'
import { aUnitOfWork } from '../../support/unit-of-work.ts'
import { startProvider, type TestProvider } from '../../support/upstream/provider.ts'
import { followProvider } from '../../support/upstream/sign-in-through.ts'

const random = { bytes: randomBytes }
const clock = { now: () => NOON }
const aProof = (subject: string, provider = 'ulti'): Proof => ({ provider, subject, username: 'ada', wallet: null })

async function arrange(providers: readonly string[] = ['ulti']) {
  const storage = await temporaryStorage()
  const identities = createIdentities({
    storage,
    clock,
    random,
    unitOfWork: aUnitOfWork(storage, clock),
    demo: false,
    providers: providers.map((id) => ({ id })),
  })
  return { storage, identities }
}

async function aPlayer(
  storage: Storage,
  changes: { passwordHash?: string | null; guest?: boolean } = {},
): Promise<PlayerId> {
  const id = await storage.newPlayerId()
  const player = {
    id,
    username: `p-${id}`,
    nickname: 'P',
    passwordHash: 'hash',
    guest: false,
    excluded: false,
    createdAt: NOON,
  }
  await storage.commit({ at: NOON, players: [{ ...player, ...changes }] })
  return id
}

async function playerOf(storage: Storage, id: PlayerId): Promise<Player> {
  const player = await storage.player(id)
  if (!player) throw new Error(`no player ${id}`)
  return player
}

describe('linking', () => {
  it('[OA71] lets a player sign in so from then on', async () => {
    const { storage, identities } = await arrange()
    const player = await aPlayer(storage)
    expect(await identities.link(player, aProof('7'))).toBe('linked')
    expect(await identities.link(player, aProof('7'))).toBe('already_linked')
    expect((await identities.signIn(aProof('7'))).id).toBe(player)
    expect(await identities.of(player)).toEqual([{ ...aProof('7'), playerId: player, linkedAt: NOON }])
  })

  it('[OA71] never takes an identity from another player', async () => {
    const { storage, identities } = await arrange()
    const newcomer = await identities.signIn(aProof('7'))
    const player = await aPlayer(storage)
    expect(await identities.link(player, aProof('7'))).toBe('belongs_to_another')
    expect((await identities.signIn(aProof('7'))).id).toBe(newcomer.id)
    expect(await identities.of(player)).toEqual([])
  })

  it('[OA71] gives an identity to one of those who link it, or come with it, at once', async () => {
    const { storage, identities } = await arrange()
    const [one, two] = [await aPlayer(storage), await aPlayer(storage)]
    const results = await Promise.all([
      identities.link(one, aProof('7')),
      identities.link(two, aProof('7')),
      identities.signIn(aProof('7')).then(({ id }) => id),
    ])
    const holder = await storage.identity(aProof('7'))
    expect(results[2]).toBe(holder?.playerId)
    expect(results.slice(0, 2).filter((result) => result === 'linked').length).toBeLessThanOrEqual(1)
  })

  it('[OA71] makes a player of a guest', async () => {
    const { storage, identities } = await arrange()
    const guest = await aPlayer(storage, { passwordHash: null, guest: true })
    expect(await identities.link(guest, aProof('7'))).toBe('linked')
    const named = { guest: false, passwordHash: null, nickname: 'ada', username: expect.stringMatching(/^ada-\d{4}$/) }
    expect(await storage.player(guest)).toMatchObject(named)
    expect((await identities.signIn(aProof('7'))).id).toBe(guest)
  })

  it('[OA71] knows no player that is not there', async () => {
    const { identities } = await arrange()
    await expect(identities.link(asPlayerId(99), aProof('7'))).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('unlinking', () => {
  it('[OA71] takes a way to sign in away', async () => {
    const { storage, identities } = await arrange()
    const player = await aPlayer(storage)
    await identities.link(player, aProof('7'))
    expect(await identities.unlink(player, { provider: 'ulti', subject: '8' })).toBe('not_linked')
    expect(await identities.unlink(player, { provider: 'ulti', subject: '7' })).toBe('unlinked')
    expect((await identities.signIn(aProof('7'))).id).not.toBe(player)
  })

  it('[OA71] takes nothing of another player', async () => {
    const { storage, identities } = await arrange()
    const [one, two] = [await aPlayer(storage), await aPlayer(storage)]
    await identities.link(one, aProof('7'))
    expect(await identities.unlink(two, aProof('7'))).toBe('not_linked')
    expect(await identities.of(one)).toHaveLength(1)
  })

  it('[OA71] leaves the last way in', async () => {
    const { identities } = await arrange()
    const { id } = await identities.signIn(aProof('7'))
    expect(await identities.unlink(id, aProof('7'))).toBe('last_way_in')
    await identities.link(id, aProof('8'))
    expect(await identities.unlink(id, aProof('7'))).toBe('unlinked')
    expect(await identities.unlink(id, aProof('8'))).toBe('last_way_in')
  })

  it('[OA71] ends every session, grant and token of before, and so does linking', async () => {
    const { storage, identities } = await arrange()
    const player = await aPlayer(storage)
    const grant = { model: 'Grant', key: 'g', payload: {}, accountId: String(player), expiresAt: null }
    for (const change of [() => identities.link(player, aProof('7')), () => identities.unlink(player, aProof('7'))]) {
      await storage.oauth.put(grant)
      const before = epochOf(await playerOf(storage, player))
      await change()
      expect(await storage.oauth.get('Grant', 'g')).toBeUndefined()
      expect(epochOf(await playerOf(storage, player))).toBe(before + 1)
    }
  })

  it('[OA71] counts no way in through a provider that is not set any more', async () => {
    const { identities } = await arrange(['ulti'])
    const { id } = await identities.signIn(aProof('7'))
    await identities.link(id, aProof('9', 'gone'))
    expect(await identities.unlink(id, aProof('7'))).toBe('last_way_in')
    expect(await identities.unlink(id, aProof('9', 'gone'))).toBe('unlinked')
  })

  it('[OA71] leaves one of two that are taken away at once', async () => {
    const { identities } = await arrange()
    const { id } = await identities.signIn(aProof('7'))
    await identities.link(id, aProof('8'))
    const results = await Promise.all(['7', '8'].map((subject) => identities.unlink(id, aProof(subject))))
    expect(results.sort()).toEqual(['last_way_in', 'unlinked'])
    expect(await identities.of(id)).toHaveLength(1)
  })
})

describe('an errand that links', () => {
  /** A minimal account page: it begins the authorization request, and reads the callback result. */
  async function startAccountPage(provider: TestProvider) {
    const app = express()
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { oauth: records } = await temporaryStorage()
    const upstream: Upstream = await createUpstream({
      providers: [provider.settings()],
      records,
      clock: { now: Date.now },
      random,
      publicUrl: origin,
      cookieName: 'account',
      secrets: ['a-secret-of-the-server-that-nobody-knows'],
      log: pino({ level: 'silent' }),
    })
    const errand = { purpose: 'link' as const, id: randomBytes(16).toString('hex') }
    app.get('/account/link', (req, res) =>
      upstream.begin('ulti', { ...errand, returnTo: '/account/linked', tryAgain: '/account' }, req, res),
    )
    app.get('/oauth/upstream/:provider/callback', upstream.callback)
    app.get('/account/linked', async (_req, res) => void res.json(await upstream.take(errand, '')))
    return { origin, upstream, errand, close: () => server.close() }
  }

  it('[OA71] brings who somebody is to the page that began it, once, and to no sign-in', async () => {
    const provider = await startProvider()
    const page = await startAccountPage(provider)
    const browser = new Browser(page.origin)
    const back = await followProvider(departed(await browser.open('/account/link')))
    const callback = await browser.request(back.href)
    // The empty fragment ends whatever the provider's redirect had in its own.
    expect(callback.headers.get('location')).toBe('/account/linked#')
    expect(await page.upstream.callbackResult({ ...page.errand, purpose: 'sign-in' })).toBeNull()
    expect(await page.upstream.callbackResult(page.errand)).toMatchObject({ subject: 'u-1', mayBringWallet: false })
    const proof = { provider: 'ulti', subject: 'u-1', username: 'ada', wallet: null }
    expect(JSON.parse(loaded(await browser.open('/account/linked')).text)).toEqual(proof)
    expect(JSON.parse(loaded(await browser.open('/account/linked')).text)).toBeNull()
    expect(await page.upstream.callbackResult(page.errand)).toBeNull()
    page.close()
    await provider.close()
  })
})
