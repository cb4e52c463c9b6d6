import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../../server/config/environment.ts'
import { loadKeys } from '../../../server/keys/keys.ts'
import { MATCHES, startAnte, type TestAnte } from '../../support/ante.ts'
import { Browser, departed, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  createPkce,
  newName,
  PASSWORD,
  type TestClient,
} from '../../support/oauth/oauth-server.ts'
import { runAnte } from '../../support/run-cli.ts'
import { temporaryFolder } from '../../support/storage/folders.ts'

const running: TestAnte[] = []
afterEach(async () => {
  for (const ante of running.splice(0)) await ante.close()
})

async function start(env: Record<string, string> = {}): Promise<TestAnte> {
  const ante = await startAnte({ ANTE_DEMO: '1', ...env })
  running.push(ante)
  return ante
}

const rotate = (ante: TestAnte, ...options: string[]) =>
  runAnte(['keys', 'rotate', ante.config.dataDirectory, ...options])
const published = async (ante: TestAnte): Promise<{ keys: { kid: string; d?: string }[] }> =>
  (await fetch(`${ante.url}/oauth/jwks`)).json()

/** A browser game, and a way to call the token endpoint as it. */
async function browserGame(ante: TestAnte) {
  const { body } = await ante.operator('POST', '/admin/v1/clients', {
    name: 'Web',
    type: 'public',
    redirect_uris: ['https://web.example/back'],
    scopes: ['public', 'wallet'],
  })
  const client: TestClient = { id: body.client_id, secret: '', redirectUri: 'https://web.example/back' }
  const token = async (form: Record<string, string>) => {
    const fields = new URLSearchParams({ client_id: client.id, ...form })
    const response = await fetch(`${ante.url}/oauth/token`, { method: 'POST', body: fields })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  return { client, token }
}

/** Signs somebody new in to the game and leaves the redirect's answer. */
async function arrive(ante: TestAnte, client: TestClient) {
  const browser = new Browser(ante.url)
  const { verifier, challenge } = createPkce()
  const page = await browser.open(authorizeUrl(client, { ...challenge, scope: 'public wallet' }))
  const consent = await browser.press(page, 'Create account', { fields: { Username: newName(), Password: PASSWORD } })
  const location = departed(await browser.press(consent, 'Allow'))
  const assertion = new URLSearchParams(location.hash.slice(1)).get('wallet_jwt') ?? ''
  return { browser, verifier, assertion, code: codeOf(location) }
}

describe('rotation', () => {
  it('[OA92] keeps everything of before working: sessions, forms, sign-ins under way, tokens, signatures', async () => {
    const ante = await start()
    const { client, token } = await browserGame(ante)
    const { browser, verifier, assertion, code } = await arrive(ante, client)
    const redeemed = {
      grant_type: 'authorization_code',
      redirect_uri: client.redirectUri,
      code,
      code_verifier: verifier,
    }
    const first = (await token(redeemed)).body
    const refreshing = { grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' }
    const second = await token(refreshing)
    const account = await browser.open('/account')
    const inFlight = new Browser(ante.url)
    const signIn = await inFlight.open(authorizeUrl(client, createPkce().challenge))
    const before = await published(ante)

    expect((await rotate(ante)).code).toBe(0)
    expect(await published(ante)).toEqual(before)
    await ante.restart()

    const after = await published(ante)
    expect(after.keys.map(({ kid }) => kid).slice(1)).toEqual(before.keys.map(({ kid }) => kid))
    expect(after.keys.every(({ d }) => d === undefined)).toBe(true)
    const headers = { authorization: `Bearer ${second.body.access_token}` }
    expect((await fetch(`${ante.url}${MATCHES}/me.json`, { headers })).status).toBe(200)
    const repeated = await token(refreshing)
    expect([repeated.status, repeated.body.refresh_token]).toEqual([200, second.body.refresh_token])
    const saved = await browser.press(account, 'Save', { fields: { 'Display name': 'Ada' } })
    expect(loaded(saved).text).toContain('Saved.')
    const consent = loaded(await inFlight.press(signIn, 'Play as guest'))
    expect(consent.text).toContain('Allow Web?')
    expect(consent.text).toContain('csrf_token')
    departed(await inFlight.press(consent, 'Allow'))
    const keys = createRemoteJWKSet(new URL(`${ante.url}/oauth/jwks`))
    await jwtVerify(assertion, keys, { issuer: ante.url, audience: client.id, typ: 'wallet+jwt' })
    const fresh = await arrive(ante, client)
    const { protectedHeader } = await jwtVerify(fresh.assertion, keys, { issuer: ante.url, audience: client.id })
    expect(protectedHeader.kid).toBe(after.keys[0]?.kid)
  })

  it('[OA93] ends the old keys when it is told to', async () => {
    const ante = await start()
    const { client } = await browserGame(ante)
    const { assertion } = await arrive(ante, client)
    const inFlight = new Browser(ante.url)
    const signIn = loaded(await inFlight.open(authorizeUrl(client, createPkce().challenge)))
    await rotate(ante)
    const dropped = await rotate(ante, '--drop-old', '--json')
    expect(JSON.parse(dropped.out)).toMatchObject({ signing_keys: [expect.any(String)], secrets: 1 })
    await ante.restart()
    const { keys } = await published(ante)
    expect(keys.map(({ kid }) => kid)).toEqual(JSON.parse(dropped.out).signing_keys)
    await expect(jwtVerify(assertion, createLocalJWKSet({ keys: keys as never }))).rejects.toThrow(/no applicable key/)
    expect(loaded(await inFlight.open(signIn.url)).text).toContain('This sign-in has ended')
  })

  it('[OA92] leaves a file for its owner alone, whole, and says what is in it', async () => {
    const folder = await temporaryFolder()
    const before = await loadKeys(folder)
    const { code, out } = await runAnte(['keys', 'rotate', folder])
    const after = await loadKeys(folder)
    expect(code).toBe(0)
    expect(out).toContain(`${after.signing[0].kid}, ${before.signing[0].kid}`)
    expect(out).toContain('Restart the server')
    expect([after.signing.slice(1), after.secrets.slice(1)]).toEqual([before.signing, before.secrets])
    expect((await stat(join(folder, 'keys.json'))).mode & 0o777).toBe(0o600)
    for (const secret of [...after.secrets, after.signing[0].d ?? '']) expect(out).not.toContain(secret)
  })

  it('[OA92] touches nothing that is damaged or not there', async () => {
    const folder = await temporaryFolder()
    expect(await runAnte(['keys', 'rotate', folder])).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not exist'),
    })
    await writeFile(join(folder, 'keys.json'), '{"signing":[]}')
    expect(await runAnte(['keys', 'rotate', folder])).toMatchObject({
      code: 1,
      err: expect.stringContaining('is damaged'),
    })
    expect(await readFile(join(folder, 'keys.json'), 'utf8')).toBe('{"signing":[]}')
    expect(await runAnte(['keys', 'rotate', join(folder, 'none')])).toMatchObject({ code: 2 })
    expect(await runAnte(['keys', 'rotate'])).toMatchObject({ code: 2 })
  })
})

describe('keys of the environment', () => {
  it('[OA94] are used in place of the data folder, which then has none', async () => {
    const { out } = await runAnte(['keys', 'new'])
    const ante = await start({ ANTE_KEYS: out })
    expect((await published(ante)).keys[0]?.kid).toBe(JSON.parse(out).signing[0].kid)
    await expect(stat(join(ante.config.dataDirectory, 'keys.json'))).rejects.toThrow('ENOENT')
  })

  it('[OA94] come from a file, too, which can be rotated', async () => {
    const file = join(await temporaryFolder(), 'ante-keys.json')
    await writeFile(file, (await runAnte(['keys', 'new'])).out)
    expect((await runAnte(['keys', 'rotate', file])).code).toBe(0)
    const ante = await start({ ANTE_KEYS: `@${file}` })
    expect((await published(ante)).keys).toHaveLength(2)
  })

  it.each(['nonsense', '{"signing":', '@/nowhere/keys.json'])(
    '[OA94] that cannot be read (%s) are named, and never shown',
    (text) => {
      const secret = `${text} hidden-part`
      expect(() => readConfig({ ANTE_KEYS: text.startsWith('@') ? text : secret })).toThrow(/ANTE_KEYS/)
      expect(() => readConfig({ ANTE_KEYS: text.startsWith('@') ? text : secret })).not.toThrow(/hidden-part/)
    },
  )

  it('[OA94] that are no keys stop the start', async () => {
    const two = JSON.parse((await runAnte(['keys', 'new'])).out)
    const twice = { ...two, signing: [two.signing[0], two.signing[0]] }
    for (const text of ['{}', '[]', JSON.stringify(twice), JSON.stringify({ ...two, secrets: ['short'] })]) {
      await expect(startAnte({ ANTE_KEYS: text })).rejects.toThrow(/ANTE_KEYS has no keys in it/)
    }
  })
})
