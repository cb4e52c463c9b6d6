import type { KeyValueStorage } from '../api/options.ts'

/** A storage in memory, which is lost with the page. */
export function memoryStorage(): KeyValueStorage {
  const entries = new Map<string, string>()
  return {
    get length() {
      return entries.size
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => {
      entries.set(key, value)
    },
    removeItem: (key) => {
      entries.delete(key)
    },
  }
}

/**
 * The storage, or null where the browser forbids it; even naming `localStorage` can throw. It is tried by reading: a full
 * storage refuses writes, and what it has can still be read.
 */
export function openStorage(open: () => KeyValueStorage): KeyValueStorage | null {
  try {
    const storage = open()
    storage.getItem('ante')
    return storage
  } catch {
    return null
  }
}
