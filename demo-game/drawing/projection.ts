/** Maps the tower's space to the screen: the screen point of the tower's axis at `height`, and the pixels per unit. */
export interface Projection {
  readonly centerX: number
  readonly centerY: number
  readonly height: number
  readonly scale: number
}

export type Point = readonly [x: number, y: number]

const ACROSS = 0.866
const TOWARDS = 0.45

/**
 * Converts a point of the tower's space to a point on the screen. `x` leads to the right and `z` to the left, both
 * towards the viewer.
 */
export function project(eye: Projection, x: number, height: number, z: number): Point {
  return [
    eye.centerX + (x - z) * ACROSS * eye.scale,
    eye.centerY + (x + z) * TOWARDS * eye.scale - (height - eye.height) * eye.scale,
  ]
}

/** Replaces the current path with a closed path through the points. */
export function tracePath(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  context.beginPath()
  addPath(context, points)
}

/** Adds a closed path through the points to the current path. */
export function addPath(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  points.forEach(([x, y], index) => {
    if (index === 0) context.moveTo(x, y)
    else context.lineTo(x, y)
  })
  context.closePath()
}
