import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { toolPath } from '../../scripts/tools.mjs'
import { ADMIN_TOKEN, startAnte, type TestAnte } from '../support/ante.ts'
import { freePort } from '../support/ports.ts'
import { readSource } from '../support/project/sources.ts'

const [host = '', below = ''] = [...readSource('docs/self-hosting.md').matchAll(/```nginx\n([\s\S]*?)```/g)].map(
  ([, block = '']) => block,
)
/** The lines outside the page's `server` block, and the headers that it sets. */
const [upgrades = ''] = /^map [\s\S]*?\n}\n/m.exec(host) ?? []
const headers = [...host.matchAll(/^ *proxy_(?:http_version|set_header) .*;$/gm)].map(([line]) => line).join('\n')
const [location = ''] = /^ {4}location[\s\S]*?\n {4}}\n/m.exec(host) ?? []

describe('nginx as the page configures it', { tags: ['nginx'] }, () => {
  const ends: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })

  /** Starts nginx with these locations, and Ante behind it. */
  async function start(locations: string, path = ''): Promise<TestAnte> {
    const [port, ownPort] = [await freePort(), await freePort()]
    const folder = await mkdtemp(join(tmpdir(), 'ante-nginx-'))
    ends.push(() => rm(folder, { recursive: true }))
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder};`)
    const site = `server { listen 127.0.0.1:${port};\n${locations.replaceAll('127.0.0.1:4000', `127.0.0.1:${ownPort}`)} }`
    const http = `http { access_log off; ${temporary.join(' ')}\n${upgrades}\n${headers}\n${site} }`
    await writeFile(join(folder, 'nginx.conf'), `daemon off; pid ${folder}/pid; events {}\n${http}`)
    const env = { PORT: String(ownPort), PUBLIC_URL: `http://127.0.0.1:${port}${path}`, ANTE_TRUST_PROXY: '1' }
    const ante = await startAnte(env, {}, `http://127.0.0.1:${ownPort}`)
    ends.push(ante.close)
    const args = ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', 'stderr']
    const nginx = spawn(toolPath('nginx') ?? 'nginx', args, { stdio: ['ignore', 'ignore', 'pipe'] })
    const ended = once(nginx, 'exit')
    ends.push(async () => {
      nginx.kill('SIGTERM')
      await ended
    })
    let complaints = ''
    nginx.stderr.on('data', (text) => {
      complaints += text
    })
    const answers = async () => (await fetch(`${ante.url}/readyz`).catch(() => null))?.ok ?? complaints
    await expect.poll(answers, { timeout: 20_000 }).toBe(true)
    return ante
  }

  /** Signs in through the pages, plays a match, and opens a websocket. */
  async function play(ante: TestAnte): Promise<void> {
    const gameId = await ante.game()
    const player = await ante.player()
    const match = { stake: 500, currency: 'GBP', game_id: gameId }
    const created = await player.call('POST', '/api/gaming-async/v1/matches.json', { match })
    expect(created.status).toBe(201)
    const socket = new WebSocket(`${ante.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    const [greeting] = await once(socket, 'message')
    expect(String(greeting)).toContain('"sid"')
    socket.terminate()
  }

  const adminStatus = async (ante: TestAnte, path = '') =>
    (await fetch(`${ante.url}${path}/admin/v1/ledger/verify`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } }))
      .status

  it('[DC17] serves Ante on a host of its own', async () => {
    await play(await start(location))
  })

  it.each([
    ['keeps', below],
    ['strips', below.replace(':4000;', ':4000/;')],
  ])('[DC17] %s a path and guards the operator API below it', async (_way, locations) => {
    const ante = await start(locations, '/ante')
    await play(ante)
    expect(await adminStatus(ante)).toBe(403)
    expect(await adminStatus(ante, '/ante')).toBe(404)
    expect(await adminStatus(ante, '/%61dmin/..')).toBe(403)
    const metadata = await fetch(ante.url.replace('/ante', '/.well-known/oauth-authorization-server/ante'))
    expect(await metadata.json()).toMatchObject({ issuer: ante.url })
  })

  it('[DC17] lets an allowed network through to the operator API', async () => {
    expect(await adminStatus(await start(below.replace('allow 10.0.0.0/8', 'allow 127.0.0.1'), '/ante'))).toBe(200)
  })
})
