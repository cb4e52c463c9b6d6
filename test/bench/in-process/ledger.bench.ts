import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, bench, describe } from 'vitest'
import { loadKeys } from '../../../server/keys/keys.ts'
import { auditLedger, auditSnapshot } from '../../../server/services/ledger/audit.ts'
import { auditExport } from '../../../server/services/ledger/export/export-audit.ts'
import { exportLedger } from '../../../server/services/ledger/export/ledger-export.ts'
import { createSealer } from '../../../server/services/ledger/sealer.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { readLedger } from '../../../server/storage/lowdb/read-folder.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import { fundPlayers, inParallel, PLAYERS, playMatch } from '../../support/storage/load.ts'
import { aUnitOfWork } from '../../support/unit-of-work.ts'

/** Commits at once: what 64 players do in the same moment. */
const WIDTH = 64
/** Four commits and three transfers each. */
const MATCHES = 500
/** Three transfers each, and one for each player: 100,001 of them. */
const STORED = Math.ceil((100_000 - PLAYERS) / 3)
/** Matches for seconds, so that a sealer finds its ticks in them. */
const FOR_SECONDS = { time: 10_000, warmupTime: 1_000 }
const A_FEW_TIMES = { iterations: 5, time: 0, warmupIterations: 1, warmupTime: 0 }

const folder = await mkdtemp(join(tmpdir(), 'ante-bench-'))
afterAll(() => rm(folder, { recursive: true }))
const clock = { now: () => NOON }
const log = pino({ level: 'silent' })
const sealerOf = (storage: Storage) =>
  createSealer({ storage, clock, unitOfWork: aUnitOfWork(storage, clock), issuer: 'https://ante.example', log })

describe('500 matches, 2000 commits', async () => {
  let next = 0
  const play = (storage: Storage) => {
    const first = next
    next += MATCHES
    return inParallel(MATCHES, WIDTH, (n) => playMatch(storage, first + n))
  }
  const [plain, sealed] = await Promise.all(
    ['plain', 'sealed'].map((name) => openLowdbStorage({ directory: join(folder, name) })),
  )
  if (!plain || !sealed) throw new Error('no stores')
  await Promise.all([fundPlayers(plain), fundPlayers(sealed)])
  const sealer = sealerOf(sealed)
  afterAll(() => Promise.all([plain.close(), sealed.close()]))

  bench('without a sealer', () => play(plain), FOR_SECONDS)
  bench('while a sealer is at work', () => play(sealed), {
    ...FOR_SECONDS,
    setup: () => sealer.start(),
    teardown: () => sealer.stop(),
  })
})

describe('100,000 transfers', async () => {
  const directory = join(folder, 'stored')
  const { signing } = await loadKeys(directory)
  const storage = await openLowdbStorage({ directory })
  afterAll(() => storage.close())
  await fundPlayers(storage)
  await inParallel(STORED, WIDTH, (n) => playMatch(storage, n))
  await sealerOf(storage).seal()
  const lines: Buffer[] = []
  const snapshot = await storage.ledgerSnapshot()
  for await (const line of exportLedger({ snapshot, clock, signingKeys: signing })) lines.push(Buffer.from(line))
  const expectSound = ({ transfers, problemCount }: { transfers: number; problemCount: number }) => {
    if (transfers < 100_000 || problemCount > 0) throw new Error(`${transfers} transfers, ${problemCount} problems`)
  }
  async function* exported() {
    yield* lines
  }

  bench('verified in a running store', async () => expectSound(await auditLedger(storage)), A_FEW_TIMES)
  bench(
    'read from its folder and verified',
    async () => expectSound(await auditSnapshot(await readLedger(directory), [])),
    A_FEW_TIMES,
  )
  bench('verified in an export', async () => expectSound(await auditExport(exported())), A_FEW_TIMES)
})
