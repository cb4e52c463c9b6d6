import type { Drop, Slab, Tower } from '../simulation/simulation.ts'
import { topOf } from '../simulation/simulation.ts'
import { type Effect, fallingPiece, perfectFlash, risingPoints, sparks } from './effects.ts'
import { storeyColors, type Theme } from './palette.ts'
import { bottomOf, hueOf, type Scene } from './scene.ts'

const SPARKS = 10
const INK: Record<Theme, string> = { dark: '#ffffff', light: '#123126' }

/** Returns the effects that show a drop. `calm` leaves out effects that are only decoration. */
export function effectsOf(scene: Scene, drop: Drop, theme: Theme, calm: boolean): readonly Effect[] {
  const captions = scene.captions ? captionsOf(scene.tower, drop, theme) : []
  return calm ? captions : [...motionOf(scene.tower, drop, theme), ...captions]
}

function motionOf(tower: Tower, drop: Drop, theme: Theme): readonly Effect[] {
  // A slab that missed is not in the tower. Its index is the one that the next slab would have had.
  const index = drop.kind === 'missed' ? tower.slabs.length : tower.slabs.length - 1
  const bottom = bottomOf(index)
  const colors = storeyColors(hueOf(tower, index), theme)
  const slab = topOf(tower)
  if (drop.kind !== 'perfect') return [fallingPiece(drop.fallen, bottom, colors, directionOf(drop.fallen, slab))]
  const count = SPARKS + 2 * Math.min(drop.streak, SPARKS)
  return [perfectFlash(slab, bottom, drop.streak), sparks(slab, bottom, colors.edge, count)]
}

function captionsOf(tower: Tower, drop: Drop, theme: Theme): readonly Effect[] {
  if (drop.kind === 'missed') return []
  const praise = drop.kind === 'cut' ? [] : [drop.streak > 1 ? `Perfect × ${drop.streak}` : 'Perfect']
  const bottom = bottomOf(tower.slabs.length - 1)
  return [risingPoints(topOf(tower), bottom, [`+${drop.points}`, ...praise], INK[theme])]
}

/** Returns the direction in which a piece falls: away from the middle of the slab that it was cut from. */
function directionOf(piece: Slab, from: Slab): readonly [number, number] {
  const x = piece.x + piece.width / 2 - (from.x + from.width / 2)
  const z = piece.z + piece.depth / 2 - (from.z + from.depth / 2)
  return Math.abs(x) > Math.abs(z) ? [Math.sign(x), 0] : [0, Math.sign(z)]
}
