import { Nickname } from '@ante/shared'
import type { Randomness } from '../core/clock.ts'

const MAX_LENGTH = 20
/** How many names end with four digits before longer numbers are tried. */
const SHORT_TRIES = 5

/**
 * A username made from a name at a provider, such as "ada-4821". It always has a number, because a name at a provider
 * gives nobody a right to the same name here. `tries` counts the names that were taken.
 */
export function usernameFrom(name: string | null, random: Randomness, tries = 0): string {
  const letters = (name ?? '').normalize('NFKD').replace(/[^A-Za-z0-9_.-]/g, '')
  const base = letters.slice(0, MAX_LENGTH).replace(/^[.-]+|[.-]+$/g, '') || 'player'
  return `${base}-${tries < SHORT_TRIES ? fourDigits(random) : random.bytes(5).toString('hex')}`
}

const fourDigits = (random: Randomness) => String(1000 + (random.bytes(4).readUInt32BE() % 9000))

/** A name at a provider as a nickname; null if it is not allowed as one. */
export function nicknameFrom(name: string | null): string | null {
  const parsed = Nickname.safeParse(name)
  return parsed.success ? parsed.data : null
}
