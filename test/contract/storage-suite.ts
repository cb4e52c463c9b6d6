import { describe, expect, it } from 'vitest'
import { StorageFailed } from '../../server/storage/storage.ts'
import { NOON } from '../support/builders.ts'
import { arrange, type Open } from './suite/arrange.ts'
import { describeChain } from './suite/chain.ts'
import { describeCommits } from './suite/commits.ts'
import { describeEvents } from './suite/events.ts'
import { describeIdentities } from './suite/identities.ts'
import { describeLedger } from './suite/ledger.ts'
import { describeMatches } from './suite/matches.ts'
import { describeOAuth } from './suite/oauth.ts'

/** What every store has to do. `open` opens a new, empty one that is closed when the test is over. */
export function describeStorage(name: string, open: Open): void {
  describe(`${name} storage`, () => {
    describeCommits(open)
    describeMatches(open)
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
