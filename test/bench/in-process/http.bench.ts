import { once } from 'node:events'
import http, { type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import express, { type Express } from 'express'
import { afterAll, bench, describe } from 'vitest'
import { createServer } from '../../../server/http/fast-server.ts'

const CONNECTIONS = 8
/** Requests that a connection sends in one go. Pipelined, they cost their sender next to nothing. */
const PIPELINED = 64
const REQUEST = 'GET /answer HTTP/1.1\r\nHost: localhost\r\n\r\n'

const servers: Server[] = []
const sockets: Socket[] = []
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
})

function anApp(): Express {
  const app = express()
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.get('/answer', (_req, res) => {
    res.json({ answer: 42 })
  })
  return app
}

async function portOf(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Connections to a server, and what it takes to ask it on all of them at once. */
async function load(port: number): Promise<() => Promise<void>> {
  const connections = Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1'))
  sockets.push(...connections)
  const [first] = connections
  if (!first) throw new Error('no connection')
  first.write(REQUEST)
  const [answer] = (await once(first, 'data')) as [Buffer]
  return async () => {
    await Promise.all(connections.map((socket) => exchange(socket, PIPELINED * answer.length)))
  }
}

/** Sends the requests and resolves when that many bytes have come back. */
function exchange(socket: Socket, bytes: number): Promise<void> {
  return new Promise((resolve) => {
    let received = 0
    const count = (chunk: Buffer) => {
      received += chunk.length
      if (received < bytes) return
      socket.off('data', count)
      resolve()
    }
    socket.on('data', count)
    socket.write(REQUEST.repeat(PIPELINED))
  })
}

describe('requests to Express', async () => {
  const plain = await load(await portOf(http.createServer(anApp())))
  const fast = await load(await portOf(createServer(anApp())))
  bench('with messages that it has to change', plain, { time: 3000 })
  bench('with messages born as it wants them', fast, { time: 3000 })
})
