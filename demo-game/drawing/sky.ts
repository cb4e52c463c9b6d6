import type { SkyColors, Theme } from './palette.ts'
import type { Projection } from './projection.ts'

interface Mote {
  readonly x: number
  readonly y: number
  readonly size: number
  /** How much it moves with the camera. Distant ones move less. */
  readonly nearness: number
}

const MOTES = 54
const GOLDEN_RATIO = 0.618_033_988_75

/** Spread evenly but without a visible pattern, and the same on every visit. */
const motes: readonly Mote[] = Array.from({ length: MOTES }, (_, i) => ({
  x: (i * GOLDEN_RATIO) % 1,
  y: (i * i * GOLDEN_RATIO * 0.37 + i * 0.291) % 1,
  size: 0.6 + ((i * 7) % 10) / 6,
  nearness: 0.04 + ((i * 3) % 8) / 60,
}))

/** Size of the canvas, in CSS pixels. */
export interface Frame {
  readonly width: number
  readonly height: number
}

export function drawSky(
  context: CanvasRenderingContext2D,
  frame: Frame,
  eye: Projection,
  sky: SkyColors,
  theme: Theme,
): void {
  const { width, height } = frame
  const gradient = context.createLinearGradient(0, 0, 0, height)
  gradient.addColorStop(0, sky.top)
  gradient.addColorStop(1, sky.bottom)
  context.fillStyle = gradient
  context.fillRect(0, 0, width, height)

  const radius = Math.max(width, height) * 0.55
  const glow = context.createRadialGradient(eye.centerX, eye.centerY, 0, eye.centerX, eye.centerY, radius)
  glow.addColorStop(0, sky.glow)
  glow.addColorStop(1, sky.clear)
  context.fillStyle = glow
  context.fillRect(0, 0, width, height)

  drawMotes(context, frame, eye, sky, theme)
}

function drawMotes(
  context: CanvasRenderingContext2D,
  { width, height }: Frame,
  eye: Projection,
  sky: SkyColors,
  theme: Theme,
): void {
  const growth = theme === 'dark' ? 1 : 2.6
  context.fillStyle = sky.mote
  for (const mote of motes) {
    const y = (mote.y * height + eye.height * eye.scale * mote.nearness) % height
    context.globalAlpha = theme === 'dark' ? 0.75 * (1 - y / height) : 0.5
    context.beginPath()
    context.arc(mote.x * width, y, mote.size * growth, 0, 2 * Math.PI)
    context.fill()
  }
  context.globalAlpha = 1
}

/** Draws the fog that hides the foot of the tower. */
export function drawFog(context: CanvasRenderingContext2D, { width, height }: Frame, sky: SkyColors): void {
  const fog = context.createLinearGradient(0, height * 0.66, 0, height)
  fog.addColorStop(0, sky.fog)
  fog.addColorStop(1, sky.bottom)
  context.fillStyle = fog
  context.fillRect(0, height * 0.66, width, height * 0.34)
}
