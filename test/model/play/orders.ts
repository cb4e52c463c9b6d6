import { isDeepStrictEqual } from 'node:util'
import type { Answer, Model } from '../reference/model.ts'
import { perform } from '../reference/reference.ts'
import type { Call } from './calls.ts'

/** A call of several at once, with what it was answered. */
export interface Answered {
  readonly call: Call
  readonly answer: Answer
  /** Whether its caller had the answer before the power failed. */
  readonly heard: boolean
}

/**
 * The reference after some order of these calls in which each gets just this answer and the end fits; null when there is no
 * such order. Calls whose answer nobody heard may have happened or not.
 */
export function orderThatFits(
  model: Model,
  calls: readonly Answered[],
  fits: (model: Model) => Model | null,
): Model | null {
  if (calls.every(({ heard }) => !heard)) {
    const end = fits(model)
    if (end) return end
  }
  for (const next of calls) {
    const tried = structuredClone(model)
    const expected = perform(tried, next.call, next.answer)
    if (!isDeepStrictEqual(expected, next.answer)) continue
    const others = calls.filter((call) => call !== next)
    const end = orderThatFits(tried, others, fits)
    if (end) return end
  }
  return null
}
