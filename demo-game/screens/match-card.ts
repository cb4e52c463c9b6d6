import type { Match } from '@ante/client'
import { h, setText } from '../page/dom.ts'
import { money } from '../page/words.ts'
import type { MatchContents } from './match-contents.ts'

/** The panel that shows one match. */
export interface MatchCard {
  readonly element: HTMLElement
  /** Kind of the contents that it shows now. */
  readonly kind: MatchContents['kind']
  /** Shows the contents. `match` is null until the match has been loaded. */
  show(contents: MatchContents, match: Match | null): void
  showProblem(line: string): void
}

interface MatchCardOptions {
  readonly playAgain: () => void
  readonly toLobby: () => void
}

export function matchCard({ playAgain, toLobby }: MatchCardOptions): MatchCard {
  const heading = h('h1', { tabindex: -1 })
  const reason = h('p', { class: 'lead' })
  const own = h('dd', {})
  const other = h('dd', {})
  const stake = h('p', { class: 'hint' })
  const alert = h('p', { class: 'problem', role: 'alert' })
  const again = h('button', { class: 'primary', type: 'button', onclick: playAgain }, 'Play again')
  const lobby = h('button', { class: 'secondary', type: 'button', onclick: toLobby }, 'Back to the lobby')
  const element = h(
    'section',
    { class: 'panel outcome' },
    h('div', { role: 'status' }, heading, reason),
    h('dl', { class: 'versus' }, h('div', {}, h('dt', {}, 'You'), own), h('div', {}, h('dt', {}, 'Opponent'), other)),
    stake,
    alert,
    h('div', { class: 'actions' }, again, lobby),
  )
  let kind: MatchContents['kind'] = 'loading'

  return {
    element,
    get kind() {
      return kind
    },
    show(contents, match) {
      kind = contents.kind
      element.dataset.kind = kind
      setText(heading, contents.heading)
      setText(reason, contents.reason)
      setText(own, contents.own)
      setText(other, contents.other)
      setText(stake, match === null ? '' : `Stake ${money(match.stake, match.currency)} each`)
      again.hidden = match === null
    },
    showProblem(line) {
      setText(alert, line)
    },
  }
}
