import type { Attempt } from '@ante/client'
import type { Game, Screen } from '../game/game.ts'
import { h } from '../page/dom.ts'

/** Tells the player that the round is open in another tab. Continues it here when that tab is closed. */
export function otherTabScreen(game: Game, attempt: Attempt): Screen {
  const element = h(
    'section',
    { class: 'panel trouble' },
    h('h1', { tabindex: -1 }, 'Your round is open in another tab'),
    h('p', { class: 'lead', role: 'status' }, 'Go on playing there. When you close that tab, the round goes on here.'),
    h(
      'div',
      { class: 'actions' },
      h(
        'button',
        { class: 'primary', type: 'button', onclick: () => void game.toRound(attempt, { steal: true }) },
        'Play here instead',
      ),
      h('button', { class: 'secondary', type: 'button', onclick: () => game.toLobby() }, 'Back to the lobby'),
    ),
  )
  return { name: 'trouble', title: 'Open in another tab', element }
}
