/**
 * The first byte of a packed value: what it is, in the low four bits. The high four bits are a small number, or 15 when the
 * rest of the number follows.
 */
export const Tag = {
  /** Its number is a place in `CONSTANTS`. */
  constant: 0,
  /** An integer from 0. */
  integer: 1,
  /** -1 less its number. */
  negative: 2,
  /** Any other number; eight bytes follow. */
  float: 3,
  /** A text in the dictionary. */
  word: 4,
  /** Text in lower-case hex digits; its number counts the bytes. */
  hex: 5,
  /** Hex digits that were in the same record before. */
  sameHex: 6,
  /** Text with a byte a character. */
  latin1: 7,
  /** Any other text, two bytes a character. */
  utf16: 8,
  /** Text that is a decimal number. */
  digits: 9,
  /** Text that is a time as `toISOString` writes it; its number is in milliseconds. */
  time: 10,
  /** Text with colons; the parts between them follow. */
  joined: 11,
  array: 12,
  /** Its number names the properties; their values follow. */
  object: 13,
  /** A text follows that is the value as JSON. */
  json: 14,
} as const

export const CONSTANTS: readonly (boolean | null)[] = [null, true, false]

/** The largest number within the first byte is one less. */
export const MORE = 15
