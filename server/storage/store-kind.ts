import type { Instant } from '../domain/ids.ts'
import type { Storage } from './storage.ts'

/** A store is a demo store or a real one from its first start, for ever. */
class WrongStoreKind extends Error {
  override readonly name = 'WrongStoreKind'
}

/** Remembers at the first start what kind of store this is, and refuses to open it as the other kind. */
export async function settleStoreKind(storage: Storage, demo: boolean, at: Instant): Promise<void> {
  const { demo: known } = await storage.meta()
  if (known === demo) return
  if (known !== null) {
    throw new WrongStoreKind(
      known
        ? 'This data folder is a demo store with play money. Start it with ANTE_DEMO=1, or choose an empty DATA_DIR for real money.'
        : 'This data folder holds real money. Start it without ANTE_DEMO (ANTE_DEMO=0), or choose another DATA_DIR for the demo.',
    )
  }
  await storage.commit({ at, meta: { demo } })
}
