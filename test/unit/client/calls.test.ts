import type { Problem } from '@ante/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { getMe } from '../../../client/contract/generated.ts'
import { createMatch } from '../../../client/http/calls.ts'
import { A_FEW_TIMES } from '../../../client/http/retry.ts'
import { createSend } from '../../../client/http/send.ts'
import { problem } from '../../support/client/authorization-server.ts'
import { aTab, type Tab } from '../../support/client/tab.ts'
import { type Served, type ServedAnswer, type ServedRequest, serve } from '../../support/stub-server.ts'

const BODY = { match: { stake: 500, currency: 'GBP', game_id: 1 } }
const MATCH = {
  id: 'a'.repeat(32),
  challenger_id: 7,
  challenged_id: null,
  stake_amount: 500,
  currency: 'GBP',
  state: 'unmatched',
  game_id: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  result_until: '2026-01-01T00:10:00.000Z',
  open_until: '2026-01-02T00:00:00.000Z',
}
const ok: ServedAnswer = { status: 201, body: { match: MATCH } }

let server: Served
let answers: ((request: ServedRequest) => ServedAnswer)[]
let tab: Tab
beforeEach(async () => {
  answers = []
  server = await serve((request) => (answers.shift() ?? (() => ok))(request))
  tab = aTab()
})
afterEach(() => server.close())

const tokens = { token: async () => 'the-token', renew: async () => 'another-token' }
const send = () => createSend(tab, server.origin, tokens)
const create = () => send()(createMatch, { body: BODY, idempotencyKey: 'the-key', retry: A_FEW_TIMES })
const always = (answer: ServedAnswer) => {
  answers = Array.from({ length: 20 }, () => () => answer)
}

describe('a call', () => {
  it('[CL6] carries token, key and body, and brings the typed answer', async () => {
    await expect(create()).resolves.toEqual({ match: MATCH })
    const [request] = server.requests
    expect(request).toMatchObject({ method: 'POST', path: '/api/gaming-async/v1/matches.json', body: BODY })
    expect(request?.headers).toMatchObject({ authorization: 'Bearer the-token', 'idempotency-key': 'the-key' })
  })

  it.each([
    ['an answer that got lost', 'cut'],
    ['429', problem('too_many_requests')],
    ['503', problem('unavailable')],
    ['a page of a proxy', { status: 502, body: 'Bad gateway' }],
  ] as const)('[CL6] is repeated with the same key after %s', async (_, trouble) => {
    answers = [() => trouble, () => trouble]
    await expect(create()).resolves.toEqual({ match: MATCH })
    expect(server.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['the-key', 'the-key', 'the-key'])
    expect(new Set(server.requests.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  })

  it('[CL6] waits as long as the server asks', async () => {
    answers = [() => problem('too_many_requests', { 'retry-after': '20' })]
    const before = tab.now()
    await create()
    expect(tab.now() - before).toBeGreaterThanOrEqual(19_000)
  })

  it('[CL6] is given up where the server asks for more patience than a player has', async () => {
    answers = [() => problem('too_many_requests', { 'retry-after': '3600' })]
    await expect(create()).rejects.toMatchObject({ code: 'too_many_requests' })
    expect(server.requests).toHaveLength(1)
  })

  it('[CL6] is given up after a few tries', async () => {
    always('cut')
    await expect(create()).rejects.toMatchObject({ name: 'Problem', code: 'unavailable', status: 503 })
    expect(server.requests).toHaveLength(4)
  })

  it('[CL6] is not tried without a network, but tried again when there is one', async () => {
    const elsewhere = createSend(tab, 'https://ante.example', tokens)
    tab.online = false
    await expect(elsewhere(getMe, {})).rejects.toMatchObject({ code: 'unavailable' })
    expect(tab.requests).toEqual([])
    const waiting = create()
    tab.fire('online', undefined)
    await expect(waiting).resolves.toEqual({ match: MATCH })
  })

  it('[CL6] has its refusal rebuilt, with what is wrong where', async () => {
    const errors = [{ path: 'match.stake', message: 'must be positive' }]
    const body = {
      type: 'about:blank',
      title: 'Invalid',
      status: 422,
      detail: 'Look here.',
      code: 'invalid_request',
      errors,
    }
    answers = [() => ({ status: 422, body })]
    const error = await create().catch((error: Problem) => error)
    expect(error).toMatchObject({
      name: 'Problem',
      message: 'Look here.',
      code: 'invalid_request',
      status: 422,
      errors,
    })
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    [400, 'invalid_request'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [405, 'not_found'],
    [409, 'invalid_request'],
    [500, 'internal_error'],
  ])('[CL6] understands a bare status %i', async (status, code) => {
    always({ status, body: { error: 'something else' } })
    await expect(create()).rejects.toMatchObject({ code })
    expect(server.requests).toHaveLength(1)
  })

  it('[CL6] takes another token once when the server refuses the first', async () => {
    answers = [() => problem('unauthorized')]
    await create()
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer the-token',
      'Bearer another-token',
    ])
    always(problem('unauthorized'))
    await expect(create()).rejects.toMatchObject({ code: 'unauthorized' })
  })

  it('[CL6] does not pass on an answer that is not what the contract says', async () => {
    always({ status: 201, body: { match: { ...MATCH, stake_amount: 'five pounds' } } })
    await expect(create()).rejects.toMatchObject({
      code: 'internal_error',
      message: expect.stringContaining('match.stake_amount'),
    })
  })
})
