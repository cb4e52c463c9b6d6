import type { Role, Score, Settled } from '../api/types.ts'
import { getMatch, getResult, postResult, type WireMatch } from '../http/calls.ts'
import { ONCE } from '../http/retry.ts'
import type { Send } from '../http/send.ts'
import { type Dialect, withSubstitute } from './dialect.ts'
import { presentMatch, presentResult, settledOf } from './present.ts'

/** The attempt whose match somebody waits for. */
export interface Watched {
  readonly wire: WireMatch
  readonly role: Role
  readonly gameId: number
  readonly secret: string
  /** The score that has arrived at the server, if one has. */
  readonly posted: () => Score | null
}

/** Looks whether the match is decided: by reading it, or by repeating the score where a server can only be told. */
export function look(send: Send, dialect: Dialect, watched: Watched): Promise<Settled | null> {
  return withSubstitute(
    dialect,
    () => readMatch(send, watched),
    () => repeatScore(send, dialect, watched),
  )
}

async function readMatch(send: Send, { wire, role }: Watched): Promise<Settled | null> {
  const params = { id: wire.id }
  const { match_result } = await send(getResult, { params, retry: ONCE })
  if (match_result.outcome === null) return null
  const { match } = await send(getMatch, { params, retry: ONCE })
  const presented = presentMatch(match, { playerId: null, role })
  return settledOf(presented, presentResult(match_result, presented))
}

/** The same score again changes nothing and answers the result as it stands. */
async function repeatScore(
  send: Send,
  dialect: Dialect,
  { wire, role, gameId, secret, posted }: Watched,
): Promise<Settled | null> {
  const score = posted()
  if (score === null) return null
  const body = { match_score: { score, secret } }
  const { match_result } = await send(postResult, { params: { id: wire.id }, body, retry: ONCE })
  dialect.cashPlayOnly = true
  const match = presentMatch({ ...wire, state: 'settled' }, { playerId: null, role, gameId })
  return settledOf(match, presentResult(match_result, match))
}
