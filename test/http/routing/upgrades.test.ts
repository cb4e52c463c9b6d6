import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ADMIN_TOKEN, startAnte, type TestAnte } from '../../support/ante.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte()
})
afterAll(() => ante.close())

const OFFER = {
  connection: 'Upgrade, HTTP2-Settings',
  upgrade: 'h2c',
  'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
}

/** A request as the JDK's client sends it. */
function call(method: string, path: string, body = ''): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { ...OFFER, authorization: `Bearer ${ADMIN_TOKEN}`, 'content-length': Buffer.byteLength(body) }
    const sent = request(`${ante.url}${path}`, { method, headers }, (res) => {
      let text = ''
      res.on('data', (chunk) => {
        text += chunk
      })
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

it('[HT33] answers a read that offers h2c', async () => {
  expect((await call('GET', '/healthz')).status).toBe(200)
  expect((await call('GET', '/socket.io/?EIO=4&transport=polling')).status).toBe(200)
})

it('[HT33] reads the body of a write that offers h2c, short or long', async () => {
  for (const name of ['Tower', 'T'.repeat(60_000)]) {
    const { status, text } = await call('POST', '/admin/v1/games', JSON.stringify({ name, max_score: 10 }))
    expect([status, text.includes('name')]).toEqual([name.length > 80 ? 422 : 201, true])
  }
})

it('[HT33] goes on with the requests after it, on the same connection', async () => {
  const { port } = new URL(ante.url)
  const offer = 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n'
  const socket = connect(Number(port), 'localhost')
  let answers = ''
  await new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      answers += chunk
      if (answers.split('HTTP/1.1 200').length === 4) resolve()
    })
    socket.write(`${offer}${offer}GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n`)
  })
  socket.destroy()
})

it('[HT33] answers a websocket at another path', async () => {
  const headers = { connection: 'Upgrade', upgrade: 'websocket' }
  const status = await new Promise((resolve) => {
    request(`${ante.url}/nothing`, { headers }, (res) => resolve(res.resume().statusCode)).end()
  })
  expect(status).toBe(404)
})
