import { afterAll, beforeAll, expect, it } from 'vitest'
import { ADMIN_TOKEN, startAnte, type TestAnte } from '../../support/ante.ts'
import { freePort } from '../../support/ports.ts'

let ante: TestAnte
let adminUrl: string

beforeAll(async () => {
  const port = await freePort()
  adminUrl = `http://127.0.0.1:${port}`
  ante = await startAnte({ ADMIN_PORT: String(port) }, {}, adminUrl)
})
afterAll(() => ante.close())

const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
const statusOf = async (base: string, path: string) => (await fetch(`${base}${path}`, { headers })).status

it('[OP9] answers the operator on a port of its own, and nowhere else', async () => {
  expect(await statusOf(adminUrl, '/admin/v1/clients')).toBe(200)
  expect(await statusOf(ante.url, '/admin/v1/clients')).toBe(404)
  expect((await fetch(`${adminUrl}/admin/v1/clients`)).status).toBe(401)
})

it('[OP9] answers players on the other port alone', async () => {
  const alice = await ante.player()
  const call = (base: string) =>
    fetch(`${base}/api/gaming-async/v1/me.json`, { headers: { authorization: `Bearer ${alice.token}` } })
  expect((await call(ante.url)).status).toBe(200)
  expect((await call(adminUrl)).status).toBe(404)
  for (const path of ['/', '/oauth/authorize', '/account', '/socket.io/?EIO=4&transport=polling', '/ante.js']) {
    expect(await statusOf(adminUrl, path)).toBe(404)
  }
})

it('[OP9] describes on each port what it answers', async () => {
  const document = async (base: string) =>
    (await fetch(`${base}/openapi.json`)).json() as Promise<{
      servers: { url: string }[]
      paths: Record<string, unknown>
      tags: { name: string }[]
    }>
  const [players, operator] = [await document(ante.url), await document(adminUrl)]
  const isOperators = (path: string) => path.startsWith('/admin/')
  expect(Object.keys(players.paths).some(isOperators)).toBe(false)
  expect(Object.keys(operator.paths).every(isOperators)).toBe(true)
  expect(operator.servers).toEqual([{ url: adminUrl }])
  expect(operator.tags.map(({ name }) => name)).toEqual(['Operator'])
  expect(players.tags.map(({ name }) => name)).not.toContain('Operator')
  expect(await statusOf(adminUrl, '/docs')).toBe(200)
})
