import { Problem } from '@ante/shared'
import * as z from 'zod/mini'
import type { MatchResult, Score } from '../api/types.ts'
import { signedOutProblem } from '../auth/signed-out.ts'
import { base64url } from '../environment/base64url.ts'
import type { Environment } from '../environment/environment.ts'
import type { Records } from '../environment/records.ts'
import { postResult } from '../http/calls.ts'
import { ONCE, retry, UNTIL_ANSWERED } from '../http/retry.ts'
import type { Send } from '../http/send.ts'
import { presentResult } from './present.ts'

const PREFIX = 'outbox:'

const Letter = z.object({
  playerId: z.nullable(z.number()),
  role: z.enum(['challenger', 'challenged']),
  challengerId: z.number(),
  score: z.union([z.number(), z.literal('forfeit')]),
  secret: z.string(),
  idempotencyKey: z.string(),
})
/** A score on its way, with what its answer must be read with. */
type Letter = z.infer<typeof Letter>

/** What an outbox needs. */
export interface OutboxDependencies {
  readonly environment: Environment
  readonly records: Records
  readonly send: Send
  /** The signed-in player's id; null when unknown. */
  readonly playerId: () => number | null
  readonly listener: OutboxListener
}

/** What an outbox tells of. */
export interface OutboxListener {
  /** The server has answered for good, this way or that. */
  answered(matchId: string): void
  submitted(matchId: string, score: Score, result: MatchResult): void
  /** A score of an earlier visit was refused for good. */
  refused(matchId: string, score: Score, problem: Problem): void
}

/** Scores that are written down before they are sent, and struck out once the server has answered for good. */
export class Outbox {
  readonly #dependencies: OutboxDependencies
  readonly #inFlight = new Map<string, { score: Score; delivery: Promise<MatchResult> }>()

  constructor(dependencies: OutboxDependencies) {
    this.#dependencies = dependencies
  }

  /** Whether a score of this match waits to be sent. */
  has(matchId: string): boolean {
    return this.#dependencies.records.read(PREFIX + matchId, Letter) !== null
  }

  /** Writes the score down and sends it until the server has answered. The first score of a match goes first. */
  async post(
    matchId: string,
    score: Score,
    attempt: Pick<Letter, 'role' | 'challengerId' | 'secret'>,
  ): Promise<MatchResult> {
    const earlier = this.#inFlight.get(matchId)
    if (earlier?.score === score) return earlier.delivery
    await earlier?.delivery.catch(() => {})
    const { environment, records, playerId } = this.#dependencies
    const idempotencyKey = base64url(environment.random(16))
    const letter: Letter = { ...attempt, playerId: playerId(), score, idempotencyKey }
    records.write(PREFIX + matchId, letter)
    return this.#deliver(matchId, letter)
  }

  /** Sends what earlier visits of this player could not send. */
  flush(): void {
    const { records, playerId, listener } = this.#dependencies
    for (const key of records.keys(PREFIX)) {
      const matchId = key.slice(PREFIX.length)
      const letter = records.read(key, Letter)
      if (!letter || letter.playerId !== playerId() || this.#inFlight.has(matchId)) continue
      this.#deliver(matchId, letter).catch((error: unknown) => {
        if (error instanceof Problem && isFinal(error)) listener.refused(matchId, letter.score, error)
      })
    }
  }

  #deliver(matchId: string, letter: Letter): Promise<MatchResult> {
    const delivery = this.#sendUntilAnswered(matchId, letter).finally(() => this.#inFlight.delete(matchId))
    this.#inFlight.set(matchId, { score: letter.score, delivery })
    return delivery
  }

  async #sendUntilAnswered(matchId: string, letter: Letter): Promise<MatchResult> {
    const { environment, send, playerId, listener } = this.#dependencies
    const { score, secret, idempotencyKey } = letter
    const body = { match_score: { score, secret } }
    try {
      const { match_result } = await retry(environment, UNTIL_ANSWERED, async () => {
        // Somebody else may have signed in while there was no connection.
        if (letter.playerId !== null && letter.playerId !== playerId()) throw signedOutProblem()
        return await send(postResult, { params: { id: matchId }, body, idempotencyKey, retry: ONCE })
      })
      this.#strikeOut(matchId)
      const result = presentResult(match_result, letter)
      listener.submitted(matchId, score, result)
      return result
    } catch (error) {
      if (error instanceof Problem && isFinal(error)) this.#strikeOut(matchId)
      throw error
    }
  }

  #strikeOut(matchId: string): void {
    const { records, listener } = this.#dependencies
    records.remove(PREFIX + matchId)
    listener.answered(matchId)
  }
}

/** Whether the server will say the same for ever; a missing sign-in or a mistake of the server's may pass. */
function isFinal(problem: Problem): boolean {
  return problem.status === 403 || problem.status === 404 || problem.status === 422
}
