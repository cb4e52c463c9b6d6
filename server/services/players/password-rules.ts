import { COMMON_PASSWORDS } from './common-passwords.ts'

/** Of the password alone, counted as a reader counts them. */
const MIN_CHARACTERS = 8
/** Fewer different ones are a pattern. */
const MIN_DIFFERENT = 4
const SERVICE = 'ante'

/**
 * What is wrong with a new password, as `must …`, or null (NIST SP 800-63B, section 5.1.1.2): long enough, and
 * none that others try first. Which characters it is made of is its owner's business.
 */
export function validatePassword(password: string, username: string): string | null {
  const text = password.normalize('NFKC')
  if ([...text].length < MIN_CHARACTERS) return `must be at least ${MIN_CHARACTERS} characters long`
  const lower = text.toLowerCase()
  if (COMMON_PASSWORDS.has(lower)) return 'must not be one of those that are tried first: choose another one'
  if (isPattern(lower)) return 'must not be a date, a sequence or a repetition: choose another one'
  if (isNameDressedUp(lower, username.toLowerCase()) || isNameDressedUp(lower, SERVICE)) {
    return 'must not be your username or the name of this site with a little around it: choose another one'
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

/** Eight digits that are a day between 1900 and 2099, whichever part comes first. */
function isDate(text: string): boolean {
  const day = '(0[1-9]|[12]\\d|3[01])'
  const month = '(0[1-9]|1[0-2])'
  const year = '(19|20)\\d\\d'
  const orders = [`${day}${month}${year}`, `${month}${day}${year}`, `${year}${month}${day}`]
  return new RegExp(`^(?:${orders.join('|')})$`).test(text.replace(/[-./ ]/g, ''))
}

/** Nothing but a name, perhaps more than once, with digits and signs around it. */
function isNameDressedUp(text: string, name: string): boolean {
  return text.includes(name) && /^[\P{L}]*$/u.test(text.replaceAll(name, ''))
}
