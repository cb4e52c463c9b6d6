import { readFileSync } from 'node:fs'

/** More connections than this are of no use to one process. */
const MAX_CONNECTIONS = 10_000
/** Descriptors kept for the store, the log, outgoing calls and listeners. */
const RESERVED = 128
/** Assumed where the system does not say. */
const USUAL_LIMIT = 1024

/** How many connections the process can hold and still have descriptors for everything else. */
export function connectionBudget(): number {
  const limit = descriptorLimit()
  return Math.min(MAX_CONNECTIONS, Math.max(limit - RESERVED, Math.floor(limit / 2)))
}

/** How many files and connections the process may have open. */
function descriptorLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === undefined ? USUAL_LIMIT : soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    return USUAL_LIMIT
  }
}
