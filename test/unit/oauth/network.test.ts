import { expect, it } from 'vitest'
import { networkOf, networksOf } from '../../../server/limits/network.ts'

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:cb00:7107', '203.0.113.7'],
  ['::ffff:203.0.113.7%eth0', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
  ['2001::1:2:3:4:5', '2001:0:0:1::/64'],
  ['2001:0:0:1:2:3:4:5', '2001:0:0:1::/64'],
  ['2001::2:2:3:4:5', '2001:0:0:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['fe80::1%eth1', 'fe80:0:0:0::/64'],
  ['', 'unknown'],
  ['not an address', 'unknown'],
  [undefined, 'unknown'],
])('[OP7][OA18] one network stands for all addresses of a household (%s)', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

it('[OA18] an IPv6 address belongs to a /64, a /56 and a /48, an IPv4 address to itself alone', () => {
  expect(networksOf('2001:db8:1:2ff:3::4')).toEqual(['2001:db8:1:2ff::/64', '2001:db8:1:200::/56', '2001:db8:1::/48'])
  expect(networksOf('2001:db8:1:2ab::1').slice(1)).toEqual(networksOf('2001:db8:1:2cd::1').slice(1))
  expect(networksOf('::ffff:192.0.2.7')).toEqual(['192.0.2.7'])
})
