import { type FieldError, Problem } from '@ante/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asClientId } from '../../../server/domain/ids.ts'
import { startOAuth, type TestOAuth } from '../../support/oauth/oauth-server.ts'

let demo: TestOAuth
let serious: TestOAuth
beforeAll(async () => {
  demo = await startOAuth({ demo: true })
  serious = await startOAuth({ demo: false })
})
afterAll(async () => {
  await demo.close()
  await serious.close()
})

const CHALLENGE = { code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' }

/** The fields that a registration is refused for. */
async function fieldErrorsOf(server: TestOAuth, fields: Record<string, unknown>): Promise<readonly FieldError[]> {
  const refusal = await server.register(fields).then(
    () => null,
    (error: unknown) => error,
  )
  if (refusal === null) return []
  expect(refusal).toBeInstanceOf(Problem)
  expect(refusal).toMatchObject({ code: 'invalid_request' })
  return (refusal as Problem).errors
}

describe('registering a client', () => {
  it.each([
    ['confidential', 'https://game.example/callback'],
    ['confidential', 'http://localhost:3000/callback'],
    ['public', 'http://127.0.0.1/callback'],
    ['public', 'http://[::1]:8080/'],
    ['native', 'http://127.0.0.1/callback'],
    ['native', 'http://localhost:1234/callback'],
    ['native', 'com.example.game:/callback'],
    ['native', 'com.example.game://callback'],
    ['native', 'https://game.example/app'],
  ])('[OA24] takes for a %s one %s, and players can return there', async (type, uri) => {
    expect(await fieldErrorsOf(serious, { type, redirect_uris: [uri] })).toEqual([])
    const client = await serious.register({ type, redirect_uris: [uri] })
    const query = { client_id: client.id, redirect_uri: uri, response_type: 'code', ...CHALLENGE }
    const response = await fetch(`${serious.origin}/oauth/authorize?${new URLSearchParams(query)}`, {
      redirect: 'manual',
    })
    expect(response.headers.get('location')).toMatch(/^\/oauth\/interaction\//)
  })

  it.each([
    ['confidential', 'http://game.example/callback', 'must be https'],
    ['public', 'http://localhost.evil.example/', 'must be https'],
    ['public', 'http://127.0.0.1.evil.example/', 'must be https'],
    ['confidential', 'https://game.example/#/callback', 'fragment'],
    ['confidential', 'https://game.example/#', 'fragment'],
    ['confidential', 'javascript:alert(1)//', 'must be https'],
    ['native', 'javascript:alert(1)//', 'private scheme'],
    ['native', 'data:text/html,x', 'private scheme'],
    ['native', 'mygame:/callback', 'private scheme'],
    ['native', 'http://game.example/callback', 'must be https, http on localhost'],
    ['public', 'com.example.game:/callback', 'must be https'],
    ['confidential', '/callback', 'absolute URI'],
    ['confidential', 'https://game.example/call back', 'absolute URI'],
    ['confidential', 'https:\\\\game.example', 'absolute URI'],
    ['confidential', 'https://user:pass@game.example/', 'user name'],
  ])('[OA24] refuses for a %s one %s', async (type, uri, words) => {
    const mistakes = await fieldErrorsOf(serious, { type, redirect_uris: ['https://good.example/', uri] })
    expect(mistakes).toEqual([{ path: 'redirect_uris.1', message: expect.stringContaining(words) }])
  })

  it('[OA24] takes plain http anywhere in a demo store alone', async () => {
    const fields = { type: 'public', redirect_uris: ['http://pi.local/'], allowed_origins: ['http://pi.local'] }
    expect(await fieldErrorsOf(demo, fields)).toEqual([])
    expect((await fieldErrorsOf(serious, fields)).map(({ path }) => path)).toEqual([
      'redirect_uris.0',
      'allowed_origins.0',
    ])
  })

  it('[OA24] names every mistake at once', async () => {
    const redirect_uris = ['http://a.example/', 'https://b.example/#x', 'https://c.example/']
    const mistakes = await fieldErrorsOf(serious, { redirect_uris })
    expect(mistakes.map(({ path }) => path)).toEqual(['redirect_uris.0', 'redirect_uris.1'])
  })

  it('[OA24] needs an address to return to', async () => {
    expect(await fieldErrorsOf(serious, { redirect_uris: [] })).toMatchObject([{ path: 'redirect_uris' }])
    expect(await fieldErrorsOf(serious, { type: 'public', redirect_uris: [] })).toMatchObject([
      { path: 'allowed_origins' },
    ])
    const popup = await serious.register({
      type: 'public',
      redirect_uris: [],
      allowed_origins: ['https://tower.example'],
    })
    expect(popup.redirectUri).toBe(`${serious.publicUrl}/oauth/popup/${popup.id}`)
  })

  it('[OA24] shows a secret once, keeps its hash, and gives none to who cannot keep it', async () => {
    const { id, secret } = await serious.register()
    expect(secret).toMatch(/^[\w-]{43}$/)
    const kept = await serious.clients.find(asClientId(id))
    expect(kept?.secretHash).toMatch(/^sha256\$[\w-]{43}$/)
    expect((await serious.register({ type: 'public' })).secret).toBe('')
  })

  it('[OA24] works from the next request on, also when a client is registered anew', async () => {
    const { id } = await serious.register({ type: 'public', redirect_uris: ['https://old.example/'] })
    const landing = async (redirect_uri: string) => {
      const query = new URLSearchParams({ client_id: id, redirect_uri, response_type: 'code', ...CHALLENGE })
      return (await fetch(`${serious.origin}/oauth/authorize?${query}`, { redirect: 'manual' })).status
    }
    expect([await landing('https://old.example/'), await landing('https://new.example/')]).toEqual([303, 400])
    const before = await serious.clients.find(asClientId(id))
    if (!before) throw new Error('not registered')
    await serious.clients.register(
      {
        name: before.name,
        type: 'public',
        description: '',
        redirect_uris: ['https://new.example/'],
        scopes: ['public'],
        allowed_origins: [],
        iss: true,
      },
      before.id,
    )
    expect([await landing('https://old.example/'), await landing('https://new.example/')]).toEqual([400, 303])
  })

  it('[OA21] says whether any client names an origin', async () => {
    await serious.register({ type: 'public', redirect_uris: [], allowed_origins: ['https://one.example'] })
    expect(await serious.oauth.originRegistered('https://one.example')).toBe(true)
    expect(await serious.oauth.originRegistered('https://one.example.evil.example')).toBe(false)
  })
})
