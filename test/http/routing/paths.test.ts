import * as contract from '@ante/shared'
import { type Endpoint, OAUTH_PATHS, pathOf } from '@ante/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endpointsOf } from '../../../server/reference/openapi.ts'
import { ADMIN_TOKEN, startAnte, type TestAnte } from '../../support/ante.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte({ ANTE_DEMO: '1' })
})
afterAll(() => ante.close())

const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }

async function call(method: string, path: string, base = ante.url): Promise<{ status: number; text: string }> {
  const response = await fetch(`${base}${path}`, { method, headers, redirect: 'manual' })
  return { status: response.status, text: await response.text() }
}

/** The path written in other ways, none of which is that path. */
function variantsOf(path: string): string[] {
  const letter = path.search(/[a-z]/)
  const encoded = `%${path.charCodeAt(letter).toString(16)}`
  return [
    path.slice(0, letter) + path.charAt(letter).toUpperCase() + path.slice(letter + 1),
    path.toUpperCase(),
    `${path}/`,
    `/${path}`,
    path.slice(0, letter) + encoded + path.slice(letter + 1),
  ]
}

const samplePath = (endpoint: Endpoint) => pathOf(endpoint, { id: '1', uid: 'me' })
const calls = [
  ...endpointsOf(contract).map((endpoint) => [endpoint.method, samplePath(endpoint)] as const),
  ...Object.values(OAUTH_PATHS).flatMap((path) => [['GET', path] as const, ['POST', path] as const]),
  ...['/healthz', '/readyz', '/docs', '/openapi.json', '/ante.js', '/account', '/oauth/popup/ante-sample-game'].map(
    (path) => ['GET', path] as const,
  ),
]

describe('paths', () => {
  it.each(calls)('[HT29] %s %s leads somewhere only as it is written', async (method, path) => {
    for (const variant of variantsOf(path)) {
      const { status, text } = await call(method, variant)
      expect([variant, status]).toEqual([variant, 404])
      expect(text).toContain('There is nothing at')
    }
  })

  it.each(endpointsOf(contract))('[HT32] answers $id', async (endpoint) => {
    const { text } = await call(endpoint.method, samplePath(endpoint))
    expect(text).not.toContain('There is nothing at')
  })

  it('[HT29] leads somewhere only as it is written at the sample game too', async () => {
    const base = `http://localhost:${ante.config.demoPort}`
    expect((await call('GET', '/config.json', base)).status).toBe(200)
    for (const variant of variantsOf('/config.json')) expect((await call('GET', variant, base)).status).toBe(404)
  })

  it('[HT31] names the path that was called, without its query', async () => {
    const { text } = await call('POST', '/api/gaming-async/v1/nothing/here.json?secret=1')
    expect(JSON.parse(text).detail).toBe('There is nothing at POST /api/gaming-async/v1/nothing/here.json.')
    expect(JSON.parse((await call('GET', '/admin/v1/nothing')).text).detail).toContain('/admin/v1/nothing')
  })

  it.each([
    ['/api/gaming-async/v1/me.json', 401],
    ['/admin/v1/ledger/head', 200],
  ])('[HT46] %s has the security headers of data, and a page those of documents too', async (path, status) => {
    const answer = await fetch(ante.url + path, { headers: path.startsWith('/admin') ? headers : {} })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(answer.headers.get('referrer-policy')).toBe('same-origin')
    const page = await fetch(`${ante.url}/docs`)
    for (const name of ['origin-agent-cluster', 'x-dns-prefetch-control', 'x-xss-protection']) {
      expect([name, answer.headers.has(name), page.headers.has(name)]).toEqual([name, false, true])
    }
  })
})
