import { expect, it } from 'vitest'
import { networkOf } from '../../../server/limits/network.ts'

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('[OP7] sees one network behind the addresses of a household (%s)', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
