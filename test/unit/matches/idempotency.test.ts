import { expect, it } from 'vitest'
import { createIdempotency } from '../../../server/services/core/idempotency.ts'
import { ALICE, BOB, NOON } from '../../support/builders.ts'
import { temporaryStorage } from '../../support/storage/folders.ts'

it('[HT40] keeps so many answers of a player and no more, until some expire; others are not concerned', async () => {
  const storage = await temporaryStorage()
  let now = NOON
  const { run } = createIdempotency(storage, { now: () => now }, 3)
  let runs = 0
  const call = (key: string, playerId = ALICE) =>
    run({ clientId: 'game', playerId, method: 'POST', path: '/x', key, body: {} }, async (toRecord) => {
      runs++
      const answer = { status: 200, body: runs }
      await storage.commit({ at: now, answer: toRecord(answer) })
      return answer
    })
  for (const key of ['a', 'b', 'c']) await call(key)
  await expect(call('d')).rejects.toMatchObject({ code: 'too_many_requests', retryAfter: 3600 })
  expect(runs).toBe(3)
  expect(await call('a')).toEqual({ status: 200, body: 1 })
  await call('d', BOB)
  now += 9 * 24 * 3600_000
  await storage.sweep(now, NOON)
  await call('d')
  expect(runs).toBe(5)
})
