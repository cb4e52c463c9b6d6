import { Problem } from '@ante/shared'

/** A temporary failure: no connection, 429, 502, 503, 504. A later attempt may succeed. */
export class TransientProblem extends Problem {
  /** Seconds to wait, if the server asked for that. */
  readonly retryAfter: number | null
  /** True when the server may have executed the call and only the answer is missing. */
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
