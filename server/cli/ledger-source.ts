import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { JWK } from 'jose'
import * as z from 'zod/mini'
import { readKeys } from '../keys/keys.ts'
import { publicHalves } from '../services/ledger/head-signer.ts'
import { NoStore, readLedger } from '../storage/lowdb/read-folder.ts'
import type { LedgerSnapshot } from '../storage/storage.ts'
import { type Terminal, UsageError } from './command.ts'

/** What the path of a ledger leads to. */
export type Source =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'export'; readonly chunks: AsyncIterable<Uint8Array> }

/** The data folder or the export at a path; `-` is an export that comes in. */
export async function sourceAt(path: string, terminal: Terminal): Promise<Source> {
  if (path === '-') return { kind: 'export', chunks: terminal.input }
  const found = await stat(path).catch((error: Error) => {
    throw new UsageError(`${path} cannot be read: ${error.message}.`)
  })
  if (found.isDirectory()) return { kind: 'folder', folder: path }
  return { kind: 'export', chunks: createReadStream(path, { highWaterMark: 1 << 20 }) }
}

/** The ledger in a data folder, read without a lock. */
export async function ledgerIn(folder: string): Promise<LedgerSnapshot> {
  try {
    return await readLedger(folder)
  } catch (error) {
    if (error instanceof NoStore) throw new UsageError(error.message)
    throw error
  }
}

/** The keys that a server with this data folder signs with; null where they were not copied with it. */
export async function signingKeysIn(folder: string): Promise<readonly [JWK, ...JWK[]] | null> {
  return (await readKeys(folder))?.signing ?? null
}

const KeySet = z.object({ keys: z.array(z.record(z.string(), z.unknown())) })

/** Published keys that were saved to a file. */
export async function keySetAt(path: string): Promise<readonly JWK[]> {
  const keys = await readFile(path, 'utf8')
    .then((text) => publicHalves(z.parse(KeySet, JSON.parse(text)).keys))
    .catch(() => [])
  if (keys.length === 0)
    throw new UsageError(`${path} holds no published keys, as the server's /oauth/jwks answers them.`)
  return keys
}
