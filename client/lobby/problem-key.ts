import type { Words } from './words/words.ts'

const KEYS: Readonly<Record<string, keyof Words>> = {
  insufficient_funds: 'tooExpensive',
  too_many_matches: 'tooManyMatches',
  unavailable: 'unavailable',
  popup_blocked: 'popupBlocked',
  denied: 'denied',
}

/** The words for an error of the client; null where the player has only closed the sign-in window. */
export function problemKey(error: unknown): keyof Words | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === 'closed' ? null : (KEYS[code] ?? 'failed')
}
