import { createCamera, type Placement } from './camera.ts'
import { confetti } from './confetti.ts'
import { effectsOf } from './drop-effects.ts'
import type { Effect } from './effects.ts'
import { skyColors, type Theme } from './palette.ts'
import type { Scene } from './scene.ts'
import { drawFog, drawSky, type Frame } from './sky.ts'
import { STOREY_HEIGHT } from './storey.ts'
import { drawTower } from './tower-painter.ts'

/** The canvas behind all screens. */
export interface Stage {
  /** Draws the scene that `source` returns, and draws it again on each frame while it moves. */
  show(source: () => Scene): void
  /** Shows confetti for a winner. */
  celebrate(): void
  /** Reads the tower's place from the layout. Call it after the layout has changed. */
  rearrange(): void
}

interface Running {
  readonly effect: Effect
  readonly since: number
}

const SHARPEST = 2
/** A drop that is already older than this when the stage first sees it gets no effects. */
const FRESH_TICKS = 60
const SQUASH_SECONDS = 0.5

const matches = (query: string) => matchMedia(query)

/**
 * Creates a stage on a canvas. It draws in the screen's full resolution and in the device's theme, and shows less
 * motion when the player asks for that.
 */
export function createStage(canvas: HTMLCanvasElement): Stage {
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser cannot draw on a canvas.')
  const darkness = matches('(prefers-color-scheme: dark)')
  const calmness = matches('(prefers-reduced-motion: reduce)')
  const camera = createCamera(() => calmness.matches)

  let source: (() => Scene) | null = null
  let frame: Frame = { width: 0, height: 0 }
  let placement: Placement = { x: 0.5, y: 0.5, scale: 1, room: 0.6 }
  let effects: Running[] = []
  let seenDrop: unknown = null
  let landedAt = Number.NEGATIVE_INFINITY
  let lastTime = 0
  let waiting = 0

  function resize(): void {
    const density = Math.min(SHARPEST, devicePixelRatio || 1)
    frame = { width: canvas.clientWidth, height: canvas.clientHeight }
    canvas.width = Math.round(frame.width * density)
    canvas.height = Math.round(frame.height * density)
    context?.setTransform(density, 0, 0, density, 0, 0)
  }

  function rearrange(): void {
    resize()
    const style = getComputedStyle(canvas)
    const read = (name: string) => Number.parseFloat(style.getPropertyValue(name))
    placement = {
      x: read('--tower-x'),
      y: read('--tower-y'),
      scale: read('--tower-scale'),
      room: read('--tower-room'),
    }
    wake()
  }

  function wake(): void {
    if (waiting === 0) waiting = requestAnimationFrame(paint)
  }

  function noticeDrop(scene: Scene, theme: Theme, now: number): void {
    const drop = scene.tower.lastDrop
    if (drop === seenDrop) return
    seenDrop = drop
    if (drop === null || scene.ticks - drop.tick > FRESH_TICKS) return
    if (drop.kind !== 'missed') landedAt = now
    for (const effect of effectsOf(scene, drop, theme, calmness.matches)) effects.push({ effect, since: now })
  }

  function topHeight(now: number): number {
    const age = (now - landedAt) / 1000
    if (calmness.matches || age > SQUASH_SECONDS) return STOREY_HEIGHT
    return STOREY_HEIGHT * (1 - 0.3 * Math.exp(-age * 9) * Math.cos(age * 24))
  }

  function paint(now: number): void {
    waiting = 0
    if (source === null || context === null) return
    const scene = source()
    const theme: Theme = darkness.matches ? 'dark' : 'light'
    noticeDrop(scene, theme, now)
    effects = effects.filter(({ effect, since }) => now - since < effect.lasts * 1000)

    const seconds = Math.min(0.1, (now - lastTime) / 1000)
    lastTime = now
    const eye = camera.follow(scene, frame, placement, seconds)
    const sky = skyColors(scene.tower.level.hue, scene.tower.slabs.length, theme)
    drawSky(context, frame, eye, sky, theme)
    const age = (since: number) => Math.max(0, now - since) / 1000
    for (const { effect, since } of effects) if (effect.behind) effect.draw(context, eye, age(since))
    drawTower(context, eye, scene, theme, { screenHeight: frame.height, topHeight: topHeight(now) })
    for (const { effect, since } of effects) if (!effect.behind) effect.draw(context, eye, age(since))
    drawFog(context, frame, sky)

    if (scene.moving || effects.length > 0 || !camera.still || age(landedAt) < SQUASH_SECONDS) wake()
  }

  addEventListener('resize', rearrange)
  darkness.addEventListener('change', wake)
  calmness.addEventListener('change', wake)

  return {
    show(next) {
      source = next
      effects = []
      wake()
    },
    celebrate() {
      if (calmness.matches) return
      effects.push({ effect: confetti(), since: performance.now() })
      wake()
    },
    rearrange,
  }
}
