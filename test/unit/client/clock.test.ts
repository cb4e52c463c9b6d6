import { expect, it } from 'vitest'
import { createServerClock, timeSampleOf } from '../../../client/http/server-clock.ts'
import { aTab } from '../../support/client/tab.ts'

const NOON = Date.parse('2026-06-01T12:00:00.000Z')

/** The sample of an answer that the server makes at `server`, on its way from `sent` to `received`. */
const answered = (server: number, sent: number, received: number) =>
  timeSampleOf(new Date(server).toUTCString(), sent, received)

/** A clock on a device where nothing passes by itself. */
function aClock() {
  let elapsed = 0
  const clock = createServerClock({ ...aTab(), elapsed: () => elapsed, now: () => 0 })
  return {
    clock,
    at(time: number) {
      elapsed = time
      return clock.now()
    },
  }
}

it('[CL22] the server’s time is exact to a fraction of a second after a few answers', () => {
  const { clock, at } = aClock()
  for (const time of [100, 1350, 2600, 3850, 5100]) clock.add(answered(NOON + time, time - 30, time + 30))
  expect(Math.abs(at(6000) - (NOON + 6000))).toBeLessThan(250)
})

it('[CL22] the server’s time follows a server whose clock is set, and a device that slept', () => {
  const { clock, at } = aClock()
  for (const time of [100, 1350, 2600]) clock.add(answered(NOON + time, time - 30, time + 30))
  const slept = NOON + 3_600_000
  clock.add(answered(slept, 2970, 3030))
  expect(Math.abs(at(3000) - slept)).toBeLessThan(1100)
})

it('[CL22] an answer without a date says nothing about the time', () => {
  const { clock, at } = aClock()
  clock.add(timeSampleOf(null, 1, 2))
  expect(at(5)).toBe(5)
})
