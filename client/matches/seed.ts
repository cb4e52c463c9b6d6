/**
 * A seed for a match of a server that sends none: 64 hex digits that both sides derive from the match's id. Evenly
 * distributed, not secret (Murmur3's finalizer over an FNV-1a hash).
 */
export function seedOfMatch(matchId: string): string {
  const words = Array.from({ length: 8 }, (_, index) => scramble(hash(`${index}:${matchId}`)))
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
}

function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value
}

function scramble(value: number): number {
  let word = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return (word ^ (word >>> 16)) >>> 0
}
