import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../../server/config/environment.ts'

const SECRET = 'a-secret-of-the-provider'
const other = {
  id: 'other',
  name: 'Other',
  kind: 'oauth2',
  client_id: 'us',
  client_secret: SECRET,
  authorize_url: 'https://other.example/authorize',
  token_url: 'https://other.example/token',
  profile_url: 'https://other.example/me',
  subject_path: 'user.id',
}
const cashplay = {
  id: 'cash',
  name: 'CashPlay',
  kind: 'cashplay',
  client_id: 'us',
  client_secret: SECRET,
  base_url: 'https://c.example/',
}

const read = (providers: unknown, more: Record<string, string> = {}) =>
  readConfig({ ANTE_PROVIDERS: typeof providers === 'string' ? providers : JSON.stringify(providers), ...more })
    .providers

function mistakesIn(providers: unknown, more: Record<string, string> = {}): string {
  try {
    read(providers, more)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('there is no mistake')
}

describe('ANTE_PROVIDERS', () => {
  it('[OA60] takes every address, or a base where the kind knows the paths', () => {
    expect(read([other])).toEqual([
      {
        id: 'other',
        name: 'Other',
        kind: 'oauth2',
        clientId: 'us',
        clientSecret: SECRET,
        authorizeUrl: 'https://other.example/authorize',
        tokenUrl: 'https://other.example/token',
        scope: '',
        pkce: true,
        profileUrl: 'https://other.example/me',
        subjectPath: 'user.id',
        usernamePath: null,
        uidPath: 'uid',
        issuer: null,
        jwksUrl: null,
        timeout: 8000,
      },
    ])
    const [first, second] = read([cashplay, { ...cashplay, id: 'ulti', kind: 'ultiverse', pkce: false }])
    expect(first).toMatchObject({
      authorizeUrl: 'https://c.example/oauth/authorize',
      tokenUrl: 'https://c.example/oauth/token',
      profileUrl: 'https://c.example/api/gaming-async/v1/me.json',
      subjectPath: 'me.id',
      scope: 'public',
      issuer: 'https://c.example',
      jwksUrl: null,
    })
    expect(second).toMatchObject({
      tokenUrl: 'https://c.example/api/v1/oauth/token',
      profileUrl: 'https://c.example/api/v1/users/{uid}',
      subjectPath: 'id',
      scope: 'public wallet',
      pkce: false,
      jwksUrl: 'https://c.example/oauth/jwks',
    })
  })

  it('[OA60] may stand in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ante-test-'))
    const file = join(folder, 'providers.json')
    await writeFile(file, JSON.stringify([other]))
    expect(read(`@${file}`)).toHaveLength(1)
    await writeFile(file, `[{"client_secret": "${SECRET}" "id": 1}]`)
    const broken = mistakesIn(`@${file}`)
    expect(broken).toMatch(/ANTE_PROVIDERS is not valid JSON, at position \d+/)
    expect(broken).not.toContain(SECRET)
    expect(mistakesIn(`@${file}.gone`)).toMatch(/names a file that cannot be read: .*providers\.json\.gone \(ENOENT\)/)
    await rm(folder, { recursive: true })
  })

  it.each([
    [{ id: 'Up!' }, 'provider 1: id must be 1 to 32 lower-case letters'],
    [{ name: '' }, 'provider "other": name must be 1 to 40 characters'],
    [{ name: 'a\u202eb' }, 'name must be'],
    [{ kind: 'oauth1' }, 'kind must be one of "cashplay", "ultiverse", "oauth2"'],
    [{ client_id: 'with space' }, 'client_id must be'],
    [{ client_secret: undefined }, 'client_secret is missing'],
    [{ client_secret: `${SECRET}\n` }, 'client_secret must be'],
    [{ authorize_url: 'http://other.example/' }, 'authorize_url must be https'],
    [{ token_url: `https://us:${SECRET}@other.example/` }, 'token_url must not have a user name or password'],
    [{ profile_url: undefined }, 'profile_url is missing'],
    [{ profile_url: 7 }, 'profile_url must be a URL'],
    [{ profile_url: 'https://other.example/#me' }, 'profile_url must not have a fragment'],
    [{ base_url: 'https://other.example/?a' }, 'base_url must not have a query'],
    [{ subject_path: undefined }, 'subject_path is missing'],
    [{ subject_path: 'user..id' }, 'subject_path must name a field'],
    [{ scope: 'a  b' }, 'scope must be scopes separated by spaces'],
    [{ pkce: 'yes' }, 'pkce must be true or false'],
    [{ timeout_seconds: 31 }, 'timeout_seconds must be a number of seconds, at most 30'],
    [{ jwks_url: 'https://other.example/jwks' }, 'jwks_url is for the kind "ultiverse" alone'],
    [{ kind: 'ultiverse', jwks_url: 'https://other.example/jwks' }, 'issuer must be given with jwks_url'],
    [{ clientid: 'us' }, 'has an unknown field "clientid"'],
    [{ authorize_url: undefined }, 'authorize_url is missing, and there is no base_url'],
    [{ name: undefined }, 'name is missing: it must be 1 to 40 characters'],
    [{ kind: undefined }, 'kind is missing: it must be one of'],
    [{ base_url: 7 }, 'base_url must be a URL'],
  ])('[OA60] names what is wrong about %j, and shows no secret', (changes, words) => {
    const message = mistakesIn([{ ...other, ...changes }])
    expect(message).toContain('ANTE_PROVIDERS provider')
    expect(message).toContain(words)
    expect(message).not.toContain(SECRET)
  })

  it('[OA60] names every mistake at once', () => {
    const message = mistakesIn([other, 7, other, { ...cashplay, name: '', client_id: '' }], { PORT: 'x' })
    for (const words of [
      'PORT must',
      'provider 2: must be a JSON object',
      'has two providers "other"',
      '"cash": name',
      '"cash": client_id',
    ]) {
      expect(message).toContain(words)
    }
    expect(mistakesIn(`{"client_secret":"${SECRET}"}`)).toMatch(/must be a JSON array/)
  })

  it('[OA60] lets plain http to this machine, and anywhere in a demo store', () => {
    const base_url = 'http://localhost:4001'
    expect(read([{ ...cashplay, base_url }])[0]?.tokenUrl).toBe('http://localhost:4001/oauth/token')
    const far = [{ ...cashplay, base_url: 'http://c.example' }]
    expect(read(far, { ANTE_DEMO: '1' })).toHaveLength(1)
    expect(mistakesIn(far)).toContain('base_url must be https')
  })
})
