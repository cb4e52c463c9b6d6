const DAY_LENGTH = 10
const TIME = 'T00:00:00.000Z'
const MAX_DAYS = 100

const days = new Map<string, number | null>()

/**
 * The instant of a text that is exactly as `toISOString` writes it; null for any other. Times of a day that was seen before
 * take no `Date`: a packed event has three times or four.
 */
export function instantOf(text: string): number | null {
  if (text.length !== DAY_LENGTH + TIME.length || text[DAY_LENGTH] !== 'T') return null
  const start = startOfDay(text.slice(0, DAY_LENGTH))
  if (start === null || text[13] !== ':' || text[16] !== ':' || text[19] !== '.' || text[23] !== 'Z') return null
  const [hours, minutes, seconds] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)]
  const time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + digits(text, 20, 23)
  return hours < 24 && minutes < 60 && seconds < 60 && time >= 0 ? start + time : null
}

/** Null where a text is no day from 1970 on. */
function startOfDay(day: string): number | null {
  const known = days.get(day)
  if (known !== undefined) return known
  const instant = Date.parse(day + TIME)
  const start = instant >= 0 && new Date(instant).toISOString() === day + TIME ? instant : null
  if (days.size >= MAX_DAYS) days.clear()
  days.set(day, start)
  return start
}

/** NaN where one of them is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let n = from; n < to; n++) {
    const digit = text.charCodeAt(n) - 48
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : Number.NaN
  }
  return number
}
