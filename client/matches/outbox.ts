import { Problem } from '@ante/shared'
import type { MatchResult, Score } from '../api/types.ts'
import { signedOutProblem } from '../auth/signed-out.ts'
import { either, integer, nullable, object, oneOf, type TypeOf, text } from '../contract/shape.ts'
import type { Core } from '../core/core.ts'
import { base64url } from '../environment/base64url.ts'
import { postResult } from '../http/calls.ts'
import { ONCE, retry, UNTIL_ANSWERED } from '../http/retry.ts'
import { presentResult } from './present.ts'

const PREFIX = 'outbox:'

const outboxEntry = object({
  playerId: nullable(integer()),
  role: oneOf('challenger', 'challenged'),
  challengerId: integer(),
  score: either(integer(), oneOf('forfeit')),
  secret: text,
  idempotencyKey: text,
})
/** A score that the server has not answered yet, with what is needed to send it and to read the answer. */
type OutboxEntry = TypeOf<typeof outboxEntry>

/** Scores that are stored before they are sent, and removed once the server has accepted or refused them for good. */
export interface Outbox {
  /** Whether a score of this match is still to be sent. */
  has(matchId: string): boolean
  /** Stores the score and sends it until the server answers. The first score of a match is sent first. */
  post(
    matchId: string,
    score: Score,
    attempt: Pick<OutboxEntry, 'role' | 'challengerId' | 'secret'>,
  ): Promise<MatchResult>
  /** Sends the scores that earlier visits of this player could not send. */
  flush(): void
  close(): void
}

/** `answered` is called once the server has accepted or refused a score for good. */
export function createOutbox(core: Core, { answered }: { answered: (matchId: string) => void }): Outbox {
  const { environment, records, send, playerId, emitter } = core
  const inFlight = new Map<string, { score: Score; delivery: Promise<MatchResult> }>()

  const remove = (matchId: string) => {
    records.remove(PREFIX + matchId)
    answered(matchId)
  }

  const sendUntilAnswered = async (matchId: string, entry: OutboxEntry): Promise<MatchResult> => {
    const { score, secret, idempotencyKey } = entry
    const body = { match_score: { score, secret } }
    try {
      const { match_result } = await retry(environment, UNTIL_ANSWERED, async () => {
        // Another player may have signed in while there was no connection.
        if (entry.playerId !== null && entry.playerId !== playerId()) throw signedOutProblem()
        return await send(postResult, { params: { id: matchId }, body, idempotencyKey, retry: ONCE })
      })
      remove(matchId)
      const result = presentResult(match_result, entry)
      emitter.emit('submitted', { matchId, score, result })
      return result
    } catch (error) {
      if (error instanceof Problem && isFinal(error)) remove(matchId)
      throw error
    }
  }

  const deliver = (matchId: string, entry: OutboxEntry): Promise<MatchResult> => {
    const delivery = sendUntilAnswered(matchId, entry).finally(() => inFlight.delete(matchId))
    inFlight.set(matchId, { score: entry.score, delivery })
    return delivery
  }

  const flush = () => {
    for (const key of records.keys(PREFIX)) {
      const matchId = key.slice(PREFIX.length)
      const entry = records.read(key, outboxEntry)
      if (!entry || entry.playerId !== playerId() || inFlight.has(matchId)) continue
      deliver(matchId, entry).catch((error: unknown) => {
        if (error instanceof Problem && isFinal(error)) {
          emitter.emit('refused', { matchId, score: entry.score, problem: error })
        }
      })
    }
  }

  emitter.on('signedIn', flush)
  emitter.on('connection', ({ state }) => state !== 'offline' && flush())
  const stopListening = environment.listen('online', flush)

  return {
    has: (matchId) => records.read(PREFIX + matchId, outboxEntry) !== null,
    async post(matchId, score, attempt) {
      const earlier = inFlight.get(matchId)
      if (earlier?.score === score) return earlier.delivery
      await earlier?.delivery.catch(() => {})
      const idempotencyKey = base64url(environment.random(16))
      const entry: OutboxEntry = { ...attempt, playerId: playerId(), score, idempotencyKey }
      records.write(PREFIX + matchId, entry)
      return deliver(matchId, entry)
    },
    flush,
    close: stopListening,
  }
}

/** Whether the server will always answer the same; a missing sign-in or a server error may pass. */
function isFinal(problem: Problem): boolean {
  return problem.status === 403 || problem.status === 404 || problem.status === 422
}
