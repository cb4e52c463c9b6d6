import { Nickname } from '@ante/shared'
import { expect, it } from 'vitest'

const isTaken = (name: string) => Nickname.safeParse(name).success

it.each([
  'Ada',
  'Ada L.',
  "O'Neill-Smith",
  'Zoë',
  'نور',
  '田中さん',
  'علی‌رضا',
  'می‌خواهم',
  'ශ්‍රී',
  'क्‍ष',
  'র‍্যাব',
  '👨‍👩‍👧',
  '🏳️‍🌈',
  '👩🏽‍🚀',
  '❤️‍🔥',
  '☺️ 1️⃣',
  '🇬🇧',
])('[OA115] a name that people write is taken: %s', (name) => {
  expect(isTaken(name)).toBe(true)
})

it.each([
  ['a Hangul filler', '\u3164'],
  ['a half-width Hangul filler', 'a\uffa0'],
  ['a braille blank', '\u2800'],
  ['a soft hyphen', 'Ad\u00ada'],
  ['a lone high surrogate', 'a\ud83d'],
  ['a lone low surrogate', '\ude00a'],
  ['a C0 control', 'a\u0007b'],
  ['a C1 control', 'a\u0085b'],
  ['tag characters', '🏴\u{e0067}\u{e0062}\u{e007f}'],
  ['a zero-width space', 'Ad\u200ba'],
  ['a joiner between letters that need none', 'Ad\u200da'],
  ['a non-joiner between letters that need none', 'Ad\u200ca'],
  ['a joiner at the end', '👨\u200d'],
  ['two joiners', '👨\u200d\u200d👩'],
  ['a variation selector after a letter', 'A\ufe0f'],
  ['a direction override', 'a\u202eb'],
  ['an isolate', 'a\u2066b'],
  ['a line separator', 'a\u2028b'],
  ['a combining grapheme joiner', 'a\u034fb'],
  ['a private use character', 'a\ue000'],
  ['combining marks alone', '\u0301\u0301'],
  ['spaces of any width alone', '\u2003\u3000\u00a0'],
])('[OA115] a name with what nobody can see is refused: %s', (_, name) => {
  expect(isTaken(name)).toBe(false)
})
