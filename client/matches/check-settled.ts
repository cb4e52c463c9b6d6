import type { Role, Score, Settled } from '../api/types.ts'
import { getMatch, getResult, postResult, type WireMatch } from '../http/calls.ts'
import { type Dialect, withSubstitute } from '../http/dialect.ts'
import { ONCE } from '../http/retry.ts'
import type { Send } from '../http/send.ts'
import { presentMatch, presentResult, settledOf } from './present.ts'

/** The attempt whose match is checked. */
export interface CheckedAttempt {
  readonly wire: WireMatch
  readonly role: Role
  readonly gameId: number
  readonly secret: string
  /** The score that the server has; null while it has none. */
  readonly postedScore: () => Score | null
}

/**
 * Asks the server whether the match is decided; null while it is not. A server that has only the CashPlay calls is
 * asked by repeating the score.
 */
export function checkSettled(send: Send, dialect: Dialect, attempt: CheckedAttempt): Promise<Settled | null> {
  return withSubstitute(
    dialect,
    () => readMatch(send, attempt),
    () => repeatScore(send, dialect, attempt),
  )
}

async function readMatch(send: Send, { wire, role }: CheckedAttempt): Promise<Settled | null> {
  const params = { id: wire.id }
  const { match_result } = await send(getResult, { params, retry: ONCE })
  if (match_result.outcome === null) return null
  const { match } = await send(getMatch, { params, retry: ONCE })
  const presented = presentMatch(match, { playerId: null, role })
  return settledOf(presented, presentResult(match_result, presented))
}

/** Sends the same score again. This changes nothing, and the answer is the current result. */
async function repeatScore(
  send: Send,
  dialect: Dialect,
  { wire, role, gameId, secret, postedScore }: CheckedAttempt,
): Promise<Settled | null> {
  const score = postedScore()
  if (score === null) return null
  const body = { match_score: { score, secret } }
  const { match_result } = await send(postResult, { params: { id: wire.id }, body, retry: ONCE })
  dialect.cashPlayOnly = true
  const match = presentMatch({ ...wire, state: 'settled' }, { playerId: null, role, gameId })
  return settledOf(match, presentResult(match_result, match))
}
