import { Problem } from '@ante/shared'
import { asMatchId } from '../../domain/ids.ts'
import type { Place } from '../../domain/ranking.ts'
import { createSeal } from '../../keys/seal.ts'

/** Cursors of a look-up. They are encrypted, because a place contains another player's skill level. */
export interface LookUpCursors {
  present(place: Place): string
  /** The place in a cursor that `present` made; null for undefined. Throws `invalid_request` for any other text. */
  parse(cursor: string | undefined): Place | null
}

/** The digits of a level. All levels have the same length, so that a cursor's length does not reveal the level. */
const LEVEL_LENGTH = 7

export function createLookUpCursors(secrets: readonly [string, ...string[]]): LookUpCursors {
  const { seal, open } = createSeal(secrets, 'look-up cursor')
  return {
    present({ skillLevel, createdAt, id }) {
      return seal(`${String(skillLevel ?? '').padStart(LEVEL_LENGTH)}-${createdAt}-${id}`)
    },
    parse(cursor) {
      if (cursor === undefined) return null
      const [level = '', createdAt = '', id = ''] = open(cursor)?.split('-') ?? []
      if (id === '') throw invalidCursor()
      const skillLevel = level.trim() === '' ? null : Number(level)
      return { skillLevel, createdAt: Number(createdAt), id: asMatchId(id) }
    },
  }
}

function invalidCursor(): Problem {
  const message = 'must be as a next_page link of this server carries it'
  return new Problem('invalid_request', `The query is not valid. after: ${message}`, [{ path: 'after', message }])
}
