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

/** The storage, or memory where the browser forbids it: even naming `localStorage` can throw. */
export function storageOrMemory(open: () => KeyValueStorage): KeyValueStorage {
  try {
    const storage = open()
    const probe = 'ante:probe'
    storage.setItem(probe, '1')
    storage.removeItem(probe)
    return storage
  } catch {
    return memoryStorage()
  }
}
