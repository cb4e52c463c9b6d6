import { createHash, timingSafeEqual } from 'node:crypto'

/** What is kept of a secret that is random itself: `sha256$<base64url>`. Never for passwords. */
export function hashSecret(secret: string): string {
  return `sha256$${createHash('sha256').update(secret).digest('base64url')}`
}

/** Compares in constant time. */
export function matchesSecret(secret: string, secretHash: string): boolean {
  const [actual, expected] = [Buffer.from(hashSecret(secret)), Buffer.from(secretHash)]
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
