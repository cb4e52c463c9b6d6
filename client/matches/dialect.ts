import { Problem } from '@ante/shared'

/** What is known about the calls that the server has. */
export interface Dialect {
  /**
   * True once one of Ante's own calls was missing where a CashPlay call was there: look-up, create, accept and result
   * are all there is. (A wrong address has none at all.)
   */
  cashPlayOnly: boolean
}

/** Whether the server has no such call, as far as its answer tells. */
export function isMissing(error: unknown): boolean {
  return error instanceof Problem && error.code === 'not_found'
}

/**
 * The answer of one of Ante's own calls, or of its substitute where the server does not have that call. Only for calls
 * that answer "not found" in no other case.
 */
export async function withSubstitute<Result>(
  dialect: Dialect,
  call: () => Promise<Result>,
  substitute: () => Promise<Result>,
): Promise<Result> {
  if (dialect.cashPlayOnly) return substitute()
  try {
    return await call()
  } catch (error) {
    if (!isMissing(error)) throw error
    return await substitute()
  }
}
