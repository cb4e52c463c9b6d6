import type { Match, MatchResult } from '@ante/client'
import type { Game, Screen, Submission } from '../game/game.ts'
import { problemLine } from '../page/words.ts'
import { matchCard } from './match-card.ts'
import { contentsOf, LOADING, type MatchContents, sendingContents, UNKNOWN } from './match-contents.ts'

interface Played {
  readonly match: Match
  readonly result: MatchResult
}

/** Creates the screen of one match after the round: sending the score, waiting, then the outcome. It updates itself. */
export function matchScreen(game: Game, matchId: string, submission?: Submission): Screen {
  const { ante } = game
  const card = matchCard({ playAgain: () => void playAgain(), toLobby: () => game.toLobby() })
  let match: Match | null = null
  let decided = false
  let failed = false
  let left = false

  function show(contents: MatchContents): void {
    card.show(contents, match)
    if (!left) document.title = `${contents.heading} · Stackhouse`
  }

  function learn(played: Played): void {
    // An earlier request may answer after the event that the match is decided.
    if (decided || played.match.id !== matchId) return
    const isNews = card.kind === 'sending' || card.kind === 'waiting'
    match = played.match
    decided = played.result.verdict !== null
    show(contentsOf(played.match, played.result))
    if (!isNews || left || played.result.verdict !== 'won') return
    game.stage.celebrate()
    game.sound.won()
  }

  async function load(): Promise<void> {
    failed = false
    try {
      // Reads the match first and the result second, so that the result is never older than the match.
      const match = await ante.match(matchId)
      learn({ match, result: await ante.result(matchId) })
    } catch (error) {
      failed = true
      if (match === null) show(UNKNOWN)
      card.showProblem(problemLine(error))
    }
  }

  async function send({ score, sent }: Submission): Promise<void> {
    show(sendingContents(score))
    await sent.catch((error: unknown) => card.showProblem(problemLine(error)))
    await load()
  }

  async function playAgain(): Promise<void> {
    if (match === null) return
    card.showProblem('')
    await game.play(match.stake).catch((error: unknown) => card.showProblem(problemLine(error)))
  }

  async function loadAgain(): Promise<void> {
    card.showProblem('')
    await load()
  }

  const stops = [
    ante.on('matched', (matched) => {
      if (matched.match.id === matchId) void load()
    }),
    ante.on('unsent', ({ matchId: unsentId, kept }) => {
      const score = submission?.score
      if (unsentId === matchId && card.kind === 'sending' && score !== undefined) show(sendingContents(score, kept))
    }),
    ante.on('submitted', (submitted) => {
      if (submitted.matchId === matchId) void load()
    }),
    ante.on('settled', learn),
    ante.on('expired', learn),
    ante.on('void', learn),
    ante.on('gap', () => void load()),
    ante.on('connection', ({ state }) => {
      if (failed && state !== 'offline') void loadAgain()
    }),
  ]
  if (submission === undefined) {
    show(LOADING)
    void load()
  } else void send(submission)

  return {
    name: 'match',
    title: 'Match',
    element: card.element,
    matchId,
    leave() {
      left = true
      for (const stop of stops) stop()
    },
  }
}
