import type { Match, MatchResult, PlayedMatch } from '../api/types.ts'
import { h } from '../environment/dom.ts'
import type { LobbyState, LobbyView } from './state.ts'
import type { Words } from './words/words.ts'

/** Input of a rendering in addition to the state. */
export interface ViewOptions {
  readonly words: Words
  /** False where the page signs its players in, by a token. */
  readonly signsIn: boolean
  /** Stakes in minor units. */
  readonly stakes: readonly number[]
  readonly money: (minorUnits: number) => string
  readonly number: (value: number) => string
  readonly actions: {
    signIn(): void
    signOut(): void
    play(stake: number): void
    resume(): void
    toLobby(): void
  }
}

const SHOWN_MATCHES = 8

/** Renders the lobby. Elements with `data-deadline` show the time that is left until then. */
export function render(state: LobbyState, options: ViewOptions): HTMLElement[] {
  const { words } = options
  const { view, problem } = state
  const hasHistory = view.name === 'lobby' || view.name === 'result' || view.name === 'waiting'
  return [
    ...(state.player ? [header(state, options)] : []),
    h(
      'section',
      { part: 'panel', 'aria-busy': state.busy ? 'true' : null },
      h(
        'div',
        { role: 'status' },
        h('h2', { part: 'heading', tabindex: '-1' }, headingOf(view, options)),
        ...linesOf(view, options),
      ),
      ...scoresOf(view, options),
      h('div', { class: 'actions' }, ...buttonsOf(view, options)),
      h('p', { part: 'problem', role: 'alert' }, problem && words[problem]),
    ),
    ...(hasHistory ? [historyOf(state.history, options)] : []),
  ]
}

function header({ player, balance }: LobbyState, { words, money, actions, signsIn }: ViewOptions): HTMLElement {
  return h(
    'header',
    { part: 'account' },
    h('span', { part: 'player' }, player?.nickname ?? ''),
    h('span', { part: 'balance' }, h('small', {}, words.balance), ' ', balance === null ? '…' : money(balance)),
    signsIn ? h('button', { part: 'quiet', type: 'button', click: actions.signOut }, words.signOut) : null,
  )
}

function headingOf(view: LobbyView, { words, money, signsIn }: ViewOptions): string {
  switch (view.name) {
    case 'loading':
      return words.loading
    case 'signed-out':
      return signsIn ? words.signInToPlay : words.signInOnSite
    case 'lobby':
      return view.open ? words.yourTurn : words.chooseStake
    case 'playing':
      return words.yourTurn
    case 'sending':
      return words.sending
    case 'waiting':
      return view.match.state === 'unmatched' ? words.waitingForOpponent : words.waitingForScore
    case 'result':
      return outcomeOf(view.match, view.result, words, money)
  }
}

function linesOf(view: LobbyView, { words }: ViewOptions): HTMLElement[] {
  const deadline =
    view.name === 'lobby' ? view.open?.resultUntil : view.name === 'playing' ? view.attempt.resultUntil : null
  if (deadline) {
    const left = h('strong', { 'data-deadline': String(deadline.getTime()), part: 'time' })
    return [h('p', { class: 'line' }, `${words.timeLeft} `, left)]
  }
  if (view.name === 'sending' && view.kept) {
    return [h('p', { class: 'line' }, view.kept === 'browser' ? words.saved : words.keepOpen)]
  }
  return []
}

function scoresOf(view: LobbyView, { words, number }: ViewOptions): HTMLElement[] {
  const score = (value: number | null) => (value === null ? words.noScore : number(value))
  const pair = (own: string, other: string) => [
    h(
      'dl',
      { part: 'scores' },
      h('div', {}, h('dt', {}, words.you), h('dd', {}, own)),
      h('div', {}, h('dt', {}, words.opponent), h('dd', {}, other)),
    ),
  ]
  if (view.name === 'sending') return pair(view.score === 'forfeit' ? words.noScore : number(view.score), '…')
  if (view.name === 'waiting') return pair(score(view.score), '…')
  if (view.name === 'result') return pair(score(view.result.ownScore), score(view.result.opponentScore))
  return []
}

function buttonsOf(view: LobbyView, { words, stakes, money, actions, signsIn }: ViewOptions): HTMLElement[] {
  const button = (part: string, text: string, click: () => void) => h('button', { part, type: 'button', click }, text)
  switch (view.name) {
    case 'signed-out':
      return [button('primary', signsIn ? words.signIn : words.tryAgain, actions.signIn)]
    case 'lobby':
      if (view.open) return [button('primary', words.continueRound, actions.resume)]
      return stakes.map((stake) => button('stake', money(stake), () => actions.play(stake)))
    case 'waiting':
      return [button('secondary', words.back, actions.toLobby)]
    case 'result': {
      const { stake } = view.match
      const again = words.playAgain.replace('{amount}', money(stake))
      return [button('primary', again, () => actions.play(stake)), button('secondary', words.back, actions.toLobby)]
    }
    case 'loading':
    case 'playing':
    case 'sending':
      return []
  }
}

function historyOf(history: readonly PlayedMatch[], { words, money }: ViewOptions): HTMLElement {
  const rows = history
    .slice(0, SHOWN_MATCHES)
    .map(({ match, result }) =>
      h(
        'li',
        { part: 'match', class: result.verdict ?? 'open' },
        h('span', {}, result.verdict ? outcomeOf(match, result, words, money) : words.open),
        h('span', { class: 'stake' }, money(match.stake)),
      ),
    )
  const empty = h('p', { class: 'line' }, words.noMatches)
  return h(
    'section',
    { part: 'history' },
    h('h3', { part: 'heading' }, words.history),
    rows.length === 0 ? empty : h('ul', {}, ...rows),
  )
}

function outcomeOf(match: Match, result: MatchResult, words: Words, money: (amount: number) => string): string {
  const [text, amount] =
    result.verdict === 'won'
      ? [words.won, result.amountWon ?? 0]
      : result.verdict === 'lost'
        ? [words.lost, match.stake]
        : [result.verdict === 'draw' ? words.draw : words.returned, match.stake]
  return text.replace('{amount}', money(amount))
}
