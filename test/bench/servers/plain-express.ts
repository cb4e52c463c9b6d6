import { createHash, randomBytes } from 'node:crypto'
import { open as openFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import express, { type Request, type Response } from 'express'
import { Server } from 'socket.io'
import * as z from 'zod'

/**
 * The same lifecycle with the same libraries and nothing more: Express, zod, an fsynced journal with group commit, a
 * socket for each player. No OAuth, ledger, deadlines, events that outlive a connection, limits or logs: what the
 * way of building alone costs.
 */
interface PlainMatch {
  readonly id: string
  readonly stake: number
  readonly currency: string
  readonly challenger: string
  readonly secrets: Record<string, string>
  readonly scores: Record<string, number>
  challenged: string | null
  state: 'unmatched' | 'matched' | 'settled'
}

interface PlainPlayer {
  readonly id: string
  balance: number
}

const players = new Map<string, PlainPlayer>()
const matches = new Map<string, PlainMatch>()
const pools = new Map<string, Map<string, PlainMatch>>()
const hash = (text: string) => createHash('sha256').update(text).digest('base64')
for (let n = 0; n < 1000; n++) players.set(hash(`token-${n}`), { id: `player-${n}`, balance: 1e12 })

for (let n = 0; n < Number(process.env.STORED); n++) {
  const id = n.toString(16).padStart(32, '0')
  matches.set(id, {
    id,
    stake: 50,
    currency: 'GBP',
    challenger: `player-${n % 200}`,
    challenged: `player-${(n + 1) % 200}`,
    secrets: {},
    scores: { [`player-${n % 200}`]: 812, [`player-${(n + 1) % 200}`]: 901 },
    state: 'settled',
  })
}

/** Lines that wait for the disk: everything that comes while one write is under way goes out in the next one. */
const journal = await openFile(join(process.env.DATA_DIR ?? '.', 'journal'), 'a')
let waiting: { line: string; resolve: () => void }[] = []
let writing = false
function commit(...records: object[]): Promise<void> {
  return new Promise((resolve) => {
    waiting.push({ line: `${JSON.stringify(records)}\n`, resolve })
    if (!writing) setImmediate(write)
    writing = true
  })
}
async function write(): Promise<void> {
  while (waiting.length > 0) {
    const batch = waiting
    waiting = []
    await journal.write(batch.map(({ line }) => line).join(''))
    await journal.datasync()
    for (const { resolve } of batch) resolve()
  }
  writing = false
}

const Terms = z.object({
  match: z.object({
    stake: z.number().int().positive(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    game_id: z.number().int().positive(),
  }),
})
const Score = z.object({ match_score: z.object({ score: z.number().int(), secret: z.string() }) })

const app = express()
app.disable('x-powered-by')
app.set('etag', false)
app.set('query parser', 'simple')
app.use(express.json({ limit: '64kb' }))
app.use((req, res, next) => {
  const player = players.get(hash((req.get('Authorization') ?? '').slice('Bearer '.length)))
  if (!player) return void res.status(401).json({ code: 'unauthorized' })
  res.locals.player = player
  next()
})
const playerOf = (res: Response): PlainPlayer => res.locals.player
const refuse = (res: Response, status: number) => void res.status(status).json({ code: 'refused' })
const shown = ({ secrets, scores, ...match }: PlainMatch, player: PlainPlayer) => ({
  match: { ...match, secret: secrets[player.id] },
})
const poolKey = (stake: unknown, currency: unknown) => `${stake} ${currency}`

const API = '/api/gaming-async/v1/matches'
app.get(`${API}.json`, (req, res) => {
  const pool = pools.get(poolKey(req.query.stake, req.query.currency)) ?? new Map<string, PlainMatch>()
  const found = [...pool.values()].slice(0, 20).map(({ secrets, scores, ...match }) => match)
  res.json({ matches: found, meta: { count: pool.size } })
})

app.post(`${API}.json`, async (req, res) => {
  const terms = Terms.safeParse(req.body)
  if (!terms.success) return refuse(res, 422)
  const { stake, currency } = terms.data.match
  const player = playerOf(res)
  if (player.balance < stake) return refuse(res, 422)
  player.balance -= stake
  const match: PlainMatch = {
    id: randomBytes(16).toString('hex'),
    stake,
    currency,
    challenger: player.id,
    challenged: null,
    secrets: { [player.id]: randomBytes(32).toString('base64url') },
    scores: {},
    state: 'unmatched',
  }
  matches.set(match.id, match)
  const pool = pools.get(poolKey(stake, currency)) ?? new Map()
  pools.set(poolKey(stake, currency), pool.set(match.id, match))
  await commit(match, player)
  res.status(201).json(shown(match, player))
})

const found = (req: Request) => matches.get(String(req.params.id))

app.put(`${API}/:id/accept.json`, async (req, res) => {
  const match = found(req)
  const player = playerOf(res)
  if (match?.state !== 'unmatched' || player.balance < match.stake) return refuse(res, 422)
  player.balance -= match.stake
  match.state = 'matched'
  match.challenged = player.id
  match.secrets[player.id] = randomBytes(32).toString('base64url')
  pools.get(poolKey(match.stake, match.currency))?.delete(match.id)
  await commit(match, player)
  res.json(shown(match, player))
})

app.post(`${API}/:id/result.json`, async (req, res) => {
  const posted = Score.safeParse(req.body)
  const match = found(req)
  const player = playerOf(res)
  if (!posted.success || match?.state !== 'matched') return refuse(res, 422)
  const { score, secret } = posted.data.match_score
  if (match.secrets[player.id] !== secret) return refuse(res, 403)
  match.scores[player.id] = score
  const both = [match.challenger, match.challenged ?? '']
  const [one = 0, other = 0] = both.map((id) => match.scores[id])
  const isSettled = both.every((id) => id in match.scores)
  if (!isSettled) {
    await commit(match)
    return void res.json({ match_result: { match_id: match.id, winner_id: null } })
  }
  match.state = 'settled'
  const winner = one >= other ? both[0] : both[1]
  for (const paid of players.values()) {
    if (paid.id !== winner) continue
    paid.balance += 2 * match.stake
    break
  }
  await commit(match)
  const { secrets, scores, ...told } = match
  io.to(both).emit('event', { type: 'match.settled', data: { match: told } })
  res.json({ match_result: { match_id: match.id, winner_id: winner } })
})

const server = createServer(app)
const io = new Server(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
io.on('connection', (socket) => {
  const player = players.get(hash(String(socket.handshake.auth.token)))
  if (player) socket.join(player.id)
  else socket.disconnect(true)
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'))
