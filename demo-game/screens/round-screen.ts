import type { Attempt } from '@ante/client'
import type { Scene } from '../drawing/scene.ts'
import type { Game, Screen } from '../game/game.ts'
import { money } from '../page/words.ts'
import { TICKS_PER_SECOND } from '../simulation/level.ts'
import { createRound, type RoundRecord } from '../simulation/round.ts'
import type { Tower } from '../simulation/simulation.ts'
import { createHud } from './hud.ts'

const COUNTDOWN_STEP_MS = 700
const COUNTDOWN_MS = 3 * COUNTDOWN_STEP_MS
/** How long the finished tower is shown before the screen of the match. */
const LAST_LOOK_MS = 1_400
/** A hidden page gets no frames; the round ends and its score is sent without them. */
const WITHOUT_FRAMES_MS = 200

/** One round from the countdown to the score. `release` is called when this tab has finished it. */
export function roundScreen(game: Game, attempt: Attempt, release: () => void): Screen {
  // The server's time, fixed for this round so that an answer in between does not shift it. Comparable after a reload.
  const offset = game.ante.now() - performance.now()
  const now = () => performance.now() + offset
  const record = recordOf(game, attempt, now())
  const save = (next: RoundRecord) => game.records.save(attempt.matchId, next)
  save(record)
  const round = createRound({ record, skill: game.skill, now, onPress: save })
  const hud = createHud({
    game,
    attempt,
    round,
    press: (at) => round.press(at + offset),
    stepMs: COUNTDOWN_STEP_MS,
  })
  let ended = false
  let heard = round.tower().lastDrop
  let leaving: ReturnType<typeof setTimeout> | undefined

  function update(): Scene {
    const tower = round.tower()
    hud.update(tower)
    if (tower.lastDrop !== null && tower.lastDrop !== heard) game.sound.drop(tower.lastDrop)
    heard = tower.lastDrop
    if (tower.ending !== null && !ended) finish(tower)
    const view = ended ? 'whole' : 'round'
    return { tower, ticks: round.ticks(), view, captions: true, moving: !ended }
  }

  function finish(tower: Tower): void {
    ended = true
    const submission = { score: tower.score, sent: attempt.submit(tower.score) }
    submission.sent.catch(() => {})
    const since = round.ticks() - tower.tick
    const look = since < TICKS_PER_SECOND ? LAST_LOOK_MS : 0
    leaving = setTimeout(() => game.toMatch(attempt.matchId, submission), look)
  }

  const timer = setInterval(update, WITHOUT_FRAMES_MS)
  return {
    name: 'round',
    title: `Playing for ${money(attempt.stake, attempt.currency)}`,
    element: hud.element,
    matchId: attempt.matchId,
    focus: hud.button,
    scene: update,
    leave() {
      clearInterval(timer)
      clearTimeout(leaving)
      hud.leave()
      release()
    },
  }
}

/** The round as it was before a reload, or a new one. */
function recordOf(game: Game, attempt: Attempt, now: number): RoundRecord {
  const firstStart = now + COUNTDOWN_MS
  const found = game.records.find(attempt.matchId)
  if (found?.seed !== attempt.seed) return { seed: attempt.seed, startsAt: firstStart, presses: [] }
  // A round cannot begin later than a new one would.
  return { ...found, startsAt: Math.min(found.startsAt, firstStart) }
}
