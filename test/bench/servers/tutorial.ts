import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { join } from 'node:path'
import express, { type Response } from 'express'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { Server } from 'socket.io'

/**
 * The same lifecycle as tutorials write it: arrays, `find`, and `db.write()` for each change, which writes the whole file and
 * never syncs it. Written as fairly as that way allows: no bug that a reader of a tutorial would not have, no sleep.
 */
interface TutorialMatch {
  id: string
  stake: number
  currency: string
  challenger: string
  challenged: string | null
  secrets: Record<string, string>
  scores: Record<string, number>
  state: string
}

interface TutorialPlayer {
  id: string
  token: string
  balance: number
}

const file = new JSONFile<{ players: TutorialPlayer[]; matches: TutorialMatch[] }>(
  join(process.env.DATA_DIR ?? '.', 'db.json'),
)
const db = new Low(file, { players: [], matches: [] })
for (let n = 0; n < 200; n++) db.data.players.push({ id: `player-${n}`, token: `token-${n}`, balance: 1e12 })
for (let n = 0; n < Number(process.env.STORED); n++) {
  const [challenger, challenged] = [`player-${n % 200}`, `player-${(n + 1) % 200}`]
  const secrets = { [challenger]: 'x'.repeat(43), [challenged]: 'y'.repeat(43) }
  const scores = { [challenger]: 812, [challenged]: 901 }
  const id = randomUUID().replaceAll('-', '')
  db.data.matches.push({ id, stake: 50, currency: 'GBP', challenger, challenged, secrets, scores, state: 'settled' })
}
await db.write()

const app = express()
app.use(express.json())
app.use((req, res, next) => {
  const token = req.get('Authorization')?.replace('Bearer ', '')
  const player = db.data.players.find((each) => each.token === token)
  if (!player) return void res.status(401).json({ error: 'unauthorized' })
  res.locals.player = player
  next()
})
const playerOf = (res: Response): TutorialPlayer => res.locals.player
const refuse = (res: Response, status: number) => void res.status(status).json({ error: 'refused' })
const shown = ({ secrets, scores, ...match }: TutorialMatch, player: TutorialPlayer) => ({
  match: { ...match, secret: secrets[player.id] },
})

const API = '/api/gaming-async/v1/matches'
app.get(`${API}.json`, (req, res) => {
  const matches = db.data.matches.filter(
    (match) =>
      match.state === 'unmatched' && match.stake === Number(req.query.stake) && match.currency === req.query.currency,
  )
  res.json({
    matches: matches.slice(0, 20).map(({ secrets, scores, ...match }) => match),
    meta: { count: matches.length },
  })
})

app.post(`${API}.json`, async (req, res) => {
  const { stake, currency } = req.body.match
  const player = playerOf(res)
  if (player.balance < stake) return refuse(res, 422)
  player.balance -= stake
  const match: TutorialMatch = {
    id: randomUUID().replaceAll('-', ''),
    stake,
    currency,
    challenger: player.id,
    challenged: null,
    secrets: { [player.id]: randomBytes(32).toString('base64url') },
    scores: {},
    state: 'unmatched',
  }
  db.data.matches.push(match)
  await db.write()
  res.status(201).json(shown(match, player))
})

app.put(`${API}/:id/accept.json`, async (req, res) => {
  const match = db.data.matches.find(({ id }) => id === req.params.id)
  const player = playerOf(res)
  if (match?.state !== 'unmatched' || player.balance < match.stake) return refuse(res, 422)
  player.balance -= match.stake
  match.state = 'matched'
  match.challenged = player.id
  match.secrets[player.id] = randomBytes(32).toString('base64url')
  await db.write()
  res.json(shown(match, player))
})

app.post(`${API}/:id/result.json`, async (req, res) => {
  const match = db.data.matches.find(({ id }) => id === req.params.id)
  const player = playerOf(res)
  if (match?.state !== 'matched' || match.challenged === null) return refuse(res, 422)
  const { score, secret } = req.body.match_score
  if (match.secrets[player.id] !== secret) return refuse(res, 403)
  match.scores[player.id] = score
  const [one, other] = [match.scores[match.challenger], match.scores[match.challenged]]
  if (one === undefined || other === undefined) {
    await db.write()
    return void res.json({ match_result: { match_id: match.id, winner_id: null } })
  }
  match.state = 'settled'
  const winnerId = one >= other ? match.challenger : match.challenged
  const winner = db.data.players.find(({ id }) => id === winnerId)
  if (winner) winner.balance += 2 * match.stake
  await db.write()
  const { secrets, scores, ...told } = match
  io.to([match.challenger, match.challenged]).emit('event', { type: 'match.settled', data: { match: told } })
  res.json({ match_result: { match_id: match.id, winner_id: winnerId } })
})

const server = createServer(app)
const io = new Server(server)
io.on('connection', (socket) => {
  const player = db.data.players.find(({ token }) => token === socket.handshake.auth.token)
  if (player) socket.join(player.id)
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'))
