import type { Game, Screen } from '../game/game.ts'
import { h } from '../page/dom.ts'
import { money, problemLine } from '../page/words.ts'
import { historyList } from './history.ts'

/** Creates the screen with the stakes and the player's own matches. */
export function lobbyScreen(game: Game): Screen {
  const { config } = game
  const alert = h('p', { class: 'problem', role: 'alert' })
  const history = historyList(game)
  let starting = false

  async function play(stake: number, button: HTMLElement): Promise<void> {
    if (starting) return
    starting = true
    alert.textContent = ''
    button.setAttribute('aria-busy', 'true')
    try {
      await game.play(stake)
    } catch (error) {
      alert.textContent = problemLine(error)
    } finally {
      starting = false
      button.removeAttribute('aria-busy')
    }
  }

  function stakeButton(stake: number): HTMLElement {
    const button = h(
      'button',
      { class: 'stake', type: 'button', onclick: () => void play(stake, button) },
      'Play for ',
      h('strong', {}, money(stake, config.currency)),
    )
    return h('li', {}, button)
  }

  const element = h(
    'div',
    { class: 'lobby' },
    h(
      'section',
      { class: 'panel' },
      h('h1', { tabindex: -1 }, 'Choose your stake'),
      h(
        'p',
        { class: 'lead' },
        'Your opponent puts in the same and builds on the same level. The better score takes both.',
      ),
      h('ul', { class: 'stakes' }, ...config.stakes.map(stakeButton)),
      alert,
      h(
        'p',
        { class: 'rules' },
        'Drop each storey with space or a tap. What hangs over falls off, perfect drops pay more, and a miss ends the round.',
      ),
    ),
    history.element,
  )
  return { name: 'lobby', title: 'Lobby', element, leave: history.leave }
}
