import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_SCORE } from '../../../demo-game/simulation/simulation.ts'
import { SAMPLE } from '../../../server/sample/register-sample.ts'
import { createDemoSite, type DemoConfig } from '../../../server/sample/sample-site.ts'

const config: DemoConfig = {
  server: 'https://ante.example',
  clientId: 'ante-sample-game',
  gameId: 1,
  currency: 'GBP',
  stakes: [100, 500],
  newcomerBalance: 100_000,
  feeBps: 0,
}

describe('the site of the sample game', () => {
  let server: Server
  let origin: string

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'ante-site-'))
    await writeFile(join(directory, 'index.html'), '<!doctype html><title>Stackhouse</title>')
    server = createServer(createDemoSite({ directory, config }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  it('[GM9] tells the page where the runtime is and what can be played for', async () => {
    const response = await fetch(`${origin}/config.json`)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual(config)
  })

  it('[GM9] lets the page talk to the runtime, over the socket too, and to nobody else', async () => {
    const response = await fetch(`${origin}/`)
    const policy = response.headers.get('content-security-policy')?.split(';') ?? []
    expect(await response.text()).toContain('Stackhouse')
    expect(policy).toContain("connect-src 'self' https://ante.example wss://ante.example")
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups')
  })

  it.each(['/none.js', '/../package.json', '/.env'])('[GM9] has nothing at %s', async (path) => {
    expect((await fetch(`${origin}${path}`)).status).toBe(404)
  })

  it('[GM3] is registered with the highest score that its simulation can come to', () => {
    expect(SAMPLE.maxScore).toBe(MAX_SCORE)
  })
})
