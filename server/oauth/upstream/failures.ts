/** Why a sign-in through a provider came to nothing. */
export type FailureReason =
  /** The provider: no answer in time, none at all, one that cannot be read, a no, an answer without a subject. */
  | 'slow'
  | 'down'
  | 'unreadable'
  | 'refused'
  | 'no_subject'
  /** The person, or something the provider says in the redirect. */
  | 'denied'
  | 'returned_error'
  /** The redirect itself: not expected (any more), of another browser, repeated, of another provider. */
  | 'ended'
  | 'elsewhere'
  | 'used'
  | 'mixed_up'

/** A sign-in that cannot go on, and that can be tried again. */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure'
  readonly reason: FailureReason
  /** For the operator and the developer; never anything secret, so never what the provider sent. */
  readonly detail: string | undefined

  constructor(reason: FailureReason, detail?: string) {
    super(detail === undefined ? reason : `${reason}: ${detail}`)
    this.reason = reason
    this.detail = detail
  }
}

/** An error code that a provider sent, where it is one: anything else could be a secret that it echoes. */
export function errorCodeIn(answer: unknown): string | undefined {
  const code = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined
  return typeof code === 'string' && /^[a-z_]{1,48}$/.test(code) ? code : undefined
}
