import type { Attempt } from '@ante/client'
import type { Game } from '../game/game.ts'
import { prizeOf } from '../page/config.ts'
import { h, setText } from '../page/dom.ts'
import { clock, money, points } from '../page/words.ts'
import { TICKS_PER_SECOND } from '../simulation/level.ts'
import type { Round } from '../simulation/round.ts'
import { ROUND_TICKS, type Tower } from '../simulation/simulation.ts'
import { dropButton } from './drop-button.ts'

/** The layer over the tower during a round. It shows the state and receives the presses. */
export interface Hud {
  readonly element: HTMLElement
  /** The only button. It covers the whole screen. */
  readonly button: HTMLButtonElement
  update(tower: Tower): void
  leave(): void
}

const HINT = 'Press space or tap'
const HINT_BY_ITSELF = 'This round plays itself'
const HINT_RESUMED = 'You are back. The clock of your round went on.'

function fact(name: string, value: string): readonly [HTMLElement, HTMLElement] {
  const text = h('dd', {}, value)
  return [h('div', {}, h('dt', {}, name), text), text]
}

interface HudOptions {
  readonly game: Game
  readonly attempt: Attempt
  readonly round: Round
  /** Called with the time of each press, in milliseconds as `performance.now()` counts them. */
  readonly press: (at: number) => void
  /** Length of one step of the countdown. */
  readonly stepMs: number
}

export function createHud({ game, attempt, round, press, stepMs }: HudOptions): Hud {
  const score = h('p', { class: 'score' }, '0')
  const countdown = h('p', { class: 'countdown', 'aria-hidden': true })
  const hint = h('p', { class: 'hint' })
  const news = h('p', { class: 'unseen', role: 'status' })
  const bar = h('span', {})
  const [time, timeText] = fact('Round', '')
  const [due, dueText] = fact('Score due in', '')
  const [stake] = fact('Stake', money(attempt.stake, attempt.currency))
  const [prize] = fact('Winner takes', money(prizeOf(attempt.stake, game.config), attempt.currency))
  const button = dropButton(press)
  due.hidden = attempt.resultUntil === null

  function hintFor(tower: Tower): string {
    if (tower.ending !== null || tower.slabs.length > 2) return ''
    if (game.skill !== null) return HINT_BY_ITSELF
    return attempt.resumed && round.ticks() > 0 ? HINT_RESUMED : HINT
  }

  function updateCountdown(ticks: number): void {
    const step = Math.ceil((-ticks * 1000) / TICKS_PER_SECOND / stepMs)
    const text = step > 0 ? String(step) : ticks < TICKS_PER_SECOND / 2 ? 'Go' : ''
    if (countdown.textContent === text) return
    // A new element starts the animation again.
    countdown.replaceChildren(h('span', {}, text))
    if (step > 0) game.sound.countdown()
  }

  const element = h(
    'section',
    { class: 'round', 'aria-label': 'Round' },
    button.element,
    h('div', { class: 'timebar', 'aria-hidden': true }, bar),
    h('dl', { class: 'facts stakes-facts' }, stake, prize),
    score,
    h('dl', { class: 'facts times' }, time, due),
    countdown,
    hint,
    news,
  )

  return {
    element,
    button: button.element,
    update(tower) {
      const ticks = round.ticks()
      updateCountdown(ticks)
      setText(score, points(tower.score))
      const left = ((ROUND_TICKS - Math.max(tower.tick, 0)) * 1000) / TICKS_PER_SECOND
      setText(timeText, clock(left))
      bar.style.setProperty('transform', `scaleX(${1 - tower.tick / ROUND_TICKS})`)
      if (attempt.resultUntil !== null) setText(dueText, clock(attempt.resultUntil.getTime() - game.ante.now()))
      setText(hint, hintFor(tower))
      setText(news, newsOf(tower))
    },
    leave: button.leave,
  }
}

function newsOf(tower: Tower): string {
  if (tower.ending !== null) return `The round is over. You have ${points(tower.score)} points.`
  return tower.tick === 0 ? 'Get ready. Press space or tap to drop a storey.' : ''
}
