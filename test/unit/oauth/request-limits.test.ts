import { expect, it } from 'vitest'
import { CALL_LIMITS, NETWORK_FACTORS, PENDING_INTERACTIONS, REQUEST_LIMITS } from '../../../server/limits/limits.ts'
import { createRequestLimits } from '../../../server/limits/rate-limits.ts'
import { readSource } from '../../support/project/sources.ts'

/** `takenNames` with one a network. */
const oneName = () => createRequestLimits(1 / REQUEST_LIMITS.takenNames.count).takenNames
const household = (number: number, customer = 0) => `2001:db8:1:${(customer * 256 + number).toString(16)}::1`

it('[OA117] a /56 may do four times and a /48 sixteen times what a /64 may', async () => {
  const limit = oneName()
  const taken = async (addresses: readonly string[]) => {
    const waits = []
    for (const address of addresses) waits.push(await limit.take(address))
    return waits.filter((wait) => wait === null).length
  }
  const householdsOf = (customer: number) => Array.from({ length: 10 }, (_, number) => household(number, customer))
  expect(await taken([household(0), household(0), household(0)])).toBe(1)
  expect(await taken(householdsOf(0))).toBe(3)
  expect(await taken([1, 2, 3, 4, 5].flatMap(householdsOf))).toBe(12)
  expect(await taken(['2001:db8:2::1', '203.0.113.7'])).toBe(2)
})

it('[OA117] a household over its own limit uses up nothing of its neighbours', async () => {
  const limit = oneName()
  for (let times = 0; times < 100; times++) await limit.take(household(0))
  expect(await limit.take(household(1))).toBeNull()
  expect(await limit.take(household(0))).toBeGreaterThan(0)
})

it('[OA117] the page about limits has every one with its figures', () => {
  const rows = [...readSource('docs/limits.md').matchAll(/^\| `(\w+)`: .*$/gm)].map(([row, name = '']) => {
    const figures = [...row.matchAll(/\| (\d+) (?=\|)/g)].map(([, figure]) => Number(figure))
    return [name, figures]
  })
  expect(Object.fromEntries(rows)).toEqual({
    ...Object.fromEntries(Object.entries(REQUEST_LIMITS).map(([name, { count, seconds }]) => [name, [count, seconds]])),
    ...Object.fromEntries(
      Object.entries(CALL_LIMITS).map(([name, size]) => [name, [size.perPlayer, size.perNetwork, size.seconds]]),
    ),
  })
  expect(NETWORK_FACTORS).toEqual([1, 4, 16])
  for (const line of [
    `| pending sign-ins of one network | ${PENDING_INTERACTIONS.perNetwork} |`,
    `| pending sign-ins of one server process | ${PENDING_INTERACTIONS.total} |`,
  ]) {
    expect(readSource('docs/limits.md')).toContain(line)
  }
})
