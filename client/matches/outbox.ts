import { Problem } from '@ante/shared'
import type { MatchResult, Score, UnsentScore } from '../api/types.ts'
import { either, integer, nullable, object, oneOf, type TypeOf, text } from '../contract/shape.ts'
import type { Core } from '../core/core.ts'
import { base64url } from '../environment/base64url.ts'
import { postResult } from '../http/calls.ts'
import { ONCE, retry, UNTIL_ANSWERED } from '../http/retry.ts'
import { TransientProblem } from '../http/transient.ts'
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
/** A score that the server has not answered yet, with the data to send it and to read the answer. */
type OutboxEntry = TypeOf<typeof outboxEntry>

/** Time that a sign-out waits for scores that are not sent yet. */
const LAST_ATTEMPT_MS = 2000

/** Scores that are stored before they are sent, and removed once the server has accepted or refused them for good. */
export interface Outbox {
  /** Returns true when a score of this match is not sent yet. */
  has(matchId: string): boolean
  /** The signed-in player's scores that are still to be sent. */
  unsent(): UnsentScore[]
  /**
   * Stores the score and sends it until the server answers. A second score of the same match waits until the first one
   * is answered.
   */
  post(matchId: string, score: Score, attempt: Omit<OutboxEntry, 'score' | 'idempotencyKey'>): Promise<MatchResult>
  /** Sends the scores that earlier visits of this player could not send. */
  flush(): void
  /** Resolves when all scores are answered, and after two seconds at the latest. */
  trySendingAll(): Promise<void>
  close(): void
}

/** `answered` is called once the server has accepted or refused a score for good. */
export function createOutbox(core: Core, { answered }: { answered: (matchId: string) => void }): Outbox {
  const { environment, records, send, playerId, emitter } = core
  const inFlight = new Map<string, { score: Score; delivery: Promise<MatchResult> }>()

  let wake = () => {}
  let woken = Promise.resolve()
  /** Ends the waits of all deliveries. */
  const sendNow = () => {
    wake()
    woken = new Promise((resolve) => {
      wake = resolve
    })
  }
  sendNow()
  const policy = { ...UNTIL_ANSWERED, woken: () => woken }

  const read = (matchId: string) => records.read(PREFIX + matchId, outboxEntry)
  const remove = (matchId: string) => {
    records.remove(PREFIX + matchId)
    answered(matchId)
  }
  const unsentScore = (matchId: string, { score }: OutboxEntry): UnsentScore => ({
    matchId,
    score,
    kept: records.isStored(PREFIX + matchId) ? 'browser' : 'page',
  })
  const entriesOfPlayer = () =>
    records.keys(PREFIX).flatMap((key) => {
      const matchId = key.slice(PREFIX.length)
      const entry = read(matchId)
      return entry && entry.playerId === playerId() ? [{ matchId, entry }] : []
    })

  const sendOnce = async (matchId: string, entry: OutboxEntry) => {
    const { score, secret, idempotencyKey, playerId } = entry
    try {
      return await send(postResult, {
        params: { id: matchId },
        body: { match_score: { score, secret } },
        idempotencyKey,
        // Another player may have signed in meanwhile, also in another tab. The score must not be sent as that player.
        ...(playerId !== null && { playerId }),
        keepalive: true,
        retry: ONCE,
      })
    } catch (error) {
      if (error instanceof TransientProblem) emitter.emit('unsent', unsentScore(matchId, entry))
      throw error
    }
  }

  const sendUntilAnswered = async (matchId: string, entry: OutboxEntry): Promise<MatchResult> => {
    try {
      const { match_result } = await retry(environment, policy, () => sendOnce(matchId, entry))
      remove(matchId)
      const result = presentResult(match_result, entry)
      emitter.emit('submitted', { matchId, score: entry.score, result })
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
    for (const { matchId, entry } of entriesOfPlayer()) {
      if (inFlight.has(matchId)) continue
      deliver(matchId, entry).catch((error: unknown) => {
        if (error instanceof Problem && isFinal(error)) {
          emitter.emit('refused', { matchId, score: entry.score, problem: error })
        }
      })
    }
  }

  emitter.on('signedIn', flush)
  emitter.on('connection', ({ state }) => state !== 'offline' && flush())
  const stopListening = [environment.listen('online', flush), environment.listen('visible', flush)]

  return {
    has: (matchId) => read(matchId) !== null,
    unsent: () => entriesOfPlayer().map(({ matchId, entry }) => unsentScore(matchId, entry)),
    async post(matchId, score, attempt) {
      const earlier = inFlight.get(matchId)
      if (earlier?.score === score) return earlier.delivery
      if (earlier) await earlier.delivery.catch(() => {})
      const entry: OutboxEntry = { ...attempt, score, idempotencyKey: base64url(environment.random(16)) }
      records.write(PREFIX + matchId, entry)
      return deliver(matchId, entry)
    },
    flush,
    async trySendingAll() {
      sendNow()
      flush()
      const deliveries = [...inFlight.values()].map(({ delivery }) => delivery.catch(() => {}))
      if (deliveries.length > 0) await Promise.race([Promise.all(deliveries), environment.sleep(LAST_ATTEMPT_MS)])
    },
    close() {
      for (const stop of stopListening) stop()
    },
  }
}

/** Returns true when a repeated call gets the same answer. A missing sign-in or a server error may be temporary. */
function isFinal(problem: Problem): boolean {
  return problem.status === 403 || problem.status === 404 || problem.status === 422
}
