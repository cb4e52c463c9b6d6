import type { MatchId } from '../../../domain/ids.ts'
import type { Match } from '../../../domain/match.ts'
import type { StoredMatches } from '../packed/stored-matches.ts'

/**
 * The fields of a match that a change has replaced. Journal lines hold it in place of the whole match: of the four states
 * that a match has, the last three differ in a third of their bytes. Applying lines twice, or to a later state, is as
 * harmless as with whole records: each field ends with the value of the last line that has it.
 */
export type MatchDelta = readonly [kind: 'matchDeltas', id: MatchId, fields: Partial<Match>]

/** Null where a field was left out, which a delta cannot tell. */
export function matchDelta(before: Match, after: Match): MatchDelta | null {
  const fields: Record<string, unknown> = {}
  const values = after as unknown as Record<string, unknown>
  for (const [name, value] of Object.entries(before)) {
    const replacement = values[name]
    if (replacement === undefined && value !== undefined) return null
    if (replacement !== value) fields[name] = replacement
  }
  for (const name of Object.keys(values)) if (!(name in before)) fields[name] = values[name]
  return ['matchDeltas', after.id, fields]
}

/** Applies a delta that was read from a file; false when there is no such match. */
export function restoreDelta(matches: StoredMatches, [, id, fields]: MatchDelta): boolean {
  const before = matches.get(id)
  if (!before || typeof fields !== 'object' || fields === null) return false
  matches.set(id, { ...before, ...fields, id } as Match)
  return true
}
