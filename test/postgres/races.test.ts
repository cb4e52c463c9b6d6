import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN, type Answer, type Call, MATCHES, startAnte, type TestAnte } from '../support/ante.ts'
import { type OwnCluster, startCluster } from '../support/postgres/cluster.ts'

const CROWD = 200
const NODES = 3
const STAKE = 500

interface Player {
  readonly id: number
  readonly call: Call
}

/** The calls of each player and of the operator go to the nodes in turn, so the calls of a race meet in the database alone. */
describe('races over three nodes', { tags: ['postgres'] }, () => {
  let cluster: OwnCluster
  const nodes: TestAnte[] = []
  let players: Player[]
  let operator: Call
  beforeAll(async () => {
    cluster = await startCluster()
    const url = cluster.url(await cluster.createDatabase())
    for (let n = 0; n < NODES; n++) nodes.push(await startAnte({ DATABASE_URL: url, ANTE_DEMO: '1' }))
    const guests = (await nodes[0]?.guests(CROWD)) ?? []
    players = guests.map(({ id, token }, index) => ({ id, call: inTurn(token, index) }))
    operator = inTurn(ADMIN_TOKEN, 0)
  }, 180_000)
  afterAll(async () => {
    for (const node of nodes) await node.close()
    await cluster?.remove()
  })

  function inTurn(token: string, first: number): Call {
    let turn = first
    return (method, path, body, headers = {}) => {
      const node = nodes[turn++ % NODES]
      if (!node) throw new Error('no node')
      return node.anonymous(method, path, body, { authorization: `Bearer ${token}`, ...headers })
    }
  }

  const player = (index: number): Player => {
    const found = players[index % CROWD]
    if (!found) throw new Error(`no player ${index}`)
    return found
  }
  const newGame = async (): Promise<number> =>
    (await operator('POST', '/admin/v1/games', { name: 'Tower', max_score: 1000, max_open: 1000 })).body.game.id
  const terms = (game: number) => ({ match: { stake: STAKE, currency: 'GBP', game_id: game } })
  const balanceOf = async ({ call }: Player): Promise<number> =>
    (await call('GET', `${MATCHES}/me.json`)).body.me.balances.GBP
  const inspect = async (id: string) => (await operator('GET', `/admin/v1/matches/${id}`)).body.match
  const words = (answers: readonly Answer[]) => answers.map(({ status, body }) => (status < 300 ? status : body.code))
  const tally = (answers: readonly Answer[]) => {
    const counts: Record<string, number> = {}
    for (const word of words(answers)) counts[word] = (counts[word] ?? 0) + 1
    return counts
  }
  const expectSoundLedger = async () =>
    expect((await operator('GET', '/admin/v1/ledger/verify')).body).toMatchObject({ ok: true, problems: [] })

  it('[SC21] 200 players accept one match: one has it, the others pay nothing', async () => {
    const [challenger, ...others] = players
    const { body } = await player(0).call('POST', `${MATCHES}/matches.json`, terms(await newGame()))
    const before = await Promise.all(others.map(balanceOf))
    const answers = await Promise.all(
      others.map(({ call }) => call('PUT', `${MATCHES}/matches/${body.match.id}/accept.json`)),
    )
    expect(tally(answers)).toEqual({ 200: 1, already_matched: CROWD - 2 })
    const after = await Promise.all(others.map(balanceOf))
    expect(after.map((balance, index) => (before[index] ?? 0) - balance)).toEqual(
      answers.map(({ status }) => (status === 200 ? STAKE : 0)),
    )
    const winner = others[answers.findIndex(({ status }) => status === 200)]
    expect(await inspect(body.match.id)).toMatchObject({
      state: 'matched',
      challenger: { player_id: challenger?.id },
      challenged: { player_id: winner?.id },
    })
    await expectSoundLedger()
  })

  it('[SC21] 200 players join and post their scores: all are paired, and each match is settled once', async () => {
    const game = await newGame()
    const before = await Promise.all(players.map(balanceOf))
    const joined = await Promise.all(
      players.map(({ call }) => call('POST', `${MATCHES}/matches/join.json`, terms(game))),
    )
    expect(tally(joined)).toEqual({ 200: CROWD / 2, 201: CROWD / 2 })
    const ids = [...new Set<string>(joined.map(({ body }) => body.match.id))]
    expect(ids).toHaveLength(CROWD / 2)
    const posted = await Promise.all(
      joined.map(({ body: { match } }, index) =>
        player(index).call('POST', `${MATCHES}/matches/${match.id}/result.json`, {
          match_score: { score: index, secret: match.secret },
        }),
      ),
    )
    expect(tally(posted)).toEqual({ 200: CROWD })
    const gains = new Map(players.map(({ id }) => [id, 0]))
    for (const { settlement, transfers, challenger, challenged } of await Promise.all(ids.map(inspect))) {
      const sides = [challenger.player_id, challenged.player_id]
      for (const id of sides) gains.set(id, (gains.get(id) ?? 0) + (id === settlement.winner_id ? STAKE : -STAKE))
      const paid = transfers.filter(({ debit }: { debit: string }) => debit.startsWith('escrow:'))
      expect(paid).toMatchObject([{ credit: `player:${settlement.winner_id}`, amount: 2 * STAKE }])
    }
    const after = await Promise.all(players.map(balanceOf))
    expect(after).toEqual(players.map(({ id }, index) => (before[index] ?? 0) + (gains.get(id) ?? 0)))
    await expectSoundLedger()
  })

  it.each([
    ['matches.json', 201],
    ['matches/join.json', 201],
  ])('[SC21] one key fifty times: %s acts once', async (path, status) => {
    const [by, game] = [player(7), await newGame()]
    const balance = await balanceOf(by)
    const key = { 'Idempotency-Key': `fifty ${path}` }
    const send = () => by.call('POST', `${MATCHES}/${path}`, terms(game), key)
    const answers = await Promise.all(Array.from({ length: 50 }, send))
    expect(tally(answers)).toEqual({ [status]: 50 })
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(await balanceOf(by)).toBe(balance - STAKE)
  })

  it('[SC21] fifty deposits of one reference move money once', async () => {
    const holder = player(3)
    const balance = await balanceOf(holder)
    const payment = { amount: 777, currency: 'GBP', reference: 'fifty-deposits' }
    const pay = () => operator('POST', `/admin/v1/players/${holder.id}/deposits`, payment)
    const answers = await Promise.all(Array.from({ length: 50 }, pay))
    expect(tally(answers)).toEqual({ 201: 50 })
    expect(new Set(answers.map(({ body }) => body.balance))).toEqual(new Set([balance + 777]))
    expect(await balanceOf(holder)).toBe(balance + 777)
  })
})
