import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asClientId, asPlayerId } from '../../../server/domain/ids.ts'
import { poolOf, type UnmatchedMatch } from '../../../server/domain/match.ts'
import { compareOffers } from '../../../server/domain/ranking.ts'
import { admits } from '../../../server/domain/rules.ts'
import type { OfferFilter } from '../../../server/storage/storage.ts'
import { MINUTE, NOON, someRules } from '../../support/builders.ts'
import { accepted, arrange, committed, matchId, type Open, opened } from './arrange.ts'

const someMatch = fc.record({
  player: fc.constantFrom(1, 2, 3),
  skillLevel: fc.option(fc.nat({ max: 4 })),
  minute: fc.nat({ max: 3 }),
  maxOpen: fc.constantFrom(1, 3),
  clients: fc.constantFrom([], [asClientId('game')], [asClientId('other')]),
  isTaken: fc.boolean(),
})

export function describeOffers(open: Open): void {
  it('[ST83] offers what a player could accept, in order, from any place on, with its count', async () => {
    const { storage, bob, gameId } = await arrange(open)
    let first = 0
    const someQuestion = fc.record({
      playerId: fc.constantFrom(1, 2, 9).map(asPlayerId),
      clientId: fc.constantFrom('game', 'other').map(asClientId),
      undecided: fc.constantFrom(0, 2, 3),
      minutesLater: fc.constantFrom(0, 61, 62, 90),
      skillLevel: fc.option(fc.nat({ max: 5 })),
      from: fc.nat(),
      limit: fc.integer({ min: 1, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(someMatch, { maxLength: 20 }), fc.array(someQuestion), async (some, questions) => {
        // A pool of its own for each run.
        const stakeAmount = 1000 + first
        const matches = some.map(({ player, minute, maxOpen, clients, skillLevel }, n): UnmatchedMatch => {
          const rules = someRules({ maxOpen, clients })
          const playerId = asPlayerId(player)
          const { match } = opened(minute, { gameId, playerId, rules, skillLevel, stakeAmount })
          return { ...match, id: matchId(first + n) }
        })
        first += 20
        for (const match of matches) await committed(storage, { matches: [match] })
        const taken = matches.filter((_, n) => some[n]?.isTaken)
        for (const match of taken) await committed(storage, { matches: [accepted(match, bob)] })
        const left = matches.filter((match) => !taken.includes(match))

        for (const { playerId, clientId, undecided, minutesLater, skillLevel, from, limit } of questions) {
          const now = NOON + minutesLater * MINUTE
          const filter: OfferFilter = {
            pool: { gameId, currency: 'GBP', stakeAmount },
            playerId,
            clientId,
            undecided,
            now,
          }
          const all = left
            .filter(({ challenger, openUntil }) => challenger.playerId !== playerId && openUntil > now)
            .filter(({ rules }) => admits(rules, filter))
            .sort((a, b) => compareOffers(a, b, skillLevel))
          // Any match is a place, also one that is not offered or not there any more.
          const after = matches[from % (matches.length + 1)] ?? null
          const later = all.filter((match) => !after || compareOffers(match, after, skillLevel) > 0)
          expect(await storage.offers(filter, { skillLevel, after, limit })).toEqual(later.slice(0, limit))
          expect(await storage.countOffers(filter, limit)).toBe(Math.min(limit, all.length))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('[ST83] offers the newest state of a match, and nothing of another pool', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const { match } = opened(1, { gameId, playerId: alice })
    const prolonged = { ...match, version: 2, challenger: { ...match.challenger, prolongs: 1 } }
    for (const state of [match, prolonged]) await committed(storage, { matches: [state] })
    const pool = poolOf(match)
    const filter = { pool, playerId: bob, clientId: asClientId('game'), undecided: 0, now: NOON }
    const page = { skillLevel: null, after: null, limit: 5 }
    expect(await storage.offers(filter, page)).toEqual([prolonged])
    for (const other of [{ currency: 'EUR' }, { stakeAmount: 700 }, { gameId: await storage.newGameId() }]) {
      expect(await storage.offers({ ...filter, pool: { ...pool, ...other } }, page)).toEqual([])
      expect(await storage.countOffers({ ...filter, pool: { ...pool, ...other } }, 5)).toBe(0)
    }
  })
}
