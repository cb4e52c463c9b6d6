import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConfigError, readConfig } from '../../../server/config/environment.ts'

const portal = {
  id: 'portal',
  name: 'Portal',
  issuer: 'https://portal.example',
  audience: 'game-1',
  jwks_uri: 'https://portal.example/jwks',
  algorithms: ['RS256'],
}
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
const read = (issuers: unknown, more: Record<string, string> = {}) =>
  readConfig({ ANTE_ISSUERS: text(issuers), ...more }).issuers

function problemsIn(issuers: unknown, more: Record<string, string> = {}): string {
  try {
    read(issuers, more)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('there is no problem')
}

describe('ANTE_ISSUERS', () => {
  it('[OA124] has a default for everything that can be left out', () => {
    expect(read([portal])).toEqual([
      {
        id: 'portal',
        name: 'Portal',
        issuer: 'https://portal.example',
        audience: 'game-1',
        audienceClaim: 'aud',
        keys: { kind: 'jwks', uri: 'https://portal.example/jwks' },
        algorithms: ['RS256'],
        subjectClaim: 'sub',
        nameClaim: null,
        clients: null,
        maxAgeSeconds: null,
        singleUse: false,
      },
    ])
    expect(read('')).toEqual([])
  })

  it('[OA124] can stand in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ante-test-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'issuers.json'), JSON.stringify([portal]))
    expect(read(`@${folder}/issuers.json`)).toHaveLength(1)
    expect(problemsIn(`@${folder}/other.json`)).toMatch(/cannot be read: .*other\.json \(ENOENT\)/)
  })

  it.each([
    ['an id that is none', { id: 'A Portal' }, 'id must be 1 to 32 lower-case letters'],
    ['no algorithm', { algorithms: [] }, 'algorithms must name some of RS256'],
    ['a shared secret', { algorithms: ['HS256'] }, 'algorithms.0'],
    ['none at all', { algorithms: ['none'] }, 'algorithms.0'],
    ['keys over plain http', { jwks_uri: 'http://portal.example/jwks' }, 'jwks_uri must be https'],
    ['no keys', { jwks_uri: undefined }, 'exactly one of jwks_uri, public_key and public_key_uri'],
    ['two sources of keys', { public_key_uri: 'https://portal.example/key' }, 'exactly one of'],
    ['a private key', { jwks_uri: undefined, public_key: '-----BEGIN PRIVATE KEY-----' }, 'public key in PEM'],
    ['an age of days', { max_age_seconds: 1e6 }, 'max_age_seconds'],
    ['a field that does not exist', { audiance: 'game-1' }, 'audiance'],
  ])('[OA124] names what is wrong: %s', (_, fields, problem) => {
    const message = problemsIn([{ ...portal, ...fields }])
    expect(message).toContain('ANTE_ISSUERS issuer 1: ')
    expect(message).toContain(problem)
    expect(message).not.toContain('PRIVATE KEY')
  })

  it('[OA124] gives every issuer and provider an id of its own', () => {
    expect(problemsIn([portal, portal])).toContain('uses the id "portal" a second time')
  })

  it.each(['nonsense', '{"id":"portal"}'])('[OA124] is a JSON array: %s', (value) => {
    expect(problemsIn(value)).toMatch(/is not valid JSON|must be a JSON array/)
  })
})
