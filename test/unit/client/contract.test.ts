import * as contract from '@ante/shared'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import * as generated from '../../../client/contract/generated.ts'
import type { Shape } from '../../../client/contract/shape.ts'

const ID = 'a'.repeat(32)
const AT = '2026-01-01T00:00:00.000Z'
const MATCH = {
  id: ID,
  challenger_id: 7,
  challenged_id: 8,
  stake_amount: 500,
  currency: 'GBP',
  state: 'settled',
  game_id: 1,
  created_at: AT,
  result_until: AT,
  open_until: AT,
}
const RESULT = {
  match_id: ID,
  challenger_score: 5,
  challenged_score: null,
  winner_id: 7,
  amount_won: 500,
  currency: 'GBP',
  outcome: 'walkover',
}
const META = { count: 1, next_page: null, prev_page: 'https://ante.example/?page=1' }
const ME = { id: 7, username: 'ada', nickname: 'Ada', guest: false, balances: { GBP: 500, JPY: 0 } }
const DECIDED = { match: MATCH, match_result: RESULT }
const event = (type: string, data: unknown) => ({ seq: 1, type, at: AT, data })

/** The contract's schema, the client's shape, and a value that both accept. */
const CASES: readonly (readonly [string, z.core.$ZodType, Shape<unknown>, unknown])[] = [
  ['getMe', contract.getMe.response, generated.getMe.response, { me: ME }],
  ['joinMatch', contract.joinMatch.response, generated.joinMatch.response, { match: { ...MATCH, secret: 's' } }],
  ['getMatch', contract.getMatch.response, generated.getMatch.response, { match: { ...MATCH, seed: 's' } }],
  ['getResult', contract.getResult.response, generated.getResult.response, { match_result: RESULT }],
  [
    'ownMatches',
    contract.ownMatches.response,
    generated.ownMatches.response,
    { matches: [{ ...MATCH, match_result: RESULT }], meta: META },
  ],
  ['a match event', contract.PlayerEvent, generated.playerEvent, event('match.settled', DECIDED)],
  ['a score event', contract.PlayerEvent, generated.playerEvent, event('match.opponent_finished', { match_id: ID })],
  [
    'a wallet event',
    contract.PlayerEvent,
    generated.playerEvent,
    event('wallet.changed', { currency: 'GBP', balance: 1 }),
  ],
  ['ready', contract.Ready, generated.ready, { last_seq: 3, gap: false }],
  [
    'tokens',
    contract.TokenAnswer,
    generated.tokenAnswer,
    { access_token: 'a', token_type: 'Bearer', expires_in: 60, refresh_token: 'r' },
  ],
  ['an OAuth error', contract.OAuthErrorBody, generated.oAuthErrorBody, { error: 'e', error_description: 'd' }],
  [
    'a problem',
    contract.ProblemBody,
    generated.problemBody,
    { type: 'about:blank', title: 't', status: 422, detail: 'd', code: 'c', errors: [{ path: 'p', message: 'm' }] },
  ],
  ['a popup message', contract.PopupMessage, generated.popupMessage, { type: contract.POPUP_MESSAGE, state: 's' }],
]

/** What a broken server might answer in place of a value. A currency is any three capitals for the client: none is made up. */
const anyValue = fc.oneof(
  fc.constantFrom(undefined, null, true, 0, -1, 1.5, 2 ** 53, '', 'GBP', 'gbp', 'text', ID, AT, 'yesterday', [], {}),
  fc.integer(),
  fc.jsonValue().filter((value) => !/"[A-Z]{3}"/.test(JSON.stringify(value))),
)

/** Every place in a value, as the keys that lead there. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by
  const copy = structuredClone(value) as Record<string, unknown>
  copy[key] = replaced(copy[key], rest, by)
  return copy
}

describe('the client’s checks', () => {
  it.each(CASES)('[CL15] accept and refuse the same as the contract: %s', (_, schema, shape, sample) => {
    const agree = (value: unknown) => {
      expect(shape(value) === null).toBe(z.safeParse(schema, value).success)
    }
    agree(sample)
    expect(shape(sample)).toBeNull()
    fc.assert(
      fc.property(fc.constantFrom(...placesIn(sample)), anyValue, (place, by) => agree(replaced(sample, place, by))),
      { numRuns: 500 },
    )
  })

  it('[CL15] name the place that is wrong', () => {
    expect(generated.getMatch.response({ match: { ...MATCH, stake_amount: '5' } })).toBe('match.stake_amount')
    expect(generated.playerEvent(event('of.the.future', {}))).toBe('type')
  })

  it.each([[{ toString: false }], [['wallet.changed']], ['constructor'], ['toString']])(
    '[CL15] refuse the tag %j',
    (type) => {
      expect(generated.playerEvent({ ...event('wallet.changed', {}), type })).toBe('type')
    },
  )
})
