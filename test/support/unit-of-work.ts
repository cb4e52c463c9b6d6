import { createAnnouncer } from '../../server/services/core/announcer.ts'
import type { Clock } from '../../server/services/core/clock.ts'
import { createUnitOfWork, type UnitOfWork } from '../../server/services/core/unit-of-work.ts'
import type { Storage } from '../../server/storage/storage.ts'

/** The unit of work of a store, for a test that nobody announces events to. */
export function aUnitOfWork(storage: Storage, clock: Clock): UnitOfWork {
  return createUnitOfWork({ storage, announcer: createAnnouncer(), clock })
}
