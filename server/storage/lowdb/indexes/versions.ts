import type { Pool } from '../../../domain/match.ts'
import type { Counted, Reliance } from '../../storage.ts'

export const poolKey = (pool: Pool) => `${pool.gameId} ${pool.currency} ${pool.stakeAmount}`

/** How often each counted thing has changed since the store was opened: no decision outlives the process. */
export class Versions {
  readonly #versions = new Map<string, number>()

  of(counted: Counted): number {
    return this.#versions.get(keyOf(counted)) ?? 0
  }

  read(counted: readonly Counted[]): Reliance[] {
    return counted.map((one) => ({ ...one, version: this.of(one) }))
  }

  moveOn(counted: Counted): void {
    this.#versions.set(keyOf(counted), this.of(counted) + 1)
  }
}

function keyOf(counted: Counted): string {
  return counted.kind === 'pool' ? `pool ${poolKey(counted.pool)}` : `${counted.kind} ${counted.id}`
}
