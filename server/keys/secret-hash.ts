import { createHash } from 'node:crypto'
import { isEqualSecret } from '../domain/equal-secret.ts'

/** How a random secret is stored: `sha256$<base64url>`. Never for passwords. */
export function hashSecret(secret: string): string {
  return `sha256$${createHash('sha256').update(secret).digest('base64url')}`
}

/** Whether a secret is the one that was stored; in constant time. */
export function matchesSecret(secret: string, secretHash: string): boolean {
  return isEqualSecret(hashSecret(secret), secretHash)
}
