import { hash } from 'node:crypto'
import { Problem, TooManyRequests } from '@ante/shared'
import { canonicalJson } from '../../domain/canonical-json.ts'
import type { PlayerId } from '../../domain/ids.ts'
import { CAPS } from '../../domain/limits.ts'
import type { RememberedAnswer, Storage } from '../../storage/storage.ts'
import type { Clock } from './clock.ts'
import { AlreadyAnswered } from './unit-of-work.ts'

const DAY = 24 * 3600 * 1000
/** Milliseconds that an answer is kept: a day more than the contract promises. */
const RETENTION = 8 * DAY

/** Seconds until a player who has that many is told to try again. */
const RETRY_AFTER = 3600

/** A request with an `Idempotency-Key`, which its caller may repeat. */
export interface IdempotentRequest {
  readonly clientId: string
  readonly playerId: PlayerId
  readonly method: string
  readonly path: string
  /** What came in the `Idempotency-Key` header. */
  readonly key: string
  /** The parsed body. */
  readonly body: unknown
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** Turns an answer into the record that is stored under the request's key, in the use case's own commit. */
export type ToRecord = (answer: Answer) => RememberedAnswer

/**
 * Answers a repeated request with the answer to the first one. Of two at once in this process the second waits for the
 * first. An answer that changed nothing is not kept. Throws `idempotency_key_reused` if the key came with another body
 * before, and `TooManyRequests` while too many answers are kept for the player.
 */
export interface Idempotency {
  run(request: IdempotentRequest, work: (toRecord: ToRecord) => Promise<Answer>): Promise<Answer>
}

export function createIdempotency(
  storage: Storage,
  clock: Clock,
  maxAnswers: number = CAPS.rememberedAnswers.count,
): Idempotency {
  const inFlight = new Map<string, Promise<unknown>>()

  async function runOnce(
    { playerId, body }: IdempotentRequest,
    key: string,
    work: (toRecord: ToRecord) => Promise<Answer>,
  ): Promise<Answer> {
    const fingerprint = hashOf(body)
    for (;;) {
      const [known, count] = await Promise.all([
        storage.answer(key, clock.now()),
        storage.countAnswers(playerId, maxAnswers),
      ])
      if (known) return repeat(known, fingerprint)
      if (count >= maxAnswers) throw tooManyAnswers(count)
      const expiresAt = clock.now() + RETENTION
      try {
        return await work((answer) => ({ key, playerId, fingerprint, ...answer, expiresAt }))
      } catch (error) {
        if (!(error instanceof AlreadyAnswered)) throw error
      }
    }
  }

  return {
    async run(request, work) {
      const key = hashOf([request.clientId, request.playerId, request.method, request.path, request.key])
      while (inFlight.has(key)) await inFlight.get(key)
      const running = runOnce(request, key, work)
      inFlight.set(
        key,
        running.then(
          () => undefined,
          () => undefined,
        ),
      )
      try {
        return await running
      } finally {
        inFlight.delete(key)
      }
    },
  }
}

function tooManyAnswers(count: number): TooManyRequests {
  return new TooManyRequests(
    `The answers to ${count} requests of this player are kept already. Wait, or send no Idempotency-Key.`,
    RETRY_AFTER,
  )
}

function repeat(known: RememberedAnswer, fingerprint: string): Answer {
  if (known.fingerprint === fingerprint) return { status: known.status, body: known.body }
  throw new Problem(
    'idempotency_key_reused',
    'This Idempotency-Key came with another body before. Use a new key for a new request.',
  )
}

const hashOf = (value: unknown) => hash('sha256', canonicalJson(value), 'base64url')
