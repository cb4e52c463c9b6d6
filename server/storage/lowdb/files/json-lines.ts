const NEWLINE = 0x0a
const COMMA = 0x2c

/** Reads lines of JSON all at once, which is much faster than one by one; null when one is none. Uses the bytes up. */
export function parseLines(lines: Buffer): unknown[] | null {
  for (let end = lines.indexOf(NEWLINE); end >= 0; end = lines.indexOf(NEWLINE, end + 1)) lines[end] = COMMA
  try {
    return JSON.parse(`[${lines.toString('utf8', 0, Math.max(0, lines.length - 1))}]`)
  } catch {
    return null
  }
}
