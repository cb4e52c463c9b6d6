import type { KeyValueStorage } from '../api/options.ts'

/** Creates a storage in memory. It is lost when the page is closed. */
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
 * Returns the storage, or null when the browser forbids it. Even reading the property `localStorage` can throw. The
 * test is a read, because a full storage refuses writes but its data can still be read.
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
