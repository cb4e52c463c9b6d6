import common from './common-passwords.json' with { type: 'json' }

const COMMON_PASSWORDS: ReadonlySet<string> = new Set(common.passwords)
/** Unicode characters, not UTF-16 units. */
const MIN_CHARACTERS = 8
/** A password with fewer different characters is a pattern. */
const MIN_DIFFERENT = 4
const SERVICE_NAME = 'ante'

/**
 * What is wrong with a new password, as `must …`; null when it is allowed (NIST SP 800-63B, section 5.1.1.2). It must be
 * long enough and not be one that attackers try first. There is no rule about kinds of characters.
 */
export function validatePassword(password: string, username: string): string | null {
  const text = password.normalize('NFKC')
  if ([...text].length < MIN_CHARACTERS) return `must be at least ${MIN_CHARACTERS} characters long`
  const lower = text.toLowerCase()
  if (COMMON_PASSWORDS.has(lower)) return 'must not be a common password, which attackers try first: choose another one'
  if (isPattern(lower)) return 'must not be a date, a sequence or a repetition: choose another one'
  if (isDecoratedName(lower, username.toLowerCase()) || isDecoratedName(lower, SERVICE_NAME)) {
    return 'must not be your username or the name of this site with only digits and signs added: choose another one'
  }
  return null
}

function isPattern(text: string): boolean {
  const characters = [...text]
  const steps = characters.slice(1).map((character, index) => codeOf(character) - codeOf(characters[index] ?? ''))
  const isSequence = steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1
  return new Set(characters).size < MIN_DIFFERENT || isSequence || isDate(text)
}

const codeOf = (character: string) => character.codePointAt(0) ?? 0

/** Eight digits that are a date from 1900 to 2099, in any usual order of day, month and year. */
function isDate(text: string): boolean {
  const day = '(0[1-9]|[12]\\d|3[01])'
  const month = '(0[1-9]|1[0-2])'
  const year = '(19|20)\\d\\d'
  const orders = [`${day}${month}${year}`, `${month}${day}${year}`, `${year}${month}${day}`]
  return new RegExp(`^(?:${orders.join('|')})$`).test(text.replace(/[-./ ]/g, ''))
}

/** A name, once or more, with nothing but digits and signs added. */
function isDecoratedName(text: string, name: string): boolean {
  return text.includes(name) && /^[\P{L}]*$/u.test(text.replaceAll(name, ''))
}
