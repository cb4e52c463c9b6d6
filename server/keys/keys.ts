import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import * as z from 'zod/mini'
import { writeDurably } from './durable-file.ts'

/** What the server signs and binds with. The first of each is in use; the others still count, so that keys can change. */
export interface Keys {
  /** Private ES256 keys; their public halves are published. */
  readonly signing: readonly [JWK, ...JWK[]]
  /** Secrets behind cookies, forms and rotated tokens. */
  readonly secrets: readonly [string, ...string[]]
}

const NO_KEYS = 'ANTE_KEYS has no keys in it: "npx ante keys new" makes some.'

const PrivateKey = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string(),
  x: z.string(),
  y: z.string(),
  d: z.string(),
})
const KeySet = z
  .object({
    signing: z.tuple([PrivateKey], PrivateKey),
    secrets: z.tuple([z.string().check(z.minLength(32))], z.string().check(z.minLength(32))),
  })
  .check(z.refine(({ signing }) => new Set(signing.map(({ kid }) => kid)).size === signing.length))

/**
 * The keys that the environment gave; else those in `keys.json` of the data folder, made on the first start. Losing them
 * signs everybody out.
 */
export async function loadKeys(directory: string, given: string | null = null): Promise<Keys> {
  if (given !== null) return parseKeys(given, NO_KEYS)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const known = await readKeys(directory)
  if (known) return known
  const keys = await createKeys()
  await writeKeys(keyFileIn(directory), keys)
  return keys
}

/** The keys that the environment gave; else those that the processes on one store share, made by the first of them. */
export async function loadSharedKeys(
  keep: (name: string, text: string) => Promise<string>,
  given: string | null,
): Promise<Keys> {
  if (given !== null) return parseKeys(given, NO_KEYS)
  const kept = await keep('keys', presentKeys(await createKeys()))
  return parseKeys(kept, 'The keys in the database are damaged. Restore them from a backup.')
}

/** Reads `keys.json` of the data folder; null where there is none. */
export async function readKeys(directory: string): Promise<Keys | null> {
  return readKeyFile(keyFileIn(directory))
}

export const keyFileIn = (directory: string) => join(directory, 'keys.json')

/** Reads a file of keys; null where there is none. */
export async function readKeyFile(file: string): Promise<Keys | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  const message = `${file} is damaged. Restore it from a backup; without it, remove it and everybody signs in again.`
  return text === null ? null : parseKeys(text, message)
}

/** For its owner alone, and whole or not at all, whenever the machine stops. */
export function writeKeys(file: string, keys: Keys): Promise<void> {
  return writeDurably(file, presentKeys(keys))
}

/** Keys as they are kept. */
export function presentKeys(keys: Keys): string {
  return `${JSON.stringify(keys, null, 2)}\n`
}

function parseKeys(text: string, message: string): Keys {
  try {
    return z.parse(KeySet, JSON.parse(text))
  } catch {
    throw new Error(message)
  }
}

export async function createKeys(): Promise<Keys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const kid = randomBytes(8).toString('hex')
  const signing = { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' }
  return { signing: [signing], secrets: [randomBytes(32).toString('base64url')] }
}

/** New keys in front of the ones that were in use, which go on to verify. */
export async function rotatedKeys({ signing, secrets }: Keys): Promise<Keys> {
  const fresh = await createKeys()
  return { signing: [fresh.signing[0], ...signing], secrets: [fresh.secrets[0], ...secrets] }
}

/** The keys in use alone: what was made with the others is not believed any more. */
export function withoutOldKeys({ signing, secrets }: Keys): Keys {
  return { signing: [signing[0]], secrets: [secrets[0]] }
}
