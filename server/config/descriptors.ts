import { readFileSync } from 'node:fs'
import { CAPS } from '../domain/limits.ts'

/** File descriptors reserved for the store, the log, outgoing calls and listeners. */
const RESERVED = 128
/** The limit where the system does not report one. */
const USUAL_LIMIT = 1024

/** The number of connections that leaves enough file descriptors for everything else. */
export function connectionBudget(): number {
  const limit = descriptorLimit()
  return Math.min(CAPS.connections.count, Math.max(limit - RESERVED, Math.floor(limit / 2)))
}

/** The soft limit of open file descriptors of this process. */
function descriptorLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === undefined ? USUAL_LIMIT : soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    return USUAL_LIMIT
  }
}
