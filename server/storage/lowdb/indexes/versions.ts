import type { Pool } from '../../../domain/match.ts'
import type { Precondition, Versioned } from '../../storage.ts'

export const poolKey = (pool: Pool) => `${pool.gameId} ${pool.currency} ${pool.stakeAmount}`

/** How often each versioned thing has changed since the store was opened: no decision outlives the process. */
export class Versions {
  readonly #versions = new Map<string, number>()

  of(versioned: Versioned): number {
    return this.#versions.get(keyOf(versioned)) ?? 0
  }

  read(versioned: readonly Versioned[]): Precondition[] {
    return versioned.map((one) => ({ ...one, version: this.of(one) }))
  }

  increment(versioned: Versioned): void {
    this.set(versioned, this.of(versioned) + 1)
  }

  set(versioned: Versioned, version: number): void {
    this.#versions.set(keyOf(versioned), version)
  }
}

function keyOf(versioned: Versioned): string {
  switch (versioned.kind) {
    case 'pool':
      return `pool ${poolKey(versioned.pool)}`
    case 'clock':
    case 'heartbeat':
      return versioned.kind
    case 'player':
    case 'game':
    case 'openings':
    case 'client':
      return `${versioned.kind} ${versioned.id}`
  }
}
