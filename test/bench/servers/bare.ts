import { randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'

/**
 * The calls of a lifecycle on bare `node:http`: matches in a map, nothing checked, nothing on disk, nobody told. What one
 * core can answer at all; no game could be played on it.
 */
interface BareMatch {
  readonly id: string
  readonly stake: number
  scores: number
}

const open = new Map<number, BareMatch>()
const matches = new Map<string, BareMatch>()

const server = createServer((req, res) => {
  const url = req.url ?? ''
  if (req.method === 'GET') {
    const stake = Number(/stake=(\d+)/.exec(url)?.[1])
    const found = open.get(stake)
    return send(res, 200, { matches: found ? [found] : [], meta: { count: found ? 1 : 0 } })
  }
  const chunks: Buffer[] = []
  req.on('data', (chunk) => chunks.push(chunk))
  req.on('end', () => {
    const body = JSON.parse(String(Buffer.concat(chunks)) || '{}')
    if (url.endsWith('/matches.json')) {
      const match = { id: randomBytes(16).toString('hex'), stake: body.match.stake, scores: 0 }
      matches.set(match.id, match)
      open.set(match.stake, match)
      return send(res, 201, { match: { ...match, secret: 'secret', state: 'unmatched' } })
    }
    const match = matches.get(/\/matches\/([0-9a-f]{32})\//.exec(url)?.[1] ?? '')
    if (!match) return send(res, 404, {})
    open.delete(match.stake)
    if (url.endsWith('/accept.json')) return send(res, 200, { match: { ...match, secret: 'secret', state: 'matched' } })
    match.scores++
    if (match.scores === 2) matches.delete(match.id)
    send(res, 200, { match_result: { match_id: match.id, outcome: match.scores === 2 ? 'draw' : null } })
  })
})

function send(res: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body)
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  res.end(text)
}

server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'))
