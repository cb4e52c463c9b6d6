import { Problem } from '@ante/shared'
import { asMatchId } from '../../domain/ids.ts'
import type { Place } from '../../domain/ranking.ts'
import { createSeal } from '../../keys/seal.ts'

/** Places among the open matches, as links carry them. They are sealed: a place holds another player's skill level. */
export interface LookUpCursors {
  present(place: Place): string
  /** The place in a link that `present` made; null without one. Throws `invalid_request` for anything else. */
  parse(cursor: string | undefined): Place | null
}

/** As many characters for every level, so that the length of a cursor says nothing about it. */
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
