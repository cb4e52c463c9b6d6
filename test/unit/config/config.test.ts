import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../../../server/config/environment.ts'

describe('the environment', () => {
  it('[RN11] has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4000',
      adminToken: null,
      adminPort: null,
      adminHost: '127.0.0.1',
      demo: false,
      demoPort: 3005,
      trustProxy: null,
      rateLimit: 1,
      grantStakeLimit: null,
      logLevel: 'info',
      providers: [],
    })
    expect(readConfig({ PORT: '80', PUBLIC_URL: 'https://ante.example/' }).publicUrl).toBe('https://ante.example')
    expect(readConfig({ PUBLIC_URL: 'https://games.example/on/ante/' }).publicUrl).toBe('https://games.example/on/ante')
    expect(readConfig({ ANTE_TRUST_PROXY: '2' }).trustProxy).toBe(2)
    expect(readConfig({ ANTE_TRUST_PROXY: '10.0.0.0/8, loopback' }).trustProxy).toBe('10.0.0.0/8, loopback')
  })

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['DEMO_PORT', '-1'],
    ['ADMIN_PORT', '0'],
    ['ADMIN_PORT', '4000'],
    ['PUBLIC_URL', 'ante.example'],
    ['PUBLIC_URL', 'http://ante.example'],
    ['PUBLIC_URL', 'https://ante.example/?page=1'],
    ['PUBLIC_URL', 'https://ante.example/#top'],
    ['PUBLIC_URL', 'https://ante.example//ante'],
    ['PUBLIC_URL', 'https://ante.example/two%20words'],
    ['PUBLIC_URL', 'https://ante.example/oauth'],
    ['PUBLIC_URL', 'https://ante.example/admin/ante'],
    ['PUBLIC_URL', 'https://user@ante.example'],
    ['ANTE_ADMIN_TOKEN', 'too-short'],
    ['ANTE_ADMIN_TOKEN', 'with spaces that do not fit into a header'],
    ['ANTE_DEMO', 'yes'],
    ['ANTE_TRUST_PROXY', 'my proxy'],
    ['ANTE_RATE_LIMIT', 'many'],
    ['ANTE_GRANT_STAKE_LIMIT', '5000'],
    ['ANTE_GRANT_STAKE_LIMIT', '{"GBP":0}'],
    ['ANTE_GRANT_STAKE_LIMIT', '{"pounds":5000}'],
    ['LOG_LEVEL', 'loud'],
    ['DATABASE_URL', 'mysql://localhost/ante'],
  ])('[RN12] names a wrong %s (%s), and never shows the operator token', (name, value) => {
    try {
      readConfig({ [name]: value })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError)
      expect((error as Error).message).toContain(name)
      if (name === 'ANTE_ADMIN_TOKEN') expect((error as Error).message).not.toContain(value)
    }
  })

  it('[RN13] names every mistake at once', () => {
    for (const name of ['PORT must', 'DEMO_PORT must', 'ANTE_DEMO must']) {
      expect(() => readConfig({ PORT: 'x', DEMO_PORT: 'x', ANTE_DEMO: '2' })).toThrow(name)
    }
    expect(() => readConfig({ PORT: '3005', ANTE_DEMO: '1' })).toThrow(/DEMO_PORT must differ/)
  })
})
