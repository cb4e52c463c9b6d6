import type { Words } from './words/words.ts'

const KEYS: Readonly<Record<string, keyof Words>> = {
  insufficient_funds: 'tooExpensive',
  stake_limit_reached: 'stakeLimit',
  too_many_matches: 'tooManyMatches',
  unavailable: 'unavailable',
  popup_blocked: 'popupBlocked',
  denied: 'denied',
}

/** Returns the key of the words for an error; null when the player only closed the sign-in window. */
export function problemKey(error: unknown): keyof Words | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code === 'closed' ? null : (KEYS[code] ?? 'failed')
}
