import type { Match, MatchResult } from '@ante/client'
import { h, setText } from '../dom.ts'
import type { Game, Screen, Submission } from '../game.ts'
import { money, outcomeLine, outcomeReason, points, problemLine } from '../words.ts'

interface Contents {
  readonly kind: 'sending' | 'waiting' | 'won' | 'lost' | 'even'
  readonly heading: string
  readonly reason: string
  readonly own: string
  readonly other: string
}

const SENDING_HINT = 'Your score is kept safe here and sent as soon as the server answers.'
const WAITING_HINT = 'You can leave this page: the outcome finds you when you are back.'

function waiting(match: Match, result: MatchResult): Contents {
  const unmatched = match.state === 'unmatched'
  return {
    kind: 'waiting',
    heading: unmatched ? 'Waiting for an opponent' : "Waiting for the other player's score",
    reason: result.ownScore === null ? WAITING_HINT : `Score sent. ${WAITING_HINT}`,
    own: points(result.ownScore),
    other: '…',
  }
}

function contentsOf(match: Match, result: MatchResult): Contents {
  const heading = outcomeLine(match, result)
  if (heading === null) return waiting(match, result)
  return {
    kind: result.verdict === 'won' || result.verdict === 'lost' ? result.verdict : 'even',
    heading,
    reason: outcomeReason(match, result),
    own: points(result.ownScore),
    other: match.state === 'expired' ? 'nobody' : points(result.opponentScore),
  }
}

const UNKNOWN: Contents = { kind: 'even', heading: 'This match cannot be shown', reason: '', own: '…', other: '…' }
const LOADING: Contents = { kind: 'sending', heading: 'Loading', reason: '', own: '…', other: '…' }

function sending(score: number): Contents {
  return { kind: 'sending', heading: 'Sending your score', reason: SENDING_HINT, own: points(score), other: '…' }
}

/** One match after the round: score sent, waiting, and at last who won. Keeps itself up to date. */
export function matchScreen(game: Game, matchId: string, submission?: Submission): Screen {
  const heading = h('h1', { tabindex: -1 })
  const reason = h('p', { class: 'lead' })
  const own = h('dd', {})
  const other = h('dd', {})
  const stake = h('p', { class: 'hint' })
  const alert = h('p', { class: 'problem', role: 'alert' })
  const again = h('button', { class: 'primary', type: 'button', onclick: () => void playAgain() }, 'Play again')
  const lobby = h('button', { class: 'secondary', type: 'button', onclick: () => game.toLobby() }, 'Back to the lobby')
  const card = h(
    'section',
    { class: 'panel outcome' },
    h('div', { role: 'status' }, heading, reason),
    h('dl', { class: 'versus' }, h('div', {}, h('dt', {}, 'You'), own), h('div', {}, h('dt', {}, 'Opponent'), other)),
    stake,
    alert,
    h('div', { class: 'actions' }, again, lobby),
  )
  let match: Match | null = null
  let left = false

  function show(contents: Contents): void {
    card.dataset.kind = contents.kind
    setText(heading, contents.heading)
    setText(reason, contents.reason)
    setText(own, contents.own)
    setText(other, contents.other)
    again.hidden = match === null
    if (match !== null) setText(stake, `Stake ${money(match.stake, match.currency)} each`)
    if (!left) document.title = `${contents.heading} · Stackhouse`
  }

  function decided(settled: { readonly match: Match; readonly result: MatchResult }): void {
    if (settled.match.id !== matchId) return
    const isNews = card.dataset.kind === 'waiting' || card.dataset.kind === 'sending'
    match = settled.match
    show(contentsOf(settled.match, settled.result))
    if (isNews && settled.result.verdict === 'won') celebrate()
  }

  function celebrate(): void {
    game.stage.celebrate()
    game.sound.won()
  }

  async function load(): Promise<void> {
    try {
      const [loaded, result] = await Promise.all([game.ante.match(matchId), game.ante.result(matchId)])
      match = loaded
      // Both were read at the same time, and the match may have been decided in between.
      const undecided = result.verdict === null && loaded.state !== 'unmatched' && loaded.state !== 'matched'
      show(contentsOf(loaded, undecided ? await game.ante.result(matchId) : result))
    } catch (error) {
      if (match === null) show(UNKNOWN)
      setText(alert, problemLine(error))
    }
  }

  async function finishSending({ sent }: Submission): Promise<void> {
    try {
      await sent
    } catch (error) {
      setText(alert, problemLine(error))
    }
    await load()
  }

  async function playAgain(): Promise<void> {
    if (match === null) return
    setText(alert, '')
    try {
      await game.play(match.stake)
    } catch (error) {
      setText(alert, problemLine(error))
    }
  }

  const reload = (changed: { readonly matchId: string }) => {
    if (changed.matchId === matchId) void load()
  }
  const stops = [
    game.ante.on('matched', ({ match }) => reload({ matchId: match.id })),
    game.ante.on('submitted', reload),
    game.ante.on('settled', decided),
    game.ante.on('expired', decided),
    game.ante.on('void', decided),
    game.ante.on('gap', () => void load()),
  ]
  show(submission === undefined ? LOADING : sending(submission.score))
  if (submission === undefined) void load()
  else void finishSending(submission)

  return {
    name: 'match',
    title: 'Match',
    element: card,
    matchId,
    leave() {
      left = true
      for (const stop of stops) stop()
    },
  }
}
