import { createHmac } from 'node:crypto'
import { isEqualSecret } from '../domain/equal-secret.ts'

/** What only this server can compute for a text: binds cookies, forms and tokens to it. `purpose` keeps uses apart. */
export function macOf(secret: string, purpose: string, text: string): string {
  return createHmac('sha256', secret).update(`${purpose}\0${text}`).digest('base64url')
}

/** Whether a text's MAC was made with one of the secrets; in constant time. */
export function isMacOf(mac: string, secrets: readonly string[], purpose: string, text: string): boolean {
  return secrets.some((secret) => isEqualSecret(mac, macOf(secret, purpose, text)))
}
