import { describe, expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { CALL_LIMITS, NETWORK_FACTORS } from '../../../server/domain/limits.ts'
import { createCallLimits } from '../../../server/limits/call-limits.ts'

const { perPlayer, perNetwork, seconds } = CALL_LIMITS.calls

/** How many calls in a row pass, each from the next player and address. */
function passing(
  limits: ReturnType<typeof createCallLimits>,
  callOf: (n: number) => { player: number; address: string },
) {
  for (let n = 0; ; n++) {
    const { player, address } = callOf(n)
    try {
      limits.take({ playerId: asPlayerId(player), address, startsAttempt: false })
    } catch {
      return n
    }
  }
}

describe('the limits on calls', () => {
  it('[HT41] are of each player, whatever the network, and of each time', () => {
    let now = 0
    const limits = createCallLimits(1, () => now)
    const calls = () => passing(limits, (n) => ({ player: 1, address: `10.0.${n >> 8}.${n & 255}` }))
    expect(calls()).toBe(perPlayer)
    now += seconds * 1000 - 1
    expect(calls()).toBe(0)
    now += 1
    expect(calls()).toBe(perPlayer)
  })

  it('[HT41] are of each network, whoever calls, and wider for wider networks', () => {
    const limits = createCallLimits(0.01, () => 0)
    const [, ofHousehold, ofSite] = NETWORK_FACTORS
    const count = perNetwork * 0.01
    expect(passing(limits, (n) => ({ player: n, address: '192.0.2.1' }))).toBe(count)
    expect(passing(limits, (n) => ({ player: n, address: `2001:db8:0:1::${(n % 9) + 1}` }))).toBe(count)
    expect(passing(limits, (n) => ({ player: n, address: `2001:db8:0:${(2 + (n % 50)).toString(16)}::1` }))).toBe(
      count * (ofHousehold - 1),
    )
    const address = (n: number) => `2001:db8:0:${((1 + (n % 200)) << 8).toString(16)}::1`
    expect(passing(limits, (n) => ({ player: n, address: address(n) }))).toBe(count * (ofSite - ofHousehold))
  })

  it('[HT41] of a player over them take nothing from the network', () => {
    const limits = createCallLimits(0.01, () => 0)
    for (let n = 0; n < 10 * perNetwork; n++) passing(limits, () => ({ player: 1, address: '192.0.2.1' }))
    const others = passing(limits, (n) => ({ player: 2 + n, address: '192.0.2.1' }))
    expect(others).toBe((perNetwork - perPlayer) * 0.01)
  })

  it('[HT41] are off with the factor 0', () => {
    const limits = createCallLimits(0, () => 0)
    for (let n = 0; n < 2 * perPlayer; n++) {
      limits.take({ playerId: asPlayerId(1), address: undefined, startsAttempt: true })
    }
  })
})
