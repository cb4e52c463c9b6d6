import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import * as z from 'zod/mini'
import type { Clock, Randomness } from '../../services/core/clock.ts'
import type { OAuthRecords } from '../../storage/storage.ts'
import { recordKey } from '../provider/adapter.ts'

/** Short-lived records, each encrypted under a secret that is not stored: only who has the secret finds and reads one. */
export interface SealedRecords<Value> {
  put(secret: string, value: Value): Promise<void>
  /** Null where there is none, or none any more. */
  find(secret: string): Promise<{ readonly value: Value; readonly used: boolean } | null>
  /** Marks it as used; true for one caller only, however many there are. */
  use(secret: string): Promise<boolean>
}

interface Settings<Value> {
  readonly records: OAuthRecords
  readonly clock: Clock
  readonly random: Randomness
  /** Of the store's records. */
  readonly model: string
  readonly shape: z.ZodMiniType<Value>
  /** Milliseconds. */
  readonly lifetime: number
}

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

export function createSealedRecords<Value>(settings: Settings<Value>): SealedRecords<Value> {
  const { records, clock, random, model, shape, lifetime } = settings
  const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', `ante ${model}`, 32))

  function seal(secret: string, value: Value): string {
    const iv = random.bytes(IV_BYTES)
    const cipher = createCipheriv(CIPHER, keyOf(secret), iv)
    const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
  }

  function unseal(secret: string, sealed: string): Value {
    const bytes = Buffer.from(sealed, 'base64url')
    const decipher = createDecipheriv(CIPHER, keyOf(secret), bytes.subarray(0, IV_BYTES))
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()])
    return z.parse(shape, JSON.parse(text.toString('utf8')))
  }

  return {
    async put(secret, value) {
      const payload = { sealed: seal(secret, value) }
      await records.put({ model, key: recordKey(model, secret), payload, expiresAt: clock.now() + lifetime })
    },
    async find(secret) {
      const record = await records.get(model, recordKey(model, secret))
      if (!record || (record.expiresAt ?? 0) <= clock.now()) return null
      return { value: unseal(secret, String(record.payload.sealed)), used: record.consumedAt !== undefined }
    },
    use: async (secret) => (await records.consume(model, recordKey(model, secret), clock.now())) === 'consumed',
  }
}
