import { describe, expect, it } from 'vitest'
import type { Match } from '../../../server/domain/match.ts'
import {
  emptyData,
  type JournalRecord,
  journalRecordsOf,
  type RecordChange,
  restoreAll,
} from '../../../server/storage/lowdb/files/stored-data.ts'
import { lifeOf } from '../../support/storage/load.ts'

const states = lifeOf(1).flatMap(({ matches = [] }) => matches)
const last = states.at(-1) as Match
const changeTo = (match: Match): RecordChange => ['matches', match.id, match]
const asRead = (records: readonly JournalRecord[]) => JSON.parse(JSON.stringify(records)) as JournalRecord[]

/** The journal lines of a match's life. */
function linesOf(matches: readonly Match[]): JournalRecord[][] {
  const data = emptyData()
  return matches.map((match) => {
    const line = asRead(journalRecordsOf(data, [changeTo(match)]))
    restoreAll(data, [changeTo(match)])
    return line
  })
}

describe('[ST96] a journal line of a match', () => {
  it('has the whole match once, and then the fields that a change replaced', () => {
    const lines = linesOf(states)
    expect(lines.map(([record]) => [record?.[0], Object.keys(record?.[2] ?? {}).length])).toEqual([
      ['matches', Object.keys(states[0] ?? {}).length],
      ['matchDeltas', 3],
      ['matchDeltas', 2],
      ['matchDeltas', 4],
    ])
  })

  it('leads to the same match from every state that a snapshot may have, also applied again', () => {
    const lines = linesOf(states)
    for (let snapshot = 0; snapshot < states.length; snapshot++) {
      for (let first = 0; first <= snapshot + 1; first++) {
        const data = emptyData()
        restoreAll(data, [changeTo(states[snapshot] as Match)])
        for (const line of [...lines.slice(first), ...lines.slice(first)]) expect(restoreAll(data, line)).toBe(true)
        expect(data.matches.get(last.id), `from state ${snapshot}, line ${first}`).toEqual(last)
      }
    }
  })

  it('has the whole match where a change leaves a field out, or is the second of its line', () => {
    const [open, matched, scored] = states as [Match, Match, Match]
    const data = emptyData()
    restoreAll(data, [changeTo(open)])
    const { skillLevel: _, ...without } = matched
    expect(journalRecordsOf(data, [changeTo(without as Match)])[0]?.[0]).toBe('matches')
    expect(journalRecordsOf(data, [changeTo(matched), changeTo(scored)]).map(([kind]) => kind)).toEqual([
      'matchDeltas',
      'matches',
    ])
  })

  it('is refused where the match is not there', () => {
    expect(restoreAll(emptyData(), [['matchDeltas', last.id, { version: 2 }]])).toBe(false)
  })
})
