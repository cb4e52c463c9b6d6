import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLowdbStorage } from '../../server/storage/lowdb/lowdb-storage.ts'
import { type Answer, MATCHES, startAnte, type TestAnte, type TestPlayer } from '../support/ante.ts'
import { eventually } from '../support/eventually.ts'
import { watchedDisk } from '../support/storage-disk.ts'

/** Long enough for everything that does not wait for the disk. */
const A_WHILE = 400

/** A disk that a test can hold up before it has made anything safe. */
const disk = { released: Promise.resolve(), release: () => {} }
function holdUp(): void {
  disk.released = new Promise((resolve) => {
    disk.release = resolve
  })
}

let ante: TestAnte
let gameId: number
let [alice, bob, carol]: TestPlayer[] = []

beforeAll(async () => {
  const slow = watchedDisk(async ({ operation }) => {
    if (operation === 'sync') await disk.released
  })
  ante = await startAnte(
    {},
    { openStorage: ({ dataDirectory }, log) => openLowdbStorage({ directory: dataDirectory, log, disk: slow }) },
  )
  gameId = await ante.game({ max_open: 1 })
  ;[alice, bob, carol] = [await ante.player(), await ante.player(), await ante.player()]
})
afterAll(async () => {
  disk.release()
  await ante.close()
})

const call = (player: TestPlayer | undefined, method: string, path: string, body?: unknown) =>
  (player as TestPlayer).call(method, `${MATCHES}/${path}`, body)
const terms = () => ({ match: { stake: 500, currency: 'GBP', game_id: gameId } })
const wordOf = ({ status, body }: Answer) => (status < 300 ? status : body.code)

describe('what has been answered', () => {
  it('[MT31] is on disk: a write, whatever was read of it, each refusal because of it, and its pushes', async () => {
    const pushed: string[] = []
    const socket = io(ante.url, { auth: { token: alice?.token }, transports: ['websocket'], forceNew: true })
    socket.on('event', ({ type }: { type: string }) => pushed.push(type))
    await new Promise((resolve) => socket.once('ready', resolve))
    const match = (await call(alice, 'POST', 'matches.json', terms())).body.match
    await eventually(async () => (pushed.length === 1 ? true : null))

    holdUp()
    const answered: string[] = []
    const ask = async (what: string, asking: Promise<Answer>) => {
      const answer = await asking
      answered.push(what)
      return wordOf(answer)
    }
    const accepting = ask('accept', call(bob, 'PUT', `matches/${match.id}/accept.json`))
    await new Promise((resolve) => setTimeout(resolve, A_WHILE))
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
    ]
    await new Promise((resolve) => setTimeout(resolve, A_WHILE))
    expect([answered, pushed]).toEqual([[], ['wallet.changed']])

    disk.release()
    expect(await accepting).toBe(200)
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
    ])
    await eventually(async () => (pushed.includes('match.matched') ? true : null))
    socket.disconnect()
  })
})
