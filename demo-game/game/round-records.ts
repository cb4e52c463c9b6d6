import type { RoundRecord } from '../simulation/round.ts'

/** Stores rounds, so that a reload continues the same round and does not give the player a second try. */
export interface RoundRecords {
  find(matchId: string): RoundRecord | null
  save(matchId: string, record: RoundRecord): void
}

const PREFIX = 'stackhouse.round.'
/** Number of stored rounds. Older ones are removed, because they are only needed to show a finished tower again. */
const KEPT = 20

function isRecord(value: unknown): value is RoundRecord {
  if (typeof value !== 'object' || value === null) return false
  const { seed, startsAt, presses } = value as Record<string, unknown>
  const areTicks = Array.isArray(presses) && presses.every((tick) => Number.isSafeInteger(tick) && tick >= 0)
  return typeof seed === 'string' && /^[0-9a-f]{64}$/.test(seed) && Number.isFinite(startsAt) && areTicks
}

function parse(text: string | null): RoundRecord | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

function forgetOldest(storage: Storage): void {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')
  const startOf = (key: string) => parse(storage.getItem(key))?.startsAt ?? 0
  const oldest = keys.filter((key) => key.startsWith(PREFIX)).sort((a, b) => startOf(b) - startOf(a))
  for (const key of oldest.slice(KEPT)) storage.removeItem(key)
}

/** Creates records in a storage such as `localStorage`. With null (the browser forbids storage) nothing is stored. */
export function createRoundRecords(storage: Storage | null): RoundRecords {
  return {
    find: (matchId) => parse(storage?.getItem(PREFIX + matchId) ?? null),
    save(matchId, record) {
      if (storage === null) return
      try {
        storage.setItem(PREFIX + matchId, JSON.stringify(record))
        forgetOldest(storage)
      } catch {
        // The storage is full. The round goes on, but a reload cannot continue it.
      }
    },
  }
}
