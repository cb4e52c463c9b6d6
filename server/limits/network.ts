import ipaddr from 'ipaddr.js'
import { memoized } from '../services/core/memoized.ts'

/** What is counted where a request has no usable address. */
const UNKNOWN = 'unknown'

/**
 * The networks that an address belongs to, the narrowest first. For IPv4 that is the address alone. An IPv6 customer
 * has at least 64 bits to choose addresses from and often 72 or 80 (RFC 6177), so `/64`, `/56` and `/48` are all named.
 * A zone id says nothing about the network, and an IPv4 address that is mapped into IPv6 counts as itself.
 */
export function networksOf(address: string | undefined): Networks {
  return address === undefined ? [UNKNOWN] : parsed(address)
}

type Networks = readonly [string, ...string[]]

const parsed = memoized((address): Networks => {
  if (!ipaddr.isValid(address)) return [UNKNOWN]
  const found = ipaddr.process(address)
  if (!(found instanceof ipaddr.IPv6)) return [found.toString()]
  return [prefixOf(found, 64), prefixOf(found, 56), prefixOf(found, 48)]
})

/** The narrowest of them: one IPv4 address, or the `/64` that a household of IPv6 shares. */
export function networkOf(address: string | undefined): string {
  return networksOf(address)[0]
}

function prefixOf({ parts }: ipaddr.IPv6, bits: 64 | 56 | 48): string {
  const [first = 0, second = 0, third = 0, fourth = 0] = parts
  const rest = { 64: [fourth], 56: [fourth & 0xff00], 48: [] }[bits]
  return `${[first, second, third, ...rest].map((group) => group.toString(16)).join(':')}::/${bits}`
}
