import { Problem } from '@ante/shared'

/** A failure that may pass: no connection, 429, 502, 503, 504. */
export class TransientProblem extends Problem {
  /** Seconds to wait, if the server asked for that. */
  readonly retryAfter: number | null
  /** Whether the server may have done what was asked: true when only the answer is missing. */
  readonly maybeDone: boolean

  constructor(
    code: 'unavailable' | 'too_many_requests',
    message: string,
    retryAfter: number | null,
    maybeDone = false,
  ) {
    super(code, message)
    this.retryAfter = retryAfter
    this.maybeDone = maybeDone
  }
}
