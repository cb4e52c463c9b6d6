import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import * as z from 'zod/mini'

/** What the server signs and binds with. The first of each is in use; the others still count, so that keys can change. */
export interface Keys {
  /** Private ES256 keys; their public halves are published. */
  readonly signing: readonly [JWK, ...JWK[]]
  /** Secrets behind cookies, forms and rotated tokens. */
  readonly secrets: readonly [string, ...string[]]
}

const PrivateKey = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string(),
  x: z.string(),
  y: z.string(),
  d: z.string(),
})
const KeyFile = z.object({
  signing: z.tuple([PrivateKey], PrivateKey),
  secrets: z.tuple([z.string().check(z.minLength(32))], z.string().check(z.minLength(32))),
})

/** Reads `keys.json` of the data folder, or makes it on the first start. Losing it signs everybody out. */
export async function loadKeys(directory: string): Promise<Keys> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const known = await readKeys(directory)
  if (known) return known
  const keys = await createKeys()
  await writeDurably(directory, fileIn(directory), `${JSON.stringify(keys, null, 2)}\n`)
  return keys
}

/** Reads `keys.json` of the data folder; null where there is none. */
export async function readKeys(directory: string): Promise<Keys | null> {
  const file = fileIn(directory)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : parseKeys(text, file)
}

const fileIn = (directory: string) => join(directory, 'keys.json')

function parseKeys(text: string, file: string): Keys {
  try {
    return z.parse(KeyFile, JSON.parse(text))
  } catch {
    throw new Error(`${file} is damaged. Restore it from a backup; without it, remove it and everybody signs in again.`)
  }
}

async function createKeys(): Promise<Keys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const kid = randomBytes(8).toString('hex')
  const signing = { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' }
  return { signing: [signing], secrets: [randomBytes(32).toString('base64url')] }
}

/** After a crash there is the whole file or none. */
async function writeDurably(directory: string, file: string, text: string): Promise<void> {
  const temporary = `${file}.new`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.chmod(0o600)
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
  const folder = await open(directory, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
