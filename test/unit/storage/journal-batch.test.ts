import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RecordChange } from '../../../server/storage/lowdb/files/stored-data.ts'
import { decodeHeader, decodeLines, encodeBatch, encodeLine } from '../../../server/storage/lowdb/journal/batch.ts'

const counters = fc.array(
  fc.nat().map((n): RecordChange => ['counters', 'player', n]),
  { minLength: 1, maxLength: 4 },
)

it('[ST27] reads back the lines of a batch', () => {
  fc.assert(
    fc.property(
      fc.array(counters, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 2 ** 40 }),
      (lines, first) => {
        const { header, body } = encodeBatch(
          first,
          lines.map((records, index) => encodeLine(first + index, records)),
        )
        const decoded = decodeHeader(header)
        expect(decoded).toMatchObject({ first, count: lines.length, bytes: body.length })
        expect(decoded && decodeLines(decoded, body)).toEqual(lines)
      },
    ),
  )
})

it('[ST27] takes no header for good in which a bit is flipped', () => {
  const { header } = encodeBatch(7, [encodeLine(7, [['counters', 'game', 3]])])
  expect(decodeHeader(header)).not.toBeNull()
  for (let bit = 0; bit < header.length * 8; bit++) {
    const changed = Buffer.from(header)
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    expect(decodeHeader(changed), `bit ${bit}`).toBeNull()
  }
})

it('[ST27] takes no lines for good that are others than the header says', () => {
  const line = (seq: number) => encodeLine(seq, [['counters', 'game', seq]])
  const { header, body } = encodeBatch(7, [line(7), line(8)])
  const decoded = decodeHeader(header)
  if (!decoded) throw new Error('a header')
  expect(decodeLines(decoded, body)).toHaveLength(2)
  const misnumbered = encodeBatch(7, [line(7), line(9)])
  const theirHeader = decodeHeader(misnumbered.header)
  expect(theirHeader && decodeLines(theirHeader, misnumbered.body)).toBeNull()
  expect(decodeLines({ ...decoded, count: 3 }, body)).toBeNull()
  expect(decodeLines(decoded, Buffer.from(body.toString().replace('8', '6')))).toBeNull()
})
