import type { Slab } from '../simulation/simulation.ts'
import type { StoreyColors } from './palette.ts'
import { addPath, type Point, type Projection, project, tracePath } from './projection.ts'

/** Height of one storey, in the same unit as the edges of a slab. */
export const STOREY_HEIGHT = 2_500

/** A slab as it is drawn: a storey with windows. */
export interface Storey {
  readonly slab: Slab
  readonly bottom: number
  readonly height: number
  readonly colors: StoreyColors
  /** True: the windows are lit. Storeys of perfect drops have light. */
  readonly lit: boolean
}

const WINDOW_EVERY = 1_550
const WINDOW_WIDTH = 0.5
const WINDOW_FROM = 0.28
const WINDOW_TO = 0.74
const HIGHLIGHT_INSET = 420

type OnFace = (along: number, up: number) => Point

export function drawStorey(context: CanvasRenderingContext2D, eye: Projection, storey: Storey): void {
  const { slab, bottom, height, colors } = storey
  const [x0, x1, z0, z1] = [slab.x, slab.x + slab.width, slab.z, slab.z + slab.depth]
  const onLeft: OnFace = (along, up) => project(eye, x0 + along * slab.width, bottom + up * height, z1)
  const onRight: OnFace = (along, up) => project(eye, x1, bottom + up * height, z1 - along * slab.depth)
  const top: readonly Point[] = [
    project(eye, x0, bottom + height, z0),
    project(eye, x1, bottom + height, z0),
    project(eye, x1, bottom + height, z1),
    project(eye, x0, bottom + height, z1),
  ]

  drawFace(context, storey, onLeft, slab.width, colors.left)
  drawFace(context, storey, onRight, slab.depth, colors.right)
  fill(context, top, colors.top)
  drawRoofLine(context, eye, storey)
  highlight(context, [onLeft(0, 1), onLeft(1, 1), onRight(1, 1)], colors.edge)
}

function drawFace(context: CanvasRenderingContext2D, storey: Storey, on: OnFace, size: number, color: string): void {
  fill(context, [on(0, 0), on(1, 0), on(1, 1), on(0, 1)], color)
  fill(context, [on(0, 0), on(1, 0), on(1, 0.1), on(0, 0.1)], storey.colors.seam)

  const count = Math.max(1, Math.round(size / WINDOW_EVERY))
  context.beginPath()
  for (let i = 0; i < count; i++) {
    const from = (i + (1 - WINDOW_WIDTH) / 2) / count
    const to = from + WINDOW_WIDTH / count
    addPath(context, [on(from, WINDOW_FROM), on(to, WINDOW_FROM), on(to, WINDOW_TO), on(from, WINDOW_TO)])
  }
  context.fillStyle = storey.lit ? storey.colors.litWindow : storey.colors.darkWindow
  context.fill()
}

/** Draws a thin line inside the edge of the roof, which looks like a parapet. */
function drawRoofLine(
  context: CanvasRenderingContext2D,
  eye: Projection,
  { slab, bottom, height, colors }: Storey,
): void {
  const inset = Math.min(HIGHLIGHT_INSET, slab.width / 4, slab.depth / 4)
  tracePath(context, outline(eye, slab, bottom + height, -inset))
  context.strokeStyle = colors.seam
  context.lineWidth = 1
  context.stroke()
}

/** Returns the outline of a slab at a height, enlarged by `wider` on each side. */
export function outline(eye: Projection, slab: Slab, height: number, wider: number): readonly Point[] {
  const [x0, x1] = [slab.x - wider, slab.x + slab.width + wider]
  const [z0, z1] = [slab.z - wider, slab.z + slab.depth + wider]
  return [
    project(eye, x0, height, z0),
    project(eye, x1, height, z0),
    project(eye, x1, height, z1),
    project(eye, x0, height, z1),
  ]
}

function fill(context: CanvasRenderingContext2D, points: readonly Point[], color: string): void {
  tracePath(context, points)
  context.fillStyle = color
  context.fill()
  // Antialiasing leaves a thin gap between two faces. This stroke covers it.
  context.strokeStyle = color
  context.lineWidth = 0.6
  context.stroke()
}

function highlight(context: CanvasRenderingContext2D, points: readonly Point[], color: string): void {
  context.beginPath()
  for (const [x, y] of points) context.lineTo(x, y)
  context.strokeStyle = color
  context.lineWidth = 1.2
  context.stroke()
}
