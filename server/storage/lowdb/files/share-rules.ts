import type { Match } from '../../../domain/match.ts'
import type { GameRules } from '../../../domain/rules.ts'

/** Gives a match that was read from a file the rules object of an earlier match with the same rules. */
export type ShareRules = (match: Match) => Match

/**
 * Every stored match has a copy of its rules, and there are few different ones. With one object for all copies, a match
 * takes about 240 bytes less memory.
 */
export function createShareRules(): ShareRules {
  const known = new Map<string, GameRules>()
  return (match) => {
    const key = JSON.stringify(match.rules)
    const rules = known.get(key) ?? match.rules
    known.set(key, rules)
    return { ...match, rules }
  }
}
