import type { Drop, Slab, Tower } from '../simulation.ts'
import { topOf } from '../simulation.ts'
import { type Effect, fallingPiece, perfectFlash, risingPoints, sparks } from './effects.ts'
import { storeyColors, type Theme } from './palette.ts'
import { bottomOf, hueOf } from './scene.ts'

const SPARKS = 10

/** What is seen of a drop; calm without what only decorates. */
export function effectsOf(tower: Tower, drop: Drop, theme: Theme, calm: boolean): readonly Effect[] {
  // A slab that missed is not part of the tower: it was about to be the next one.
  const index = drop.kind === 'missed' ? tower.slabs.length : tower.slabs.length - 1
  const bottom = bottomOf(index)
  const colors = storeyColors(hueOf(tower, index), theme)
  const ink = theme === 'dark' ? '#ffffff' : '#123126'
  if (drop.kind !== 'perfect') {
    const piece = calm ? [] : [fallingPiece(drop.fallen, bottom, colors, directionOf(drop.fallen, topOf(tower)))]
    const points = drop.points > 0 ? [risingPoints(topOf(tower), bottom, [`+${drop.points}`], ink)] : []
    return [...piece, ...points]
  }
  const slab = topOf(tower)
  const praise = drop.streak > 1 ? `Perfect × ${drop.streak}` : 'Perfect'
  const points = risingPoints(slab, bottom, [`+${drop.points}`, praise], ink)
  if (calm) return [points]
  const shower = sparks(slab, bottom, colors.edge, SPARKS + 2 * Math.min(drop.streak, 10))
  return [perfectFlash(slab, bottom, drop.streak), shower, points]
}

/** Which way a piece falls: away from the middle of what it fell off. */
function directionOf(piece: Slab, from: Slab): readonly [number, number] {
  const x = piece.x + piece.width / 2 - (from.x + from.width / 2)
  const z = piece.z + piece.depth / 2 - (from.z + from.depth / 2)
  return Math.abs(x) > Math.abs(z) ? [Math.sign(x), 0] : [0, Math.sign(z)]
}
