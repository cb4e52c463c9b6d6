import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../../server/config/environment.ts'
import { startRuntime } from '../../../server/runtime.ts'
import { ADMIN_TOKEN, MATCHES, startAnte, type TestAnte } from '../../support/ante.ts'
import { freePort } from '../../support/ports.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte()
})
afterAll(() => ante.close())

const newPlayer = async (username: string) =>
  (await ante.operator('POST', '/admin/v1/players', { username, password: 'a password' })).body.id as number
const deposit = (player: number, payment: object) =>
  ante.operator('POST', `/admin/v1/players/${player}/deposits`, payment)
const withdraw = (player: number, payment: object) =>
  ante.operator('POST', `/admin/v1/players/${player}/withdrawals`, payment)

describe('the operator API', () => {
  it('[OP1] asks for the operator token in constant time, and no other token opens it', async () => {
    const { body } = await ante.anonymous('GET', '/admin/v1/ledger/verify')
    expect([body.status, body.code]).toEqual([401, 'unauthorized'])
    const player = await ante.player()
    expect((await player.call('GET', '/admin/v1/ledger/verify')).status).toBe(401)
    const almost = { authorization: `Bearer ${ADMIN_TOKEN.slice(0, -1)}x` }
    expect((await ante.anonymous('GET', '/admin/v1/ledger/verify', undefined, almost)).status).toBe(401)
  })

  it('[OP2] does not exist without ANTE_ADMIN_TOKEN', async () => {
    const closed = await startAnteWithoutOperator()
    try {
      for (const authorization of [undefined, `Bearer ${ADMIN_TOKEN}`, 'Bearer ']) {
        const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
        const response = await fetch(`${closed.url}/admin/v1/ledger/verify`, { headers })
        expect(response.status).toBe(404)
      }
    } finally {
      await closed.close()
    }
  })

  it('[OP3] registers games with defaults, changes single rules, and refuses contradictions', async () => {
    const { status, body } = await ante.operator('POST', '/admin/v1/games', { name: 'Chess', max_score: 10 })
    expect(status).toBe(201)
    expect(body.game).toMatchObject({
      score_order: 'higher_wins',
      play_seconds: 600,
      max_open: 10,
      stakes: [],
      enabled: true,
    })
    const { id } = body.game
    const changed = await ante.operator('PATCH', `/admin/v1/games/${id}`, { fee_bps: 250 })
    expect(changed.body.game).toEqual({ ...body.game, fee_bps: 250 })
    for (const wrong of [
      { fee_bps: 5001 },
      { play_seconds: 0 },
      { min_score: 11 },
      { score_order: 'best' },
      { clients: ['nobody'] },
    ]) {
      const refused = await ante.operator('PATCH', `/admin/v1/games/${id}`, wrong)
      expect([refused.status, refused.body.code]).toEqual([422, 'invalid_request'])
      expect(refused.body.errors[0].path).toMatch(new RegExp(`^${Object.keys(wrong)[0]}`))
    }
    expect((await ante.operator('PATCH', '/admin/v1/games/424242', { fee_bps: 1 })).status).toBe(404)
    expect((await ante.operator('POST', '/admin/v1/games', { name: 'Go', max_score: 1, id })).status).toBe(422)
    expect((await ante.operator('POST', '/admin/v1/games', { name: 'Go', max_score: 1, id: 777 })).body.game.id).toBe(
      777,
    )
  })

  it('[OP3] gives a game to no client that is unknown or removed, and keeps those that it had', async () => {
    const { id: clientId } = await ante.client({ name: 'Gone soon' })
    const game = { name: 'Chess', max_score: 10 }
    const { body } = await ante.operator('POST', '/admin/v1/games', { ...game, clients: [clientId] })
    expect((await ante.operator('DELETE', `/admin/v1/clients/${clientId}`)).status).toBe(200)
    const other = await ante.operator('POST', '/admin/v1/games', game)
    const change = (id: number, rules: object) => ante.operator('PATCH', `/admin/v1/games/${id}`, rules)
    for (const field of ['clients', 'result_clients']) {
      for (const [id, why] of [
        [clientId, `The client "${clientId}" was removed.`],
        ['nobody', 'There is no client "nobody".'],
      ] as const) {
        for (const refused of [
          await ante.operator('POST', '/admin/v1/games', { ...game, [field]: [id] }),
          await change(other.body.game.id, { [field]: [ante.clientId, id] }),
        ]) {
          expect(refused).toMatchObject({ status: 422, body: { detail: why, errors: [{ path: field }] } })
        }
      }
    }
    const kept = await change(body.game.id, { max_score: 11, clients: [clientId, ante.clientId] })
    expect(kept).toMatchObject({ status: 200, body: { game: { max_score: 11, clients: [clientId, ante.clientId] } } })
    expect((await change(body.game.id, { result_clients: [clientId] })).status).toBe(422)
  })

  it('[OP8] finds a player by username, whatever its case, and by nothing less', async () => {
    const find = (query: string) => ante.operator('GET', `/admin/v1/players${query}`)
    const { body } = await ante.operator('POST', '/admin/v1/players', { username: 'Found.It', password: 'a password' })
    const player = { id: body.id, username: 'Found.It', nickname: 'Found.It', excluded: false, ban: null }
    expect(await find('?username=fOUND.it')).toMatchObject({ status: 200, body: { players: [player] } })
    await ante.operator('POST', `/admin/v1/players/${body.id}/ban`, { reason: 'Why not' })
    expect((await find('?username=Found.It')).body.players).toMatchObject([{ ban: { reason: 'Why not' } }])
    for (const username of ['Found', 'Found.It%20', '*', '%00'])
      expect((await find(`?username=${username}`)).body).toEqual({ players: [] })
    expect((await find('')).status).toBe(422)
    expect((await ante.anonymous('GET', '/admin/v1/players?username=Found.It')).status).toBe(401)
  })

  it('[OP4] creates players without play money, and refuses names that are taken or malformed', async () => {
    const { status, body } = await ante.operator('POST', '/admin/v1/players', {
      username: 'Erin',
      password: 'a password',
    })
    expect(status).toBe(201)
    const read = await ante.operator('GET', `/admin/v1/players/${body.id}`)
    expect(read.body).toEqual({ id: body.id, username: 'Erin', nickname: 'Erin', balances: {} })
    const taken = await ante.operator('POST', '/admin/v1/players', { username: 'eRIN', password: 'a password' })
    expect([taken.status, taken.body.code]).toEqual([422, 'username_taken'])
    const wrong = await ante.operator('POST', '/admin/v1/players', { username: 'e', password: 'short' })
    expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual(['username', 'password'])
    expect((await ante.operator('GET', '/admin/v1/players/999999')).status).toBe(404)
  })

  it('[LG4] takes a reference once for ever: the same payment answers the same, another one is refused', async () => {
    const id = await newPlayer('frank')
    const payment = { amount: 500, currency: 'GBP', reference: 'bank-1' }
    const first = await deposit(id, payment)
    expect([first.status, first.body]).toEqual([201, { balance: 500, currency: 'GBP' }])
    await deposit(id, { ...payment, reference: 'bank-2' })
    const again = await deposit(id, payment)
    expect([again.status, again.body]).toEqual([201, { balance: 500, currency: 'GBP' }])
    for (const answer of [
      await deposit(id, { ...payment, amount: 501 }),
      await deposit(id, { ...payment, currency: 'EUR' }),
      await withdraw(id, payment),
      await deposit(await newPlayer('gina'), payment),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([422, 'reference_reused'])
    }
    const many = await Promise.all(Array.from({ length: 20 }, () => deposit(id, { ...payment, reference: 'bank-3' })))
    expect(new Set(many.map(({ body }) => body.balance))).toEqual(new Set([1500]))
  })

  it('[LG5] withdraws what is there and no more, and keeps currencies apart', async () => {
    const id = await newPlayer('hana')
    await deposit(id, { amount: 500, currency: 'JPY', reference: 'jpy-1' })
    expect((await withdraw(id, { amount: 501, currency: 'JPY', reference: 'out-1' })).body.code).toBe(
      'insufficient_funds',
    )
    expect((await withdraw(id, { amount: 1, currency: 'GBP', reference: 'out-2' })).body.code).toBe(
      'insufficient_funds',
    )
    const out = await withdraw(id, { amount: 500, currency: 'JPY', reference: 'out-1' })
    expect([out.status, out.body]).toEqual([201, { balance: 0, currency: 'JPY' }])
  })

  it('[LG6] refuses amounts that cannot be counted exactly, and balances that would outgrow them', async () => {
    const id = await newPlayer('ivan')
    for (const amount of [0, -1, 1.5, 2 ** 53, '500']) {
      expect((await deposit(id, { amount, currency: 'GBP', reference: 'x' })).body.code).toBe('invalid_request')
    }
    const most = Math.floor(Number.MAX_SAFE_INTEGER / 2)
    for (const reference of ['big-1', 'big-2']) await deposit(id, { amount: most, currency: 'KWD', reference })
    expect((await deposit(id, { amount: most, currency: 'KWD', reference: 'big-3' })).body.code).toBe(
      'balance_too_large',
    )
  })

  it('[OP5] shows everything about a match but its secrets, ledger entries included', async () => {
    const gameId = await ante.game({ fee_bps: 1000 })
    const [alice, bob] = [await ante.player(), await ante.player()]
    const at = { match: { stake: 500, currency: 'GBP', game_id: gameId } }
    const created = (await alice.call('POST', `${MATCHES}/matches.json`, at)).body.match
    const accepted = (await bob.call('PUT', `${MATCHES}/matches/${created.id}/accept.json`)).body.match
    const post = (player: typeof alice, secret: string, score: number) =>
      player.call('POST', `${MATCHES}/matches/${created.id}/result.json`, { match_score: { score, secret } })
    await post(alice, created.secret, 5)
    const undecided = (await ante.operator('GET', `/admin/v1/matches/${created.id}`)).body.match
    expect(undecided).toMatchObject({ seed: null, challenger: { finish: { kind: 'score', score: null } } })
    await post(bob, accepted.secret, 6)
    const { status, body } = await ante.operator('GET', `/admin/v1/matches/${created.id}`)
    expect(status).toBe(200)
    expect(body.match).toMatchObject({ seed: created.seed, challenger: { finish: { score: 5 } } })
    expect(body.match.settlement).toMatchObject({
      outcome: 'challenged_won',
      winner_id: bob.id,
      amount_won: 400,
      fee: 100,
    })
    expect(body.match.transfers.map(({ id }: { id: string }) => id.replace(created.id, ''))).toEqual([
      ':stake:challenger',
      ':stake:challenged',
      ':payout:challenged',
      ':fee',
    ])
    expect(body.match.challenger.client_id).toBe(ante.clientId)
    expect(body.match.challenger.address_hash).toMatch(/^[\w-]{22}$/)
    expect(body.match.challenger.address_hash).toBe(body.match.challenged.address_hash)
    expect(JSON.stringify(body)).not.toContain(created.secret)
    expect(JSON.stringify(body)).not.toContain(accepted.secret)
    expect((await ante.operator('GET', `/admin/v1/matches/${'0'.repeat(32)}`)).status).toBe(404)
  })

  it('[LG22] verifies the ledger from its entries', async () => {
    const { status, body } = await ante.operator('GET', '/admin/v1/ledger/verify')
    expect(status).toBe(200)
    expect(body).toEqual({ ok: true, transfers: expect.any(Number), blocks: expect.any(Number), problems: [] })
    expect(body.transfers).toBeGreaterThan(5)
  })

  it.each([
    [5.5, 'must be a whole number'],
    ['5', 'must be a whole number'],
    [undefined, 'must be a whole number'],
  ])('[HT14] says what would be right for a score of %j', async (max_score, message) => {
    const { status, body } = await ante.operator('POST', '/admin/v1/games', { name: 'Tower', max_score })
    expect([status, body.errors]).toEqual([422, [{ path: 'max_score', message }]])
  })

  it('[OP6] registers clients, and says what is wrong with one field by field', async () => {
    const good = await ante.operator('POST', '/admin/v1/clients', {
      name: 'Web game',
      description: 'A game',
      type: 'public',
      allowed_origins: ['https://game.example'],
    })
    expect(good.status).toBe(201)
    expect(good.body).toEqual({ client_id: expect.any(String) })
    const bad = await ante.operator('POST', '/admin/v1/clients', {
      name: '',
      type: 'public',
      logo_uri: 'javascript:alert(1)',
      allowed_origins: ['https://game.example/path'],
    })
    expect([bad.status, bad.body.code]).toEqual([422, 'invalid_request'])
    expect(bad.body.errors.map(({ path }: { path: string }) => path)).toEqual(['name', 'logo_uri', 'allowed_origins.0'])
  })
})

/** A server that nobody operates. */
async function startAnteWithoutOperator() {
  const directory = await mkdtemp(join(tmpdir(), 'ante-test-'))
  const config = readConfig({ PORT: String(await freePort()), DATA_DIR: directory })
  const runtime = await startRuntime(config, { log: pino({ level: 'silent' }), systemClock: { now: Date.now } })
  return {
    url: config.publicUrl,
    async close() {
      await runtime.close()
      await rm(directory, { recursive: true })
    },
  }
}
