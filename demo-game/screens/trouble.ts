import type { Screen } from '../game/game.ts'
import { h } from '../page/dom.ts'

/** Says what does not work, and tries again: by itself when the connection is back. */
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
