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
/** Time that the finished tower stays visible before the match screen opens. */
const LAST_LOOK_MS = 1_400
/**
 * Interval for updates in a hidden page, which gets no animation frames. The round still ends and its score is still
 * sent.
 */
const WITHOUT_FRAMES_MS = 200

/**
 * Creates the screen of one round, from the countdown to the score. It calls `release` when this tab has finished the
 * round.
 */
export function roundScreen(game: Game, attempt: Attempt, release: () => void): Screen {
  // Uses the server's time, so that times are comparable after a reload. The offset is fixed for the round, so that a
  // later answer does not shift the time.
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

/** Returns the stored round after a reload, or a new one. */
function recordOf(game: Game, attempt: Attempt, now: number): RoundRecord {
  const firstStart = now + COUNTDOWN_MS
  const found = game.records.find(attempt.matchId)
  if (found?.seed !== attempt.seed) return { seed: attempt.seed, startsAt: firstStart, presses: [] }
  // A stored round must not begin later than a new one would.
  return { ...found, startsAt: Math.min(found.startsAt, firstStart) }
}
