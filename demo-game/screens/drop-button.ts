import { h } from '../page/dom.ts'

/** The only button of a round. It covers the whole screen, and the keys space and enter press it too. */
export interface DropButton {
  readonly element: HTMLButtonElement
  leave(): void
}

/** Creates the button. Each press calls `drop` with its time in milliseconds, on the clock of `performance.now()`. */
export function dropButton(drop: (at: number) => void): DropButton {
  const element = h('button', { class: 'drop', type: 'button', 'aria-label': 'Drop the storey' })

  function press(event: Event): void {
    event.preventDefault()
    // Uses the time of the press itself. The page may have been busy since then.
    drop(event.timeStamp)
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== ' ' && event.key !== 'Enter') return
    if (event.type === 'keydown' && !event.repeat) press(event)
    // Otherwise the browser would also send a click for the same key.
    event.preventDefault()
  }

  element.addEventListener('pointerdown', press)
  element.addEventListener('click', (event) => {
    // Assistive technology sends a click without a pointer, which counts as a press.
    if (event.detail === 0) press(event)
  })
  addEventListener('keydown', onKey)
  addEventListener('keyup', onKey)

  return {
    element,
    leave() {
      removeEventListener('keydown', onKey)
      removeEventListener('keyup', onKey)
    },
  }
}
