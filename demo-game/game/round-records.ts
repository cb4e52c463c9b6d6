import type { RoundRecord } from '../simulation/round.ts'

/** Remembers rounds, so that a reload goes on with the same one instead of being a second try. */
export interface RoundRecords {
  find(matchId: string): RoundRecord | null
  save(matchId: string, record: RoundRecord): void
}

const PREFIX = 'stackhouse.round.'
/** Older ones go: they only show the finished tower again. */
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

/** Records in a storage such as `localStorage`; null where the browser forbids one, and nothing is remembered. */
export function createRoundRecords(storage: Storage | null): RoundRecords {
  return {
    find: (matchId) => parse(storage?.getItem(PREFIX + matchId) ?? null),
    save(matchId, record) {
      if (storage === null) return
      try {
        storage.setItem(PREFIX + matchId, JSON.stringify(record))
        forgetOldest(storage)
      } catch {
        // A full storage costs the way back after a reload, not the round.
      }
    },
  }
}
