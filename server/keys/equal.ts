import { timingSafeEqual } from 'node:crypto'

/** Compares two secrets in a time that tells nothing of where they differ. It may tell that their lengths differ. */
export function isEqualSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
