import { describe, expect, it } from 'vitest'
import { StorageFailed } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import { arrange, type Open } from './arrange.ts'
import { describeChain } from './chain.ts'
import { describeCommits } from './commits.ts'
import { describeEvents } from './events.ts'
import { describeIdentities } from './identities.ts'
import { describeLedger } from './ledger.ts'
import { describeMatches } from './matches.ts'
import { describeOAuth } from './oauth.ts'
import { describeOffers } from './offers.ts'

/** What every store must do. `open` opens a new, empty store that is closed when the test ends. */
export function describeStorage(name: string, open: Open): void {
  describe(`${name} storage`, () => {
    describeCommits(open)
    describeMatches(open)
    describeOffers(open)
    describeLedger(open)
    describeChain(open)
    describeEvents(open)
    describeOAuth(open)
    describeIdentities(open)

    it('[ST22] serves nothing once it is closed', async () => {
      const { storage, alice } = await arrange(open)
      await storage.check()
      await storage.close()
      await expect(storage.check()).rejects.toThrow(StorageFailed)
      await expect(storage.player(alice)).rejects.toThrow(StorageFailed)
      await expect(storage.commit({ at: NOON, meta: { aliveAt: NOON } })).rejects.toThrow(StorageFailed)
      await expect(storage.flushed()).rejects.toThrow(StorageFailed)
      await expect(storage.oauth.get('Grant', 'g')).rejects.toThrow(StorageFailed)
      await storage.close()
    })
  })
}
