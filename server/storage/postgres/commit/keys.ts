import type { Pool } from '../../../domain/match.ts'
import type { Versioned } from '../../storage.ts'

export const poolKey = (pool: Pool) => `pool ${pool.gameId} ${pool.currency} ${pool.stakeAmount}`

/** Held while a block is appended: there is one chain. */
export const CHAIN = 'chain'

/** Held while the fees are debited, so that they cannot be spent twice. */
export const FEES = 'fees'

/** The row of `versions` that counts something's changes; null for what is counted elsewhere. */
export function versionKey(versioned: Versioned): string | null {
  switch (versioned.kind) {
    case 'pool':
      return poolKey(versioned.pool)
    case 'clock':
      return 'clock'
    case 'game':
    case 'openings':
    case 'client':
      return `${versioned.kind} ${versioned.id}`
    case 'player':
    case 'heartbeat':
      return null
  }
}

/**
 * A text as a column can hold it. PostgreSQL keeps no NUL and no half of a surrogate pair; both are written out, so that no
 * two texts become one.
 */
export function columnText(text: string): string {
  return text.replace(/[\0\\]|\p{Surrogate}/gu, (char) => `\\${char === '\\' ? char : char.charCodeAt(0).toString(16)}`)
}
