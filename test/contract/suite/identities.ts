import { describe, expect, it } from 'vitest'
import type { Identity } from '../../../server/domain/identity.ts'
import type { PlayerId } from '../../../server/domain/ids.ts'
import { NOON } from '../../support/builders.ts'
import { arrange, committed, type Open } from './arrange.ts'

function anIdentity(playerId: PlayerId, changes: Partial<Identity> = {}): Identity {
  return { provider: 'upstream', subject: '7', playerId, username: 'ada', wallet: null, linkedAt: NOON, ...changes }
}

/** Players who sign in through other providers. */
export function describeIdentities(open: Open): void {
  describe('identities', () => {
    it('[OA61] are found by provider and subject, and by player in the order in which they were linked', async () => {
      const { storage, alice, bob } = await arrange(open)
      const first = anIdentity(alice, { subject: 'z' })
      const second = anIdentity(alice, { provider: 'another', subject: 'a' })
      await committed(storage, { identities: [first, anIdentity(bob)] })
      await committed(storage, { identities: [second] })
      expect(await storage.identity({ provider: 'upstream', subject: '7' })).toEqual(anIdentity(bob))
      expect(await storage.identity({ provider: 'another', subject: '7' })).toBeUndefined()
      expect(await storage.identitiesOf(alice)).toEqual([first, second])
      await committed(storage, { identities: [{ ...first, username: 'countess' }] })
      expect(await storage.identitiesOf(alice)).toEqual([{ ...first, username: 'countess' }, second])
    })

    it('[OA61] belong to one player, also among those who claim one at once', async () => {
      const { storage, alice, bob } = await arrange(open)
      const claims = [alice, bob, alice, bob].map((player) =>
        storage.commit({ at: NOON, identities: [anIdentity(player)] }),
      )
      const kinds = (await Promise.all(claims)).map(({ kind }) => kind)
      expect(kinds).toEqual(['committed', 'identity_taken', 'committed', 'identity_taken'])
      expect(await storage.identitiesOf(bob)).toEqual([])
      const both = await storage.commit({
        at: NOON,
        identities: [anIdentity(alice, { subject: '8' }), anIdentity(bob, { subject: '8' })],
      })
      expect(both.kind).toBe('identity_taken')
      expect(await storage.identity({ provider: 'upstream', subject: '8' })).toBeUndefined()
    })

    it('[OA61] are free again once they were unlinked', async () => {
      const { storage, alice, bob } = await arrange(open)
      await committed(storage, { identities: [anIdentity(alice)] })
      await committed(storage, { unlinked: [anIdentity(alice)] })
      expect(await storage.identity(anIdentity(alice))).toBeUndefined()
      expect(await storage.identitiesOf(alice)).toEqual([])
      await committed(storage, { identities: [anIdentity(bob)] })
      expect(await storage.identitiesOf(bob)).toHaveLength(1)
    })

    it('[OA61] count as changes of their player', async () => {
      const { storage, alice } = await arrange(open)
      const preconditions = await storage.versions([{ kind: 'player', id: alice }])
      await committed(storage, { identities: [anIdentity(alice)] })
      const late = await storage.commit({ at: NOON, preconditions, unlinked: [anIdentity(alice)] })
      expect(late.kind).toBe('stale')
      const again = await storage.versions([{ kind: 'player', id: alice }])
      await committed(storage, { preconditions: again, unlinked: [anIdentity(alice)] })
    })
  })
}
