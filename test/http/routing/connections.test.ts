import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { type Connections, trackConnections } from '../../../server/http/connections.ts'

const MAX = 3
const open: Socket[] = []
let server: Server
let connections: Connections
let release: () => void = () => undefined

async function start(): Promise<void> {
  server = createServer((req, res) => {
    if (req.url === '/slow') release = () => res.end('slow')
    else res.end('ok')
  })
  connections = trackConnections(server, MAX)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

afterEach(async () => {
  release()
  release = () => undefined
  for (const socket of open.splice(0)) socket.destroy()
  await connections.close()
})

async function dial(from = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, localAddress: from })
  socket.on('error', () => undefined)
  open.push(socket)
  await once(socket, 'connect')
  return socket
}
async function get(socket: Socket, path: string): Promise<string> {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`)
  const [data] = await once(socket, 'data')
  return String(data)
}
const ended = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve))

it('[HT34] lets a new connection take the place of the one that has been silent for longest', async () => {
  await start()
  const silent = await dial()
  const [second, third] = [await dial(), await dial()]
  expect(await get(third, '/')).toContain('ok')
  const gone = ended(silent)
  const fourth = await dial()
  expect(await get(fourth, '/')).toContain('ok')
  await gone
  expect(await get(second, '/')).toContain('ok')
})

it('[HT34] ends no connection with a request to make room', async () => {
  await start()
  const busy = await dial()
  const answer = get(busy, '/slow')
  await get(await dial(), '/')
  for (let i = 0; i < 10; i++) expect(await get(await dial(), '/')).toContain('ok')
  release()
  expect(await answer).toContain('slow')
})

const ATTACKER = '127.0.0.2'

it.each([
  ['send nothing', ''],
  ['never end their headers', 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '],
  ['never end their body', 'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n'],
])('[HT39] keeps nobody out for connections of one network that %s', async (_how, bytes) => {
  await start()
  const attackers = [await dial(ATTACKER), await dial(ATTACKER), await dial(ATTACKER)]
  for (const attacker of attackers) attacker.write(bytes)
  await expect.poll(() => attackers.every(({ bytesWritten }) => bytesWritten === bytes.length)).toBe(true)
  const [honest, other] = [await dial(), await dial()]
  expect(await get(honest, '/')).toContain('ok')
  expect(await get(other, '/')).toContain('ok')
  expect(attackers.filter(({ closed }) => closed)).toHaveLength(2)
})

it('[HT39] closes no connection of a network that has fewer than the one that comes', async () => {
  await start()
  const honest = await dial()
  await get(honest, '/')
  for (let i = 0; i < 10; i++) (await dial(ATTACKER)).write('GET / HTTP/1.1\r\nX-Slow: ')
  expect(await get(honest, '/')).toContain('ok')
})

it('[RN20] stops at once while connections are silent or idle, and after the requests in flight', async () => {
  await start()
  const [silent, idle, busy] = [await dial(), await dial(), await dial()]
  await get(idle, '/')
  const answer = get(busy, '/slow')
  await expect.poll(() => release.toString()).toContain('slow')
  const closed = [ended(silent), ended(idle)]
  const stopped = connections.close()
  await Promise.all(closed)
  release()
  expect(await answer).toMatch(/connection: close/i)
  await stopped
})
