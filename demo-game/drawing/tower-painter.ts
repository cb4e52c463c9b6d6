import { type Slab, type Tower, topOf } from '../simulation/simulation.ts'
import { storeyColors, type Theme } from './palette.ts'
import { type Projection, project, tracePath } from './projection.ts'
import { bottomOf, GROUND, hueOf, isPerfect, type Scene, shadowOn, slidingSlab } from './scene.ts'
import { drawStorey, outline, STOREY_HEIGHT } from './storey.ts'

/** Number of storeys drawn below the foundation. */
const GROUND_STOREYS = 16

/** Draws a tower from the ground up, then the slab that slides above it. */
export function drawTower(
  context: CanvasRenderingContext2D,
  eye: Projection,
  scene: Scene,
  theme: Theme,
  look: { readonly screenHeight: number; readonly topHeight: number },
): void {
  const { tower } = scene
  const last = tower.slabs.length - 1
  for (let index = -GROUND_STOREYS; index <= last; index++) {
    const bottom = bottomOf(index)
    if (isBelowScreen(eye, bottom + 2 * STOREY_HEIGHT, look.screenHeight)) continue
    drawStorey(context, eye, {
      slab: tower.slabs[index] ?? GROUND,
      bottom,
      height: index === last && index > 0 ? look.topHeight : STOREY_HEIGHT,
      colors: storeyColors(hueOf(tower, index), theme),
      lit: isPerfect(tower, index) || (index <= 0 && index % 3 === 0),
    })
  }
  const sliding = slidingSlab(scene)
  if (sliding !== null) drawSliding(context, eye, tower, sliding, theme)
}

function isBelowScreen(eye: Projection, height: number, screenHeight: number): boolean {
  return project(eye, 0, height, 0)[1] > screenHeight + 80
}

function drawSliding(
  context: CanvasRenderingContext2D,
  eye: Projection,
  tower: Tower,
  sliding: Slab,
  theme: Theme,
): void {
  const index = tower.slabs.length
  const shadow = shadowOn(topOf(tower), sliding)
  if (shadow !== null) {
    tracePath(context, outline(eye, shadow, bottomOf(index), 0))
    context.fillStyle = 'rgb(0 0 0 / 0.2)'
    context.fill()
  }
  const colors = storeyColors(hueOf(tower, index), theme)
  drawStorey(context, eye, { slab: sliding, bottom: bottomOf(index), height: STOREY_HEIGHT, colors, lit: false })
}
