import type { Effect } from './effects.ts'

interface Piece {
  readonly angle: number
  readonly speed: number
  readonly turn: number
  readonly color: string
  readonly delay: number
}

const PIECES = 110
const LASTS = 3
const GRAVITY = 520
/** Air resistance. It slows the pieces until they float. */
const DRAG = 1.6

/** Returns a fraction that looks random but is the same on every call. */
const scatter = (index: number, factor: number) => (index * factor) % 1

const pieces: readonly Piece[] = Array.from({ length: PIECES }, (_, i) => ({
  angle: -Math.PI / 2 + (scatter(i, 0.618_034) - 0.5) * 2.2,
  speed: 420 + scatter(i, 0.754_878) * 620,
  turn: 4 + scatter(i, 0.569_84) * 9,
  color: `oklch(0.78 0.15 ${Math.round(scatter(i, 0.281_3) * 360)})`,
  delay: scatter(i, 0.137_7) * 0.35,
}))

/** Creates the confetti for a winner, thrown up from the tower. */
export function confetti(): Effect {
  return {
    lasts: LASTS,
    behind: false,
    draw(context, eye, age) {
      for (const { angle, speed, turn, color, delay } of pieces) {
        const time = age - delay
        if (time < 0) continue
        const way = (1 - Math.exp(-DRAG * time)) / DRAG
        const x = eye.centerX + Math.cos(angle) * speed * way
        const y = eye.centerY + Math.sin(angle) * speed * way + (GRAVITY * (time - way)) / DRAG
        context.save()
        context.globalAlpha = Math.min(1, 2.5 * (1 - age / LASTS))
        context.translate(x, y)
        context.rotate(turn * time)
        context.scale(1, Math.cos(turn * time * 1.7))
        context.fillStyle = color
        context.fillRect(-4, -6, 8, 12)
        context.restore()
      }
    },
  }
}
