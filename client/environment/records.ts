import type { KeyValueStorage } from '../api/options.ts'
import { parse, type Shape } from '../contract/shape.ts'

/** JSON values in a storage, under a common prefix. A value that does not parse counts as missing. */
export interface Records {
  /** The full name of a key, as `storage` events report it. */
  fullKey(key: string): string
  read<T>(key: string, shape: Shape<T>): T | null
  /** Stores the value, or keeps it in memory when the storage is full. */
  write(key: string, value: unknown): void
  /** Returns true when the value of this key outlives the page. */
  isStored(key: string): boolean
  remove(key: string): void
  /** Keys that begin with `prefix`. */
  keys(prefix: string): string[]
}

/**
 * Creates the records of one client on one server. A value that the storage refused is kept in memory. It is valid
 * until another tab stores something new under the same key.
 */
export function createRecords(storage: KeyValueStorage, prefix: string, outlivesPage = true): Records {
  const refused = new Map<string, { readonly text: string; readonly stored: string | null }>()
  const textOf = (key: string): string | null => {
    const stored = storage.getItem(prefix + key)
    const kept = refused.get(key)
    if (kept?.stored === stored) return kept.text
    refused.delete(key)
    return stored
  }
  return {
    fullKey: (key) => prefix + key,
    read(key, shape) {
      const text = textOf(key)
      return text === null ? null : parse(shape, parseJson(text))
    },
    write(key, value) {
      const text = JSON.stringify(value)
      refused.delete(key)
      try {
        storage.setItem(prefix + key, text)
      } catch {
        refused.set(key, { text, stored: storage.getItem(prefix + key) })
      }
    },
    isStored: (key) => outlivesPage && !refused.has(key),
    remove(key) {
      refused.delete(key)
      storage.removeItem(prefix + key)
    },
    keys(begin) {
      const stored = keysOf(storage).filter((key) => key.startsWith(prefix))
      const keys = new Set([...stored.map((key) => key.slice(prefix.length)), ...refused.keys()])
      return [...keys].filter((key) => key.startsWith(begin))
    },
  }
}

function keysOf(storage: KeyValueStorage): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
}

/** The value, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
