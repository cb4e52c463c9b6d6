import { hash } from 'node:crypto'

/** RFC 6962, section 2.1: what tells the hash of a leaf from the hash of a node, so that neither can pass for the other. */
const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

const sha256 = (...parts: Buffer[]) => hash('sha256', Buffer.concat(parts), 'buffer')

/** The Merkle tree hash of RFC 6962 over these texts in UTF-8, in hex. */
export function merkleRoot(leaves: readonly string[]): string {
  return rootOf(leaves.map((text) => sha256(LEAF, Buffer.from(text)))).toString('hex')
}

/** A pair at a time, level by level; one that is left over moves up as it is, as RFC 6962's split has it. */
function rootOf(hashes: readonly Buffer[]): Buffer {
  let level = hashes
  while (level.length > 1) level = levelAbove(level)
  return level[0] ?? hash('sha256', '', 'buffer')
}

function levelAbove(hashes: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = []
  for (let index = 0; index < hashes.length; index += 2) {
    const [left, right] = [hashes[index], hashes[index + 1]]
    if (left) above.push(right ? sha256(NODE, left, right) : left)
  }
  return above
}
