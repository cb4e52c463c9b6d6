import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { type Answer, MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'
import { watchedDisk } from '../../support/storage/simulated-disk.ts'

/** Long enough for everything that does not wait for the disk. */
const A_WHILE = 400

/** A disk that a test can hold up before it has made anything safe. */
const disk = {
  held: false,
  waiting: [] as (() => void)[],
  sync: () => (disk.held ? new Promise<void>((resolve) => disk.waiting.push(resolve)) : Promise.resolve()),
  /** Lets one sync through that waits. */
  letOne: () => disk.waiting.shift()?.(),
  release() {
    disk.held = false
    for (const resolve of disk.waiting.splice(0)) resolve()
  },
}

let ante: TestAnte
let gameId: number
let [alice, bob, carol]: TestPlayer[] = []

beforeAll(async () => {
  const slow = watchedDisk(async ({ operation }) => {
    if (operation === 'sync') await disk.sync()
  })
  ante = await startAnte(
    {},
    { openStorage: ({ dataDirectory }, log) => openLowdbStorage({ directory: dataDirectory, log, disk: slow }) },
  )
  gameId = await ante.game({ max_open: 1, play_seconds: 3600 })
  ;[alice, bob, carol] = [await ante.player(), await ante.player(), await ante.player()]
})
afterAll(async () => {
  disk.release()
  await ante.close()
})

const call = (player: TestPlayer | undefined, method: string, path: string, body?: unknown) =>
  (player as TestPlayer).call(method, `${MATCHES}/${path}`, body)
const terms = () => ({ match: { stake: 500, currency: 'GBP', game_id: gameId } })
const post = (player: TestPlayer | undefined, { id, secret }: { id: string; secret: string }, score: number) =>
  call(player, 'POST', `matches/${id}/result.json`, { match_score: { score, secret } })
const deposit = (player: TestPlayer | undefined, reference: string) =>
  ante.operator('POST', `/admin/v1/players/${player?.id}/deposits`, { amount: 1, currency: 'GBP', reference })
const aWhile = () => new Promise((resolve) => setTimeout(resolve, A_WHILE))
const wordOf = ({ status, body }: Answer) => (status < 300 ? status : body.code)

describe('what has been answered', () => {
  it('[MT31] is on disk: a write, whatever was read of it, each refusal because of it, and its pushes', async () => {
    const { pushed, socket } = await listen(alice)
    const match = (await call(alice, 'POST', 'matches.json', terms())).body.match
    await eventually(async () => (pushed.length === 1 ? true : null))

    disk.held = true
    const answered: string[] = []
    const ask = async (what: string, asking: Promise<Answer>) => {
      const answer = await asking
      answered.push(what)
      return wordOf(answer)
    }
    const posting = ask('score', post(alice, match, 5))
    const accepting = ask('accept', call(bob, 'PUT', `matches/${match.id}/accept.json`))
    await aWhile()
    const others = [
      ask('read the match', call(alice, 'GET', `matches/${match.id}.json`)),
      ask('read the result', call(bob, 'GET', `matches/${match.id}/result.json`)),
      ask('list', call(bob, 'GET', 'me/matches.json')),
      ask('look up', call(carol, 'GET', `matches.json?stake=500&currency=GBP&game_id=${gameId}`)),
      ask('read the balance', call(bob, 'GET', 'me.json')),
      ask('read the events', call(alice, 'GET', 'me/events.json?after=0')),
      ask('read as operator', ante.operator('GET', `/admin/v1/matches/${match.id}`)),
      ask('be told that it is taken', call(carol, 'PUT', `matches/${match.id}/accept.json`)),
      ask('be told of too many', call(bob, 'POST', 'matches.json', terms())),
      ask('accept again', call(bob, 'PUT', `matches/${match.id}/accept.json`)),
      ask('be told of another score', post(alice, match, 6)),
    ]
    await aWhile()
    expect([answered, pushed]).toEqual([[], ['wallet.changed']])

    disk.release()
    expect([await posting, await accepting]).toEqual([200, 200])
    expect(await Promise.all(others)).toEqual([
      200,
      200,
      200,
      200,
      200,
      200,
      200,
      'already_matched',
      'too_many_matches',
      200,
      'score_already_posted',
    ])
    await eventually(async () => (pushed.includes('match.matched') ? true : null))
    socket.disconnect()
  })

  it('[MT31] is on disk: no push goes out with the commit before its own', async () => {
    const { pushed, socket } = await listen(carol)
    disk.held = true
    const first = deposit(carol, 'first')
    await aWhile()
    const second = deposit(carol, 'second')
    await aWhile()
    disk.letOne()
    await aWhile()
    expect(pushed.length).toBeLessThan(2)
    disk.release()
    await Promise.all([first, second])
    await eventually(async () => (pushed.length === 2 ? true : null))
    socket.disconnect()
  })
})

async function listen(player: TestPlayer | undefined) {
  const pushed: string[] = []
  const socket = io(ante.url, { auth: { token: player?.token }, transports: ['websocket'], forceNew: true })
  socket.on('event', ({ type }: { type: string }) => pushed.push(type))
  await new Promise((resolve) => socket.once('ready', resolve))
  return { pushed, socket }
}
