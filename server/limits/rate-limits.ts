import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { NETWORK_FACTORS, REQUEST_LIMITS, type RequestLimitSize } from '../domain/limits.ts'
import { networksOf } from './network.ts'

/** Counts requests by the networks of the addresses that they come from. */
export interface RequestLimit {
  /** Counts one; the seconds to wait where that is one too many, or null. */
  take(address: string | undefined): Promise<number | null>
  /** Uncounts one, for what turned out to be harmless. */
  giveBack(address: string | undefined): Promise<void>
}

export type RequestLimits = Readonly<Record<keyof typeof REQUEST_LIMITS, RequestLimit>>

/** `factor` multiplies all of them; 0 turns them off. */
export function createRequestLimits(factor: number): RequestLimits {
  const limits = Object.entries(REQUEST_LIMITS).map(([name, size]) => [name, createLimit(size, factor)])
  return Object.fromEntries(limits)
}

function createLimit({ count, seconds }: RequestLimitSize, factor: number): RequestLimit {
  if (factor === 0) return { take: async () => null, giveBack: async () => undefined }
  const limiters = NETWORK_FACTORS.map(
    (wider) => new RateLimiterMemory({ points: Math.max(1, Math.round(count * factor)) * wider, duration: seconds }),
  )

  function countersOf(address: string | undefined): Counter[] {
    const networks = networksOf(address)
    return limiters.flatMap((limiter, index) => {
      const network = networks[index]
      return network === undefined ? [] : [{ limiter, network }]
    })
  }

  return {
    async take(address) {
      const taken: Counter[] = []
      // Widest first: whoever is over a wide limit adds no keys for narrower networks, so memory stays bounded.
      for (const counter of countersOf(address).reverse()) {
        const wait = await secondsToWait(counter)
        if (wait !== null) {
          // One network over its own limit uses up nothing of its neighbours'.
          for (const wider of taken) await giveBackTo(wider)
          return wait
        }
        taken.push(counter)
      }
      return null
    },
    async giveBack(address) {
      for (const counter of countersOf(address)) await giveBackTo(counter)
    },
  }
}

interface Counter {
  readonly limiter: RateLimiterMemory
  readonly network: string
}

const giveBackTo = ({ limiter, network }: Counter) => limiter.reward(network)

async function secondsToWait({ limiter, network }: Counter): Promise<number | null> {
  try {
    await limiter.consume(network)
    return null
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) return Math.max(1, Math.ceil(rejection.msBeforeNext / 1000))
    throw rejection
  }
}
