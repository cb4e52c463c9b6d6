import { LoginError } from '@ante/client'
import type { Game, Screen } from '../game/game.ts'
import { h } from '../page/dom.ts'
import { keepQuery } from '../page/page-query.ts'
import { money, problemLine } from '../page/words.ts'

function promiseOfPlayMoney({ newcomerBalance, currency }: Game['config']): string {
  const gift =
    newcomerBalance > 0 ? `Newcomers get ${money(newcomerBalance, currency)} of play money.` : 'Play money only.'
  return `${gift} Nothing here is real money.`
}

/** Creates the first screen for visitors: what the game is, and a button to sign in. */
export function signInScreen(game: Game, problem: string | null): Screen {
  const alert = h('p', { class: 'problem', role: 'alert' }, problem)
  const elsewhere = h('div', { class: 'elsewhere' })
  const button = h('button', { class: 'primary', type: 'button', onclick: () => void signIn() }, 'Sign in')

  async function signIn(): Promise<void> {
    alert.textContent = ''
    elsewhere.replaceChildren()
    // Does not use `disabled`, because a disabled button loses the keyboard focus.
    button.setAttribute('aria-busy', 'true')
    try {
      await game.ante.login()
      await game.toStart()
    } catch (error) {
      alert.textContent = problemLine(error)
      if (error instanceof LoginError && error.code === 'popup_blocked') offerThisPage()
    } finally {
      button.removeAttribute('aria-busy')
    }
  }

  function offerThisPage(): void {
    const go = () => {
      keepQuery()
      game.ante.login({ mode: 'redirect' }).catch((error: unknown) => {
        alert.textContent = problemLine(error)
      })
    }
    elsewhere.replaceChildren(
      h('button', { class: 'secondary', type: 'button', onclick: go }, 'Continue in this window'),
    )
  }

  const element = h(
    'section',
    { class: 'panel welcome' },
    h('h1', { tabindex: -1 }, 'Stack it higher. Take the stake.'),
    h(
      'p',
      { class: 'lead' },
      'A one-button tower game for two: both put in the same stake, both build on the same level, and the better score takes it all.',
    ),
    button,
    alert,
    elsewhere,
    h('p', { class: 'play-money' }, promiseOfPlayMoney(game.config)),
  )
  return { name: 'sign-in', title: 'Sign in', element }
}
