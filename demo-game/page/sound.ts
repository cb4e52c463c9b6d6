import type { Drop } from '../simulation/simulation.ts'

/** Plays the game's short sounds. Sound is off until the player turns it on. */
export interface Sound {
  readonly on: boolean
  switchTo(on: boolean): void
  countdown(): void
  drop(drop: Drop): void
  won(): void
}

interface Note {
  readonly pitch: number
  /** Seconds. */
  readonly at?: number
  readonly lasts: number
  readonly volume: number
  readonly wave?: OscillatorType
  /** Pitch at the end of the tone. */
  readonly to?: number
}

const KEY = 'stackhouse.sound'
const LOWEST = 392
/** Semitones of the pentatonic scale. All its notes sound well together. */
const PENTATONIC = [0, 2, 4, 7, 9]
const HIGHEST_STEP = 14

function pitchOf(step: number): number {
  const octaves = Math.floor(step / PENTATONIC.length)
  const halfTones = (PENTATONIC[step % PENTATONIC.length] ?? 0) + 12 * octaves
  return LOWEST * 2 ** (halfTones / 12)
}

function notesOf(drop: Drop): readonly Note[] {
  switch (drop.kind) {
    case 'perfect': {
      const pitch = pitchOf(Math.min(drop.streak, HIGHEST_STEP))
      return [
        { pitch, lasts: 0.35, volume: 0.2, wave: 'triangle' },
        { pitch: pitch * 2, at: 0.05, lasts: 0.3, volume: 0.07 },
      ]
    }
    case 'cut':
      return [{ pitch: 170, to: 90, lasts: 0.16, volume: 0.3, wave: 'triangle' }]
    case 'missed':
      return [{ pitch: 240, to: 50, lasts: 0.7, volume: 0.25, wave: 'triangle' }]
  }
}

/** Creates the sounds. Stores in `storage`, if there is one, whether the player wants sound. */
export function createSound(storage: Storage | null): Sound {
  let on = storage?.getItem(KEY) === 'on'
  let context: AudioContext | null = null

  function play(notes: readonly Note[]): void {
    // Browsers block sound before the first press or tap, and log a warning.
    if (!on || navigator.userActivation?.hasBeenActive === false) return
    context ??= new AudioContext()
    for (const note of notes) playNote(context, note)
  }

  return {
    get on() {
      return on
    },
    switchTo(next) {
      on = next
      remember(storage, on)
      play([{ pitch: LOWEST, lasts: 0.15, volume: 0.15 }])
    },
    countdown: () => play([{ pitch: LOWEST, lasts: 0.12, volume: 0.12 }]),
    drop: (drop) => play(notesOf(drop)),
    won: () => play([0, 2, 3, 5].map((step, i) => ({ pitch: pitchOf(step), at: i * 0.11, lasts: 0.4, volume: 0.16 }))),
  }
}

function remember(storage: Storage | null, on: boolean): void {
  try {
    storage?.setItem(KEY, on ? 'on' : 'off')
  } catch {
    // The storage is full. The choice is kept until the page is closed.
  }
}

function playNote(context: AudioContext, { pitch, at = 0, lasts, volume, wave = 'sine', to = pitch }: Note): void {
  const start = context.currentTime + at
  const tone = new OscillatorNode(context, { type: wave, frequency: pitch })
  const gain = new GainNode(context, { gain: 0 })
  gain.gain.setValueAtTime(0, start)
  gain.gain.linearRampToValueAtTime(volume, start + 0.008)
  gain.gain.exponentialRampToValueAtTime(0.0001, start + lasts)
  tone.frequency.setValueAtTime(pitch, start)
  tone.frequency.exponentialRampToValueAtTime(to, start + lasts)
  tone.connect(gain).connect(context.destination)
  tone.start(start)
  tone.stop(start + lasts)
}
