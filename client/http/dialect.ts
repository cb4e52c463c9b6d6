import { Problem } from '@ante/shared'

/** Which calls the server has, as far as that is known. */
export interface Dialect {
  /**
   * True once one of Ante's own calls was missing and a CashPlay call was not: the server has look-up, create, accept
   * and result only. (A wrong address has no call at all.)
   */
  cashPlayOnly: boolean
}

/** Whether the error may mean that the server does not have the call. */
export function isMissing(error: unknown): boolean {
  return error instanceof Problem && error.code === 'not_found'
}

/**
 * Calls one of Ante's own calls, or its substitute when the server does not have that call. Only for calls that answer
 * "not found" for no other reason.
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
