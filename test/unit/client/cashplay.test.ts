import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aCashPlayServer, type CashPlayServer } from '../../support/client/cashplay-server.ts'
import { openClient } from '../../support/client/open-client.ts'
import { aProfile, aTab, type Tab } from '../../support/client/tab.ts'

const TERMS = { gameId: 1, stake: 500, currency: 'GBP' }
const ME = 9

let server: CashPlayServer
beforeEach(async () => {
  server = await aCashPlayServer()
})
afterEach(() => server.close())

const clientOf = (tab: Tab = aTab()) =>
  openClient({ server: server.origin, clientId: 'a-game', accessToken: async () => `player-${ME}` }, tab)

describe('a server that has only the CashPlay calls', () => {
  it('[CL9] is looked through for a match to accept', async () => {
    const offered = server.offer(3)
    const attempt = await clientOf().play(TERMS)
    expect(attempt).toMatchObject({ matchId: offered.id, role: 'challenged', stake: 500, currency: 'GBP', gameId: 1 })
    expect(attempt.resultUntil).toBeNull()
    expect(attempt.resumed).toBe(false)
    expect(attempt.seed).toMatch(/^[0-9a-f]{64}$/)
  })

  it('[CL9] gives the next match when somebody was faster, and the player’s own to nobody', async () => {
    const [own, taken, free] = [server.offer(ME), server.offer(3), server.offer(4)]
    server.beforeAccept = (id) => {
      if (id === taken.id) server.take(id, 5)
    }
    const attempt = await clientOf().play(TERMS)
    expect(attempt.matchId).toBe(free.id)
    expect(attempt.matchId).not.toBe(own.id)
    expect(server.stakes).toEqual([free.id])
  })

  it('[CL9] gets a new match when none is left', async () => {
    const taken = server.offer(3)
    server.offer(3, 1000)
    server.beforeAccept = (id) => server.take(id, 5)
    const attempt = await clientOf().play(TERMS)
    expect(attempt.role).toBe('challenger')
    expect(attempt.matchId).not.toBe(taken.id)
  })

  it('[CL9] tells who won once it is asked again with the same score', async () => {
    const tab = aTab()
    const ante = clientOf(tab)
    const attempt = await ante.play(TERMS)
    const settled = attempt.settled()
    await expect(attempt.submit(40)).resolves.toMatchObject({ ownScore: 40, opponentScore: null, verdict: null })
    server.take(attempt.matchId, 3)
    server.score(attempt.matchId, 3, 30)
    const { match, result } = await settled
    expect(match).toMatchObject({ id: attempt.matchId, role: 'challenger', state: 'settled' })
    expect(result).toMatchObject({ outcome: 'challenger_won', verdict: 'won', ownScore: 40, opponentScore: 30 })
    ante.close()
  })

  it('[CL9] says lost and drawn as well', async () => {
    const ante = clientOf()
    for (const [other, verdict] of [
      [90, 'lost'],
      [40, 'draw'],
    ] as const) {
      const offered = server.offer(3)
      server.score(offered.id, 3, other)
      const attempt = await ante.play(TERMS)
      await expect(attempt.submit(40)).resolves.toMatchObject({ verdict, opponentScore: other })
    }
  })

  it('[CL9] resumes the attempt after a reload, and begins another once its score is in', async () => {
    const profile = aProfile()
    const first = await clientOf(aTab({ profile })).play(TERMS)
    const later = clientOf(aTab({ profile }))
    const again = await later.play(TERMS)
    expect(again).toMatchObject({ matchId: first.matchId, seed: first.seed, role: 'challenger', resumed: true })
    expect(await later.openAttempt(2)).toBeNull()
    await again.submit(40)
    expect(await later.openAttempt(1)).toBeNull()
    expect((await later.play(TERMS)).matchId).not.toBe(first.matchId)
  })

  it.each(['PUT', 'POST'])('[CL9] is not asked twice for a match when the answer to a %s is lost', async (method) => {
    if (method === 'PUT') server.offer(3)
    let lost = 0
    server.loses = (request) => request.method === method && !request.path.includes('join') && lost++ === 0
    await expect(clientOf().play(TERMS)).rejects.toMatchObject({ code: 'unavailable' })
    expect(server.stakes).toHaveLength(1)
  })

  it('[CL9] derives the same seed on both sides, and another for each match', async () => {
    const [alice, bob] = [
      clientOf(),
      openClient({ server: server.origin, clientId: 'a-game', accessToken: async () => 'player-4' }, aTab()),
    ]
    const seeds = new Set<string>()
    for (let round = 0; round < 5; round++) {
      const first = await alice.create(TERMS)
      const second = await bob.accept(first.matchId)
      expect(second.seed).toBe(first.seed)
      seeds.add(first.seed)
    }
    expect(seeds.size).toBe(5)
  })

  it('[CL9] is not believed to be one where nothing is found at all', async () => {
    const lost = openClient(
      { server: `${server.origin}/nowhere`, clientId: 'a-game', accessToken: async () => 'player-9' },
      aTab(),
    )
    await expect(lost.play(TERMS)).rejects.toMatchObject({ code: 'not_found' })
  })
})
