/** Colour scheme that the player's device asks for. */
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

/** Builds a colour in OKLCH. With the same lightness, colours of different hues go well together. */
const oklch = (lightness: number, chroma: number, hue: number, alpha = 1) =>
  `oklch(${lightness} ${chroma} ${(((hue % 360) + 360) % 360).toFixed(1)} / ${alpha})`

export function storeyColors(hue: number, theme: Theme): StoreyColors {
  const dark = theme === 'dark'
  return {
    top: oklch(dark ? 0.83 : 0.88, dark ? 0.1 : 0.085, hue),
    left: oklch(dark ? 0.66 : 0.75, 0.12, hue),
    right: oklch(dark ? 0.53 : 0.64, 0.105, hue - 4),
    edge: oklch(dark ? 0.93 : 0.97, 0.05, hue, 0.75),
    seam: oklch(dark ? 0.2 : 0.35, 0.07, hue, dark ? 0.32 : 0.2),
    darkWindow: oklch(dark ? 0.3 : 0.42, 0.06, hue - 10, dark ? 0.6 : 0.42),
    litWindow: oklch(dark ? 0.93 : 0.985, dark ? 0.1 : 0.055, 92),
  }
}

/** Range of hues for the sky: from sea green over blue to violet. */
const SKY_FROM = 190
const SKY_SPAN = 60
const SKY_TURN = 1.8

/** Returns the sky's colours. Their hue changes slowly as the tower grows. */
export function skyColors(hue: number, storeys: number, theme: Theme): SkyColors {
  const sky = SKY_FROM + (hue / 360) * SKY_SPAN + storeys * SKY_TURN
  if (theme === 'dark') {
    const bottom = (alpha: number) => oklch(0.3, 0.055, sky, alpha)
    const glow = (alpha: number) => oklch(0.48, 0.085, sky - 15, alpha)
    return {
      top: oklch(0.15, 0.035, sky + 25),
      bottom: bottom(1),
      fog: bottom(0),
      glow: glow(0.55),
      clear: glow(0),
      mote: oklch(0.95, 0.03, sky),
    }
  }
  // The sky has a warm colour near the horizon.
  const bottom = (alpha: number) => oklch(0.955, 0.028, 88, alpha)
  const glow = (alpha: number) => oklch(0.985, 0.02, 95, alpha)
  return {
    top: oklch(0.84, 0.062, sky + 12),
    bottom: bottom(1),
    fog: bottom(0),
    glow: glow(0.85),
    clear: glow(0),
    mote: oklch(1, 0, 0),
  }
}
