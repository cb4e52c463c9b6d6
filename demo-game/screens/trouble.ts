import type { Screen } from '../game/game.ts'
import { h } from '../page/dom.ts'

/** Shows a problem and a button to try again. It also tries again by itself when the connection is back. */
export function troubleScreen(line: string, tryAgain: () => void): Screen {
  const button = h('button', { class: 'primary', type: 'button', onclick: tryAgain }, 'Try again')
  addEventListener('online', tryAgain)
  const element = h(
    'section',
    { class: 'panel trouble' },
    h('h1', { tabindex: -1 }, 'Just a moment'),
    h('p', { class: 'lead', role: 'alert' }, line),
    button,
  )
  return {
    name: 'trouble',
    title: 'No connection',
    element,
    leave: () => removeEventListener('online', tryAgain),
  }
}
