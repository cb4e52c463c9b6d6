import type { Instant } from './ids.ts'

/** Failed attempts under a key, as they are remembered. */
export interface Attempts {
  readonly failures: number
  /** When they were counted. */
  readonly at: Instant
  /** No attempt before. */
  readonly until: Instant
  /** From then on they are as good as none, and may be removed. */
  readonly forgottenAt: Instant
}

/**
 * Replaces what is remembered under a key by what `decide` makes of it, in one step, and resolves with the answer of `decide`.
 * Null: nothing is remembered. `decide` may be called more than once.
 */
export type ChangeAttempts = <Answer>(
  key: string,
  decide: (known: Attempts | null) => { readonly next: Attempts | null; readonly answer: Answer },
) => Promise<Answer>
