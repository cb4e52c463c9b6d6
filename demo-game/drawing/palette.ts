/** Whether the player's device asks for light or dark. */
export type Theme = 'light' | 'dark'

/** Colours of one storey. */
export interface StoreyColors {
  readonly top: string
  readonly left: string
  readonly right: string
  readonly edge: string
  readonly seam: string
  readonly darkWindow: string
  readonly litWindow: string
}

/** Colours behind the tower. */
export interface SkyColors {
  readonly top: string
  readonly bottom: string
  readonly glow: string
  readonly clear: string
  readonly fog: string
  readonly mote: string
}

/** One lightness for all hues keeps a whole wheel of them in harmony. */
const oklch = (lightness: number, chroma: number, hue: number, alpha = 1) =>
  `oklch(${lightness} ${chroma} ${(((hue % 360) + 360) % 360).toFixed(1)} / ${alpha})`

export function storeyColors(hue: number, theme: Theme): StoreyColors {
  const dark = theme === 'dark'
  return {
    top: oklch(dark ? 0.82 : 0.87, dark ? 0.11 : 0.09, hue),
    left: oklch(dark ? 0.64 : 0.73, 0.125, hue),
    right: oklch(dark ? 0.5 : 0.61, 0.12, hue - 6),
    edge: oklch(dark ? 0.92 : 0.97, 0.05, hue, 0.7),
    seam: oklch(dark ? 0.2 : 0.35, 0.08, hue, dark ? 0.35 : 0.22),
    darkWindow: oklch(dark ? 0.3 : 0.45, 0.07, hue - 10, dark ? 0.6 : 0.45),
    litWindow: oklch(dark ? 0.93 : 0.98, dark ? 0.1 : 0.06, 92),
  }
}

/** The sky turns slowly as the tower grows. */
export function skyColors(hue: number, storeys: number, theme: Theme): SkyColors {
  const turn = hue + 165 + storeys * 4
  if (theme === 'dark') {
    return {
      top: oklch(0.15, 0.035, turn + 40),
      bottom: oklch(0.31, 0.06, turn),
      glow: oklch(0.5, 0.09, turn - 20, 0.5),
      clear: oklch(0.5, 0.09, turn - 20, 0),
      fog: oklch(0.31, 0.06, turn, 0),
      mote: oklch(0.95, 0.03, turn),
    }
  }
  return {
    top: oklch(0.86, 0.055, turn + 30),
    bottom: oklch(0.95, 0.03, turn),
    glow: oklch(0.99, 0.02, turn - 60, 0.9),
    clear: oklch(0.99, 0.02, turn - 60, 0),
    fog: oklch(0.95, 0.03, turn, 0),
    mote: oklch(1, 0, turn),
  }
}
