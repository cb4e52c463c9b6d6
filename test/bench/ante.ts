import { randomBytes } from 'node:crypto'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { createSealer } from '../../server/services/ledger/sealer.ts'
import { openLowdbStorage } from '../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { signInByPages } from '../support/oauth/sign-in.ts'
import { fundPlayers, inParallel, playMatch } from '../support/storage/load.ts'
import { aUnitOfWork } from '../support/unit-of-work.ts'
import { type BenchServer, startBenchServer } from './server-process.ts'

const ADMIN_TOKEN = randomBytes(32).toString('hex')
const REDIRECT_URI = 'http://localhost:9000/callback'
const DEPOSIT = 1e12
const WIDTH = 256

/** A running Ante with players who are signed in. */
export interface BenchAnte extends BenchServer {
  readonly tokens: readonly string[]
  readonly gameId: number
  /** Its data folder. */
  readonly directory: string
}

/**
 * A data folder with so many matches that were played to the payout; made once and copied for each server. It ends with a
 * checkpoint, so that none falls into a measurement: `checkpoint.ts` has what they cost.
 */
export async function storedMatches(folder: string, matches: number): Promise<string> {
  const directory = join(folder, `stored-${matches}`)
  if ((await mkdir(directory, { recursive: true })) === undefined) return directory
  const storage = await openLowdbStorage({ directory })
  await storeMatches(storage, matches)
  await storage.checkpoint()
  await storage.close()
  return directory
}

/** The whole product: every part on, logs written, limits off as for any load test. */
const SETTINGS = { ANTE_DEMO: '1', ANTE_ADMIN_TOKEN: ADMIN_TOKEN, ANTE_RATE_LIMIT: '0' }

const isReady = async (origin: string) => (await fetch(`${origin}/readyz`)).ok

/** One more node of a running Ante on PostgreSQL. */
export async function startBenchNode(
  { origin }: BenchAnte,
  options: Pick<AnteOptions, 'program' | 'port' | 'demoPort'> & { readonly databaseUrl: string },
): Promise<BenchServer> {
  const { program, port, demoPort, databaseUrl } = options
  const env = { DATABASE_URL: databaseUrl, DEMO_PORT: String(demoPort), PUBLIC_URL: origin, ...SETTINGS }
  return startBenchServer({ program, port, env, ready: isReady })
}

/**
 * Plays so many matches to the payout, one a second until now, and seals their transfers, as a running server has done for
 * those of earlier. Older events would be swept as soon as a server starts.
 */
async function storeMatches(storage: Storage, matches: number): Promise<void> {
  await fundPlayers(storage)
  const from = Date.now() - matches * 1000
  await inParallel(matches, WIDTH, (n) => playMatch(storage, n, from))
  const clock = { now: Date.now }
  const unitOfWork = aUnitOfWork(storage, clock)
  const log = pino({ level: 'silent' })
  await createSealer({ storage, clock, unitOfWork, issuer: 'http://127.0.0.1', log }).seal()
}

export interface AnteOptions {
  /** The built server, or another program that runs it. */
  readonly program: string
  readonly port: number
  readonly demoPort: number
  /** Copied, so that each run begins with the same. */
  readonly stored: string
  readonly directory: string
  readonly players: number
  readonly arguments?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Starts the whole product with players who are signed in. */
export async function startBenchAnte(options: AnteOptions): Promise<BenchAnte> {
  await cp(options.stored, options.directory, { recursive: true })
  const server = await startBenchServer({
    program: options.program,
    port: options.port,
    ...(options.arguments && { arguments: options.arguments }),
    env: {
      DATA_DIR: options.directory,
      DEMO_PORT: String(options.demoPort),
      PUBLIC_URL: `http://127.0.0.1:${options.port}`,
      ...SETTINGS,
      ...options.env,
    },
    ready: isReady,
  })
  const operator = async (path: string, body: object) => {
    const response = await fetch(`${server.origin}/admin/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return await response.json()
  }
  const { client_id: id, client_secret: secret } = await operator('clients', {
    name: 'Benchmark',
    type: 'confidential',
    redirect_uris: [REDIRECT_URI],
  })
  const { game } = await operator('games', { name: 'Benchmark', max_score: 1000 })
  const tokens: string[] = []
  await inParallel(options.players, 8, async () => {
    const client = { id, secret, redirectUri: REDIRECT_URI }
    const { access_token: token } = await signInByPages(server.origin, client, { scope: 'public' })
    const me = await fetch(`${server.origin}/api/gaming-async/v1/me.json`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const { id: player } = (await me.json()).me
    await operator(`players/${player}/deposits`, { amount: DEPOSIT, currency: 'GBP', reference: `benchmark-${player}` })
    tokens.push(token)
  })
  return { ...server, tokens, gameId: game.id, directory: options.directory }
}
