import { NETWORK_FACTORS } from '../../domain/limits.ts'
import { networksOf } from '../../limits/network.ts'

interface Most {
  readonly ofNetwork: number
  readonly ofAll: number
}

/**
 * What this process began for callers who are not signed in, by the networks that they came from, oldest first. Bounds
 * how much of it the store keeps: beyond a limit the oldest of the same network ends. What has expired may still be counted.
 */
export class PendingByNetwork {
  readonly #most: Most
  readonly #networks = new Map<string, readonly string[]>()
  readonly #byNetwork = new Map<string, Set<string>>()

  constructor(most: Most) {
    this.#most = most
  }

  /** Adds one, and returns the ids of those that must end for it. */
  add(id: string, address: string | undefined): readonly string[] {
    const networks = networksOf(address)
    const ended: string[] = []
    for (const [index, network] of networks.entries()) {
      const pending = this.#byNetwork.get(network)
      const most = this.#most.ofNetwork * (NETWORK_FACTORS[index] ?? 1)
      if (pending && pending.size >= most) ended.push(...this.#removeFirst(pending.keys()))
    }
    if (this.#networks.size >= this.#most.ofAll) {
      const [own] = networks.flatMap((network) => this.#byNetwork.get(network) ?? [])
      ended.push(...this.#removeFirst((own ?? this.#networks).keys()))
    }
    this.#networks.set(id, networks)
    for (const network of networks) this.#setOf(network).add(id)
    return ended
  }

  /** It was completed or abandoned. */
  remove(id: string): void {
    for (const network of this.#networks.get(id) ?? []) {
      const pending = this.#byNetwork.get(network)
      pending?.delete(id)
      if (pending?.size === 0) this.#byNetwork.delete(network)
    }
    this.#networks.delete(id)
  }

  #removeFirst(ids: Iterable<string>): readonly string[] {
    for (const id of ids) {
      this.remove(id)
      return [id]
    }
    return []
  }

  #setOf(network: string): Set<string> {
    const pending = this.#byNetwork.get(network) ?? new Set()
    this.#byNetwork.set(network, pending)
    return pending
  }
}
