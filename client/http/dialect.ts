import { Problem } from '@ante/shared'

/** Says which calls the server supports, as far as the client knows. */
export interface Dialect {
  /**
   * True when the server supports only the CashPlay calls: look-up, create, accept and result. The client knows this
   * once one of Ante's own calls is missing and a CashPlay call works. (At a wrong address both are missing.)
   */
  cashPlayOnly: boolean
}

/** Returns true when the error may mean that the server does not support the call. */
export function isMissing(error: unknown): boolean {
  return error instanceof Problem && error.code === 'not_found'
}

/**
 * Runs one of Ante's own calls, or its substitute when the server does not support that call. Use it only for calls
 * that have no other reason to answer "not found".
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
