import { Problem } from '@ante/shared'

/** A failure that the same call may not meet a moment later: no connection, 429, 502, 503, 504. */
export class TransientProblem extends Problem {
  /** Seconds that the server asked to wait, when it did. */
  readonly retryAfter: number | null
  /** Whether the server may have done it all the same: true when only the answer is missing. */
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
