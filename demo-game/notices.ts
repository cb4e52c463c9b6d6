import type { Settled } from '@ante/client'
import { h } from './page/dom.ts'
import { outcomeLine, points } from './page/words.ts'

/** Notices about matches that the current screen does not show. */
export interface Notices {
  readonly element: HTMLElement
  add(settled: Settled): void
  /** Removes the notices about a match. Call it when that match is on the screen. */
  drop(matchId: string): void
  clear(): void
}

const MOST = 3

function lineOf({ match, result }: Settled): string {
  const scores = result.opponentScore === null ? '' : `, ${points(result.ownScore)} to ${points(result.opponentScore)}`
  return `${outcomeLine(match, result)}${scores}`
}

/** Creates the list of notices. A click on a notice calls `show` with its match. */
export function createNotices(show: (matchId: string) => void): Notices {
  const list = h('ul', { class: 'notices', role: 'status', 'aria-label': 'News of your matches' })
  const find = (matchId: string) => [...list.children].filter((item) => item.getAttribute('data-match') === matchId)
  const drop = (matchId: string) => {
    for (const item of find(matchId)) item.remove()
  }

  return {
    element: list,
    drop,
    clear: () => list.replaceChildren(),
    add(settled) {
      const { id } = settled.match
      drop(id)
      list.append(
        h(
          'li',
          { 'data-match': id, class: settled.result.verdict },
          h('span', {}, lineOf(settled)),
          h('button', { class: 'quiet', type: 'button', onclick: () => show(id) }, 'Show'),
          h('button', { class: 'quiet', type: 'button', 'aria-label': 'Dismiss', onclick: () => drop(id) }, '×'),
        ),
      )
      if (list.children.length > MOST) list.firstElementChild?.remove()
    },
  }
}
