import type { PlayerEventContent } from '@ante/shared'
import { expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { NOON } from '../../support/builders.ts'
import { arrange, committed, deposit, matchId, type Open, opened } from './arrange.ts'

const finished = (n: number): PlayerEventContent => ({
  type: 'match.opponent_finished',
  data: { match_id: matchId(n) },
})

export function describeEvents(open: Open): void {
  it("[ST14] numbers each player's events without holes and tells their time", async () => {
    const { storage, alice, bob, firstEvents } = await arrange(open)
    const at = NOON + 61_001
    const { events } = await committed(storage, {
      at,
      events: [
        { playerId: alice, content: finished(1) },
        { playerId: bob, content: finished(2) },
        { playerId: alice, content: finished(3) },
      ],
    })
    const time = '2026-01-01T12:01:01.001Z'
    expect(events).toEqual([
      { playerId: alice, event: { seq: firstEvents + 1, at: time, ...finished(1) } },
      { playerId: bob, event: { seq: firstEvents + 1, at: time, ...finished(2) } },
      { playerId: alice, event: { seq: firstEvents + 2, at: time, ...finished(3) } },
    ])
    expect((await storage.events(alice, firstEvents, 10)).events).toEqual([events[0]?.event, events[2]?.event])
  })

  it('[ST15] tells each player the balance that a change left, after its own events', async () => {
    const { storage, alice, bob, gameId } = await arrange(open)
    const { match, stake } = opened(1, { gameId, playerId: alice })
    const { events } = await committed(storage, {
      matches: [match],
      transfers: [stake, deposit(bob, { id: 'b1', amount: 5 }), deposit(bob, { id: 'b2', amount: 6 })],
      events: [{ playerId: bob, content: finished(1) }],
    })
    expect(events.map(({ playerId, event }) => [playerId, event.type, event.data])).toEqual([
      [bob, 'match.opponent_finished', { match_id: matchId(1) }],
      [alice, 'wallet.changed', { currency: 'GBP', balance: 9_500 }],
      [bob, 'wallet.changed', { currency: 'GBP', balance: 10_011 }],
    ])
  })

  it('[ST15] tells nothing about a balance that is what it was', async () => {
    const { storage, alice } = await arrange(open)
    const there = deposit(alice, { id: 'there', amount: 5 })
    const back = { ...there, id: 'back', debit: there.credit, credit: there.debit }
    expect((await committed(storage, { transfers: [there, back] })).events).toEqual([])
  })

  it("[ST16] reads a player's events after a number, oldest first, a page at a time", async () => {
    const { storage, alice, firstEvents } = await arrange(open)
    for (let n = 0; n < 10; n++) await committed(storage, { events: [{ playerId: alice, content: finished(n) }] })
    const last = firstEvents + 10
    const page = await storage.events(alice, firstEvents + 2, 3)
    expect(page.events.map(({ seq }) => seq)).toEqual([1, 2, 3].map((n) => firstEvents + 2 + n))
    expect(page).toMatchObject({ lastSeq: last, gap: false })
    expect(await storage.events(alice, last, 10)).toEqual({ events: [], lastSeq: last, gap: false })
    expect(await storage.events(alice, last + 50, 10)).toEqual({ events: [], lastSeq: last, gap: false })
    expect(await storage.events(asPlayerId(99), 0, 10)).toEqual({ events: [], lastSeq: 0, gap: false })
  })

  it('[ST17] sweeps old events, says that they are gone, and goes on numbering', async () => {
    const { storage, alice, firstEvents } = await arrange(open)
    for (let n = 1; n <= 4; n++) {
      await committed(storage, { at: NOON + n, events: [{ playerId: alice, content: finished(n) }] })
    }
    await storage.sweep(NOON, NOON + 3)
    const kept = firstEvents + 3
    expect((await storage.events(alice, 0, 10)).events.map(({ seq }) => seq)).toEqual([kept, kept + 1])
    expect(await storage.events(alice, kept - 2, 10)).toMatchObject({ gap: true })
    expect(await storage.events(alice, kept - 1, 10)).toMatchObject({ gap: false })

    await storage.sweep(NOON, NOON + 1000)
    expect(await storage.events(alice, 0, 10)).toEqual({ events: [], lastSeq: kept + 1, gap: true })
    expect(await storage.events(alice, kept + 1, 10)).toEqual({ events: [], lastSeq: kept + 1, gap: false })
    const { events } = await committed(storage, {
      at: NOON + 2000,
      events: [{ playerId: alice, content: finished(9) }],
    })
    expect(events[0]?.event.seq).toBe(kept + 2)
    expect(await storage.events(alice, kept + 1, 10)).toMatchObject({ events: [{ seq: kept + 2 }], gap: false })
  })

  it('[ST17] sweeps any number of events and answers, and keeps what is young', async () => {
    const { storage, alice, bob } = await arrange(open)
    await committed(storage, {
      at: NOON - 10,
      events: Array.from({ length: 1_700 }, (_, n) => ({ playerId: n % 2 ? alice : bob, content: finished(n) })),
    })
    const answer = { key: 'old', fingerprint: '', status: 200, body: null, expiresAt: NOON }
    await committed(storage, { at: NOON - 5, answer })
    await committed(storage, { at: NOON - 5, answer: { ...answer, key: 'young', expiresAt: NOON + 1 } })
    await committed(storage, { at: NOON + 5, events: [{ playerId: alice, content: finished(1) }] })
    await storage.sweep(NOON, NOON + 5)
    expect((await storage.events(alice, 0, 10)).events).toHaveLength(1)
    expect((await storage.events(bob, 0, 10)).events).toHaveLength(0)
    expect(await storage.answer('old', NOON - 1)).toBeUndefined()
    expect(await storage.answer('young', NOON - 1)).toBeDefined()
  })
}
