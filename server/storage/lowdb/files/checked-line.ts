import { crc32 } from 'node:zlib'

/** CRC-32 in 8 hex digits. */
export function checksum(bytes: Uint8Array | string, previous = 0): string {
  return crc32(bytes, previous).toString(16).padStart(8, '0')
}

/** An object as one line of JSON whose last field, `check`, is the checksum of the fields before it. */
export function encodeCheckedLine(value: object): string {
  const text = JSON.stringify(value)
  return `${text.slice(0, -1)},"check":"${checksum(text)}"}\n`
}

/** What `encodeCheckedLine` wrote, without `check`; null for anything else. */
export function decodeCheckedLine(line: Uint8Array): unknown {
  const [, fields, check] = /^(\{.+),"check":"([0-9a-f]{8})"\}\n$/.exec(Buffer.from(line).toString('latin1')) ?? []
  const text = `${fields}}`
  return fields !== undefined && checksum(text) === check ? JSON.parse(text) : null
}
