import http, { type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import express, { type Express } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { createServer } from '../../../server/http/fast-server.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

function anApp(): Express {
  const app = express()
  app.use(express.json())
  app.get('/json', (req, res) => {
    res.status(201).json({ path: req.path, query: req.query, accepts: req.accepts('json') })
  })
  app.post('/echo', (req, res) => {
    res.json(req.body)
  })
  return app
}

async function bytesOf(server: Server, request: string): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.end(request)
  let answer = ''
  for await (const chunk of socket) answer += chunk
  return answer.replace(/^Date: .*$/m, 'Date: now')
}

/** Whether V8 keeps an object's properties as fields of a known layout, and not in a hash table. */
function compileHasFields(): (object: object) => boolean {
  setFlagsFromString('--allow-natives-syntax')
  try {
    return new Function('object', 'return %HasFastProperties(object)') as (object: object) => boolean
  } finally {
    setFlagsFromString('--no-allow-natives-syntax')
  }
}

const REQUESTS = [
  'GET /json?a=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  'POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a":1}',
  'GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
]

describe('the HTTP server', () => {
  it.each(REQUESTS)('[HT25] answers the same bytes as a plain one (%j)', async (request) => {
    const plain = await bytesOf(http.createServer(anApp()), request)
    expect(await bytesOf(createServer(anApp()), request)).toBe(plain)
  })

  it('[HT26] gives messages the prototypes of Express from birth, and is a plain one where Express has changed shape', async () => {
    const app = anApp()
    let born: object | null = null
    const watched = createServer(app)
    watched.prependListener('request', (req) => {
      born = Object.getPrototypeOf(req)
    })
    await bytesOf(watched, REQUESTS[0] ?? '')
    expect(born).toBe(app.request)

    const changed = anApp()
    Object.defineProperty(changed, 'request', { value: {} })
    const fallback = createServer(changed)
    let plain: object | null = null
    fallback.removeAllListeners('request')
    fallback.on('request', (req, res) => {
      plain = Object.getPrototypeOf(req)
      res.end()
    })
    await bytesOf(fallback, REQUESTS[0] ?? '')
    expect(plain).toBe(http.IncomingMessage.prototype)
  })

  it('[HT45] has requests and responses that V8 keeps as objects of a known layout, and not as hash tables', async () => {
    const hasFields = compileHasFields()
    const seen: boolean[] = []
    const server = createServer(anApp())
    server.prependListener('request', (req, res) => {
      seen.push(hasFields(req), hasFields(res))
      res.once('finish', () => seen.push(hasFields(req), hasFields(res)))
    })
    await bytesOf(server, REQUESTS[0] ?? '')
    expect(seen).toEqual([true, true, true, true])
    expect(hasFields(Object.create(null))).toBe(false)
  })
})
