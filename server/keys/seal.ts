import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Turns text into something that only this server can read or make (AES-256-GCM), as base64url. */
export interface Seal {
  seal(text: string): string
  /** The text; null when this server did not seal it for this purpose. */
  open(sealed: string): string | null
}

/** Seals under the first secret and opens under each of them. `purpose` keeps uses apart. */
export function createSeal(secrets: readonly [string, ...string[]], purpose: string): Seal {
  const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', `ante ${purpose}`, 32))
  const sealingKey = keyOf(secrets[0])
  const keys = secrets.map(keyOf)

  return {
    seal(text) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, sealingKey, iv)
      const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < IV_BYTES + TAG_BYTES) return null
      for (const key of keys) {
        const text = decrypt(key, bytes)
        if (text !== null) return text
      }
      return null
    },
  }
}

function decrypt(key: Buffer, bytes: Buffer): string | null {
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)).toString('utf8') + decipher.final('utf8')
  } catch {
    return null
  }
}
