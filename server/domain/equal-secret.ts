import { timingSafeEqual } from 'node:crypto'

/**
 * Whether two secrets are equal, in a time that does not show where they differ. It may show their lengths, so hash a
 * secret first if its length is secret.
 */
export function isEqualSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
