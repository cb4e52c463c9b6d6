import { BASE } from '../simulation/level.ts'
import { type Tower, topOf } from '../simulation/simulation.ts'
import type { Projection } from './projection.ts'
import { bottomOf, type Scene } from './scene.ts'
import type { Frame } from './sky.ts'

/** Place and size of the tower, as the layout asks. The middle is given as fractions of the screen. */
export interface Placement {
  readonly x: number
  readonly y: number
  readonly scale: number
  /** Height that a whole tower may fill, as a fraction of the screen's height. */
  readonly room: number
}

/** Follows the tower with smooth movement. */
export interface Camera {
  /** Moves on by `seconds` towards what the scene asks for. */
  follow(scene: Scene, frame: Frame, placement: Placement, seconds: number): Projection
  /** True when the camera no longer moves. */
  readonly still: boolean
}

interface Aim {
  readonly height: number
  readonly scale: number
  readonly x: number
  readonly y: number
  readonly shift: number
}

const CLOSE = 0.002
const QUICKNESS = 5.5
/**
 * Size of the tower's edge, as fractions of the screen's width and height (the smaller one counts), and its limits in
 * pixels.
 */
const EDGE_OF_WIDTH = 0.25
const EDGE_OF_HEIGHT = 0.2
const SMALLEST_EDGE = 88
const LARGEST_EDGE = 210
/** Smallest scale of a whole tower, as a fraction of its scale during a round. */
const SMALLEST_WHOLE = 0.42
/** Half of the height on the screen that the top of the tower covers. */
const EYE_TO_TOP = 0.45

/** Creates a camera. It moves smoothly, or jumps when `calm` says that the player wants less motion. */
export function createCamera(calm: () => boolean): Camera {
  let current: Aim | null = null
  let still = false

  return {
    get still() {
      return still
    },
    follow(scene, frame, placement, seconds) {
      const aim = aimAt(scene, frame, placement)
      const share = current === null || calm() ? 1 : 1 - Math.exp(-QUICKNESS * seconds)
      const from: Aim = current ?? aim
      const towards = (key: keyof Aim) => from[key] + (aim[key] - from[key]) * share
      const next: Aim = {
        height: towards('height'),
        scale: towards('scale'),
        x: towards('x'),
        y: towards('y'),
        shift: towards('shift'),
      }
      still = (Object.keys(aim) as (keyof Aim)[]).every(
        (key) => Math.abs(aim[key] - next[key]) <= CLOSE * Math.max(1, Math.abs(aim[key])),
      )
      current = next
      return { centerX: next.x - next.shift * next.scale, centerY: next.y, height: next.height, scale: next.scale }
    },
  }
}

function aimAt({ tower, view }: Scene, { width, height }: Frame, placement: Placement): Aim {
  const wanted = Math.min(width * EDGE_OF_WIDTH, height * EDGE_OF_HEIGHT)
  const edge = Math.min(LARGEST_EDGE, Math.max(SMALLEST_EDGE, wanted))
  const near = (edge / BASE) * placement.scale
  const top = bottomOf(tower.slabs.length)
  const [x, y] = [width * placement.x, height * placement.y]
  const shift = middleAcross(tower)
  if (view === 'round') return { height: top, scale: near, x, y, shift }
  // Leaves room for the tower and a few storeys of the house below it. A very high tower starts lower, so that its top
  // stays visible.
  const room = height * placement.room
  const scale = Math.min(near, Math.max(room / (top + 1.6 * BASE), near * SMALLEST_WHOLE))
  return { height: top - (room / 2 - EYE_TO_TOP * BASE * scale) / scale, scale, x, y, shift: shift / 2 }
}

/** Distance of the middle of the tower's top from the axis, measured across the screen. */
function middleAcross(tower: Tower): number {
  const { x, z, width, depth } = topOf(tower)
  return (x + width / 2 - (z + depth / 2)) * 0.866
}
