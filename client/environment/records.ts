import type { KeyValueStorage } from '../api/options.ts'
import { parse, type Shape } from '../contract/shape.ts'
import { memoryStorage } from './storage.ts'

/** JSON values in a storage, under a prefix of their own. A value that does not parse counts as missing. */
export interface Records {
  /** The full name of a key, as `storage` events report it. */
  fullKey(key: string): string
  read<T>(key: string, shape: Shape<T>): T | null
  /** Keeps it in memory when the storage is full. */
  write(key: string, value: unknown): void
  remove(key: string): void
  /** Keys that begin with `prefix`. */
  keys(prefix: string): string[]
}

/** Records of one client on one server. */
export function createRecords(storage: KeyValueStorage, prefix: string): Records {
  const overflow = memoryStorage()
  return {
    fullKey: (key) => prefix + key,
    read(key, shape) {
      const text = overflow.getItem(key) ?? storage.getItem(prefix + key)
      return text === null ? null : parse(shape, parseJson(text))
    },
    write(key, value) {
      const text = JSON.stringify(value)
      overflow.removeItem(key)
      try {
        storage.setItem(prefix + key, text)
      } catch {
        overflow.setItem(key, text)
      }
    },
    remove(key) {
      overflow.removeItem(key)
      storage.removeItem(prefix + key)
    },
    keys(begin) {
      const stored = keysOf(storage).filter((key) => key.startsWith(prefix))
      const keys = new Set([...stored.map((key) => key.slice(prefix.length)), ...keysOf(overflow)])
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
