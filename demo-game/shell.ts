import type { Player } from '@ante/client'
import type { Screen } from './game/game.ts'
import { h, setText } from './page/dom.ts'
import type { Sound } from './page/sound.ts'

/**
 * The parts of the page that stay when the screen changes: the account line at the top and the notices at the bottom.
 */
export interface Shell {
  readonly screen: Screen | null
  show(screen: Screen): void
  /** Shows the account line. Null removes it. */
  showAccount(account: { readonly player: Player; readonly balance: string | null } | null): void
  /** Shows a line about the connection. An empty text removes it. */
  showConnection(line: string): void
}

interface ShellOptions {
  readonly root: HTMLElement
  readonly notices: HTMLElement
  readonly sound: Sound
  readonly signOut: () => void
  readonly home: () => void
}

/** Builds the page's frame inside `root`. */
export function createShell({ root, notices, sound, signOut, home }: ShellOptions): Shell {
  const balance = h('strong', { class: 'balance' })
  const nickname = h('span', { class: 'nickname' })
  const account = h(
    'div',
    { class: 'account', hidden: true },
    h('p', { class: 'purse' }, balance, h('small', {}, ' play money')),
    nickname,
    h('button', { class: 'quiet', type: 'button', onclick: signOut }, 'Sign out'),
  )
  const brand = h(
    'button',
    { class: 'brand', type: 'button', 'aria-label': 'Stackhouse, to the lobby', onclick: home },
    h('span', {}, 'Stackhouse'),
  )
  const place = h('main', {}, h('p', { class: 'loading', role: 'status' }, 'Loading …'))
  const connection = h('p', { class: 'connection', role: 'status' })
  root.replaceChildren(
    h('header', {}, brand, account),
    place,
    notices,
    connection,
    h('footer', {}, h('span', {}, 'Runs on Ante. Play money only.'), soundSwitch(sound)),
  )
  let current: Screen | null = null

  return {
    get screen() {
      return current
    },
    show(screen) {
      current?.leave?.()
      // The first screen does not take the focus, because the player has not moved it yet.
      const isFirst = current === null && screen.name !== 'round'
      current = screen
      document.body.dataset.screen = screen.name
      document.title = `${screen.title} · Stackhouse`
      place.replaceChildren(screen.element)
      scrollTo(0, 0)
      if (isFirst) return
      const target = screen.focus ?? screen.element.querySelector('h1')
      target?.focus({ preventScroll: true })
    },
    showAccount(shown) {
      account.hidden = shown === null
      setText(nickname, shown?.player.nickname ?? '')
      setText(balance, shown?.balance ?? '')
    },
    showConnection(line) {
      setText(connection, line)
    },
  }
}

function soundSwitch(sound: Sound): HTMLElement {
  const button = h('button', { class: 'quiet', type: 'button', onclick: () => turn(!sound.on) }, 'Sound')
  const show = () => button.setAttribute('aria-pressed', String(sound.on))
  function turn(on: boolean): void {
    sound.switchTo(on)
    show()
  }
  show()
  return button
}
