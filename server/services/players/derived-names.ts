import { Nickname } from '@ante/shared'
import type { Randomness } from '../core/clock.ts'

const MAX_LETTERS = 20
const FEW_TRIES = 5

/**
 * A username made from what somebody is called elsewhere, such as "ada-4821". Always with a number: a name that somebody
 * has at a provider is no claim to the same name here.
 */
export function usernameFrom(name: string | null, random: Randomness, tries = 0): string {
  const letters = (name ?? '').normalize('NFKD').replace(/[^A-Za-z0-9_.-]/g, '')
  const base = letters.slice(0, MAX_LETTERS).replace(/^[.-]+|[.-]+$/g, '') || 'player'
  return `${base}-${tries < FEW_TRIES ? fourDigits(random) : random.bytes(5).toString('hex')}`
}

const fourDigits = (random: Randomness) => String(1000 + (random.bytes(4).readUInt32BE() % 9000))

/** The same name as others here may see it; null where it cannot be shown. */
export function displayNameFrom(name: string | null): string | null {
  const parsed = Nickname.safeParse(name)
  return parsed.success ? parsed.data : null
}
