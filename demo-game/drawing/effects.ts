import type { Slab } from '../simulation/simulation.ts'
import type { StoreyColors } from './palette.ts'
import { type Projection, project, tracePath } from './projection.ts'
import { drawStorey, outline, STOREY_HEIGHT } from './storey.ts'

/** A short animation. All times are in seconds. */
export interface Effect {
  readonly lasts: number
  /** True: drawn before the tower, so that the tower covers it. */
  readonly behind: boolean
  draw(context: CanvasRenderingContext2D, eye: Projection, age: number): void
}

const GRAVITY = 60_000

/** Creates the effect of a falling piece: a part that was cut off, or a whole slab that missed. */
export function fallingPiece(
  slab: Slab,
  bottom: number,
  colors: StoreyColors,
  away: readonly [number, number],
): Effect {
  const [awayX, awayZ] = away
  const spin = (awayX - awayZ) * 0.9
  const lasts = 1.3
  return {
    lasts,
    behind: awayX + awayZ < 0,
    draw(context, eye, age) {
      const drop = (GRAVITY / 2) * age * age
      const drift = 5_000 * age
      const moved = { ...slab, x: slab.x + awayX * drift, z: slab.z + awayZ * drift }
      const storey = { slab: moved, bottom: bottom - drop, height: STOREY_HEIGHT, colors, lit: false }
      const [x, y] = project(eye, moved.x + slab.width / 2, storey.bottom + STOREY_HEIGHT / 2, moved.z + slab.depth / 2)
      context.save()
      context.globalAlpha = Math.min(1, 2.2 * (1 - age / lasts))
      context.translate(x, y)
      context.rotate(spin * age)
      context.translate(-x, -y)
      drawStorey(context, eye, storey)
      context.restore()
    },
  }
}

/** Creates frames of light that grow around a perfect slab: one for each perfect drop in a row, at most three. */
export function perfectFlash(slab: Slab, bottom: number, streak: number): Effect {
  const rings = Math.min(streak, 3)
  const lasts = 0.7
  return {
    lasts,
    behind: false,
    draw(context, eye, age) {
      context.save()
      const flash = Math.max(0, 1 - age / 0.22)
      tracePath(context, outline(eye, slab, bottom + STOREY_HEIGHT, 0))
      context.fillStyle = `rgb(255 255 255 / ${0.75 * flash})`
      context.fill()
      for (let ring = 0; ring < rings; ring++) {
        const t = Math.min(1, Math.max(0, (age - ring * 0.09) / (lasts - 0.2)))
        const eased = 1 - (1 - t) ** 3
        tracePath(context, outline(eye, slab, bottom, eased * 3_600))
        context.strokeStyle = `rgb(255 255 255 / ${0.9 * (1 - t)})`
        context.lineWidth = 3 * (1 - t) + 0.5
        context.stroke()
      }
      context.restore()
    },
  }
}

/** Creates sparks that fly from the edges of a perfect slab. */
export function sparks(slab: Slab, bottom: number, color: string, count: number): Effect {
  const flights = Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI + (i % 3) * 0.3
    return {
      x: Math.cos(angle),
      z: Math.sin(angle),
      up: 7_000 + ((i * 37) % 10) * 900,
      out: 5_000 + ((i * 53) % 10) * 700,
    }
  })
  const [middleX, middleZ] = [slab.x + slab.width / 2, slab.z + slab.depth / 2]
  const lasts = 0.75
  return {
    lasts,
    behind: false,
    draw(context, eye, age) {
      context.save()
      context.fillStyle = color
      context.globalAlpha = 1 - age / lasts
      for (const { x, z, up, out } of flights) {
        const height = bottom + STOREY_HEIGHT + up * age - 16_000 * age * age
        const [px, py] = project(
          eye,
          middleX + x * (slab.width / 2 + out * age),
          height,
          middleZ + z * (slab.depth / 2 + out * age),
        )
        const size = 240 * eye.scale * (1 - age / lasts) + 0.6
        context.beginPath()
        context.arc(px, py, size, 0, 2 * Math.PI)
        context.fill()
      }
      context.restore()
    },
  }
}

/** Creates the text with the points of a drop, which rises from the slab. */
export function risingPoints(slab: Slab, bottom: number, lines: readonly string[], color: string): Effect {
  const lasts = 0.95
  return {
    lasts,
    behind: false,
    draw(context, eye, age) {
      const t = age / lasts
      // The text starts above the next slab.
      const [x, y] = project(eye, slab.x + slab.width / 2, bottom + 3.6 * STOREY_HEIGHT, slab.z + slab.depth / 2)
      context.save()
      context.globalAlpha = Math.min(1, 3 * (1 - t))
      context.fillStyle = color
      context.textAlign = 'center'
      lines.forEach((line, index) => {
        const size = index === 0 ? 24 : 16
        context.font = `800 ${size}px "Avenir Next", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif`
        context.fillText(line, x, y - 34 * (1 - (1 - t) ** 2) - index * 26)
      })
      context.restore()
    },
  }
}
