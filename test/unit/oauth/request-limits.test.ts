import { expect, it } from 'vitest'
import {
  CALL_LIMITS,
  CAPS,
  NETWORK_FACTORS,
  PASSWORD_THROTTLE,
  REQUEST_LIMITS,
  SIZE_LIMITS,
  TIME_LIMITS,
} from '../../../server/domain/limits.ts'
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

/** The rows of docs/limits.md, as the tables of `limits.ts` say. */
function rows(): string[] {
  return [
    ...Object.entries(REQUEST_LIMITS).map(([name, { what, count, seconds, beyond }]) => [
      name,
      what,
      count,
      seconds,
      beyond,
    ]),
    ...Object.entries(CALL_LIMITS).map(([name, { what, perPlayer, perNetwork, seconds, beyond }]) => [
      ...[name, what, perPlayer, perNetwork, seconds, beyond],
    ]),
    ...Object.entries(CAPS).map(([name, { what, key, count, beyond }]) => [name, what, key, count, beyond]),
    ...Object.entries(SIZE_LIMITS).map(([name, { what, size, unit, beyond }]) => [
      name,
      what,
      `${size} ${unit}`,
      beyond,
    ]),
    ...Object.entries(TIME_LIMITS).map(([name, { what, seconds, beyond }]) => [name, what, seconds, beyond]),
  ].map(([name, what, ...rest]) => `| \`${name}\`: ${[what, ...rest].join(' | ')} |`)
}

it('[OA117] the page about limits has every one with its figures, and no other', () => {
  expect([...readSource('docs/limits.md').matchAll(/^\| `\w+`: .*$/gm)].map(([row]) => row)).toEqual(rows())
  expect(NETWORK_FACTORS).toEqual([1, 4, 16])
})

it('[OA117] the page about limits says how wrong passwords are slowed down', () => {
  const { account, network, attack } = PASSWORD_THROTTLE
  const page = readSource('docs/limits.md').replaceAll(/\s+/g, ' ')
  const minutes = (seconds: number) => seconds / 60
  expect(page).toContain(`${account.free} in a row for one account from one network are free`)
  expect(page).toContain(`${network.free} for all accounts from one network are free`)
  expect(page).toContain(`from ${account.firstDelay} seconds to ${minutes(account.longestDelay)} minutes`)
  expect(page).toContain(`from ${network.firstDelay} second to ${minutes(network.longestDelay)} minute`)
  expect(page).toContain(`After ${attack.failures} failures in an hour from anywhere`)
})
