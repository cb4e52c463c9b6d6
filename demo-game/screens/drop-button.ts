import { h } from '../page/dom.ts'

/** The one button of a round: all of the screen, space and enter. */
export interface DropButton {
  readonly element: HTMLButtonElement
  leave(): void
}

/** `drop` is called with the time of each press, in milliseconds as `performance.now()` counts them. */
export function dropButton(drop: (at: number) => void): DropButton {
  const element = h('button', { class: 'drop', type: 'button', 'aria-label': 'Drop the storey' })

  function press(event: Event): void {
    event.preventDefault()
    // The time of the press itself: the page may have been busy since.
    drop(event.timeStamp)
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== ' ' && event.key !== 'Enter') return
    if (event.type === 'keydown' && !event.repeat) press(event)
    // Otherwise the button would turn the same key into a click.
    event.preventDefault()
  }

  element.addEventListener('pointerdown', press)
  element.addEventListener('click', (event) => {
    // What assistive technology makes of a press: a click without a pointer.
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
