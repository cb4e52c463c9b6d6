import { hash } from 'node:crypto'

/** Prefixes of RFC 6962, section 2.1: they keep the hash of a leaf apart from the hash of a node. */
const LEAF = '\u0000'
const NODE = 1

const HASH_BYTES = 32

/** The Merkle tree hash of RFC 6962 over these texts in UTF-8, in hex. */
export function merkleRoot(leaves: readonly string[]): string {
  let level: Buffer[] = leaves.map((text) => hash('sha256', LEAF + text, 'buffer'))
  while (level.length > 1) level = levelAbove(level)
  return (level[0] ?? hash('sha256', '', 'buffer')).toString('hex')
}

/** Hashes pairs. An odd hash moves up unchanged, which gives the tree of RFC 6962. */
function levelAbove(hashes: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = []
  const node = Buffer.alloc(1 + 2 * HASH_BYTES, NODE)
  for (let index = 0; index < hashes.length; index += 2) {
    const [left, right] = [hashes[index], hashes[index + 1]]
    if (!left) break
    if (right) {
      left.copy(node, 1)
      right.copy(node, 1 + HASH_BYTES)
    }
    above.push(right ? hash('sha256', node, 'buffer') : left)
  }
  return above
}
