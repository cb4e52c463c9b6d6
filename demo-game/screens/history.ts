import type { AnteEvent, PlayedMatch } from '@ante/client'
import type { Game } from '../game/game.ts'
import { h } from '../page/dom.ts'
import { ago, gain, money, points, problemLine } from '../page/words.ts'

const CHANGES: readonly AnteEvent[] = ['matched', 'settled', 'expired', 'void', 'submitted', 'gap']
const AGES_EVERY = 30_000

const BADGES = {
  won: 'Won',
  lost: 'Lost',
  draw: 'Draw',
  void: 'Returned',
  expired: 'Returned',
} as const

function badgeOf({ match, result }: PlayedMatch): readonly [kind: string, text: string] {
  if (result.verdict !== null) return [result.verdict, BADGES[result.verdict]]
  return ['open', match.state === 'unmatched' ? 'Open' : 'Matched']
}

function scoresOf({ match, result }: PlayedMatch): string {
  if (result.verdict !== null) return `${points(result.ownScore)} to ${points(result.opponentScore)}`
  return match.state === 'unmatched'
    ? `${points(result.ownScore)}, no opponent yet`
    : `${points(result.ownScore)}, opponent playing`
}

/** Creates the list of the player's own matches, newest first. It updates itself until `leave` is called. */
export function historyList(game: Game): { element: HTMLElement; leave: () => void } {
  const list = h('ul', { class: 'matches' })
  const more = h(
    'button',
    { class: 'quiet', type: 'button', hidden: true, onclick: () => void showMore() },
    'Show more',
  )
  const status = h('p', { class: 'hint', role: 'status' }, 'Loading your matches …')
  let entries: readonly PlayedMatch[] = []
  let pages = 1
  let latest = 0
  let failed = false

  async function load(): Promise<void> {
    const turn = ++latest
    try {
      const loaded = await Promise.all(Array.from({ length: pages }, (_, i) => game.ante.matches({ page: i + 1 })))
      // An older answer must not replace a newer one.
      if (turn !== latest) return
      failed = false
      entries = withoutRepeats(loaded.flatMap((page) => page.entries))
      more.hidden = loaded[loaded.length - 1]?.nextPage === null
      status.textContent = entries.length === 0 ? 'None yet. Your first match will be listed here.' : ''
      render()
    } catch (error) {
      if (turn !== latest) return
      failed = true
      status.textContent = problemLine(error)
    }
  }

  async function showMore(): Promise<void> {
    pages++
    await load()
  }

  function render(): void {
    const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute('data-match') : null
    list.replaceChildren(...entries.map((entry) => row(game, entry)))
    if (typeof focused === 'string') list.querySelector<HTMLElement>(`[data-match="${focused}"]`)?.focus()
  }

  const stops = CHANGES.map((event) => game.ante.on(event, () => void load()))
  const stopWatching = game.ante.on('connection', ({ state }) => {
    if (failed && state !== 'offline') void load()
  })
  const ages = setInterval(render, AGES_EVERY)
  void load()

  return {
    element: h('section', { class: 'panel history' }, h('h2', {}, 'Your matches'), status, list, more),
    leave() {
      latest++
      clearInterval(ages)
      for (const stop of [...stops, stopWatching]) stop()
    },
  }
}

/** Removes repeated matches. A match added between two page requests can make another one appear on both pages. */
function withoutRepeats(entries: readonly PlayedMatch[]): readonly PlayedMatch[] {
  return [...new Map(entries.map((entry) => [entry.match.id, entry])).values()]
}

function row(game: Game, entry: PlayedMatch): HTMLElement {
  const { match, result } = entry
  const [kind, badge] = badgeOf(entry)
  return h(
    'li',
    {},
    h(
      'button',
      { class: 'match', type: 'button', 'data-match': match.id, onclick: () => game.toMatch(match.id) },
      h('span', { class: `badge ${kind}` }, badge),
      h('span', { class: 'scores' }, scoresOf(entry)),
      h('span', { class: `gain ${kind}` }, gain(match, result) ?? `${money(match.stake, match.currency)} in`),
      match.createdAt === null
        ? null
        : h('time', { datetime: match.createdAt.toISOString() }, ago(match.createdAt, game.ante.now())),
    ),
  )
}
