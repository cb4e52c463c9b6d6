import { createHash } from 'node:crypto'
import { Problem } from '@ante/shared'
import type { RememberedAnswer, Storage } from '../../storage/storage.ts'
import type { Clock } from './clock.ts'
import { AnsweredMeanwhile } from './unit-of-work.ts'

const DAY = 24 * 3600 * 1000
/** A day more than the contract promises. */
const KEPT_FOR = 8 * DAY

/** A request that its caller may repeat. */
export interface Repeatable {
  readonly clientId: string
  readonly playerId: number
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

/** What a use case needs to remember its answer in its own commit. */
export type RememberedAs = (answer: Answer) => RememberedAnswer

/** Answers a repeated request as the first time; of two in flight the second waits for the first. */
export interface Idempotency {
  run(request: Repeatable, work: (rememberedAs: RememberedAs) => Promise<Answer>): Promise<Answer>
}

export function createIdempotency(storage: Storage, clock: Clock): Idempotency {
  const inFlight = new Map<string, Promise<unknown>>()

  async function runOnce(
    key: string,
    fingerprint: string,
    work: (as: RememberedAs) => Promise<Answer>,
  ): Promise<Answer> {
    const known = await storage.answer(key, clock.now())
    if (known) return repeat(known, fingerprint)
    try {
      return await work(({ status, body }) => ({ key, fingerprint, status, body, expiresAt: clock.now() + KEPT_FOR }))
    } catch (error) {
      if (!(error instanceof AnsweredMeanwhile)) throw error
      return runOnce(key, fingerprint, work)
    }
  }

  return {
    async run(request, work) {
      const key = hash([request.clientId, request.playerId, request.method, request.path, request.key])
      while (inFlight.has(key)) await inFlight.get(key)
      const running = runOnce(key, hash(request.body), work)
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

function repeat(known: RememberedAnswer, fingerprint: string): Answer {
  if (known.fingerprint === fingerprint) return { status: known.status, body: known.body }
  throw new Problem(
    'idempotency_key_reused',
    'This Idempotency-Key came with another body before. Use a new key for a new request.',
  )
}

function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(value)))
    .digest('base64url')
}

/** The same value whatever the order in which its keys were written. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  )
}
