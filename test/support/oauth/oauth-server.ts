import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { NewClient } from '@ante/shared'
import express, { type Router } from 'express'
import { pino } from 'pino'
import * as z from 'zod/mini'
import { accountPages } from '../../../server/account/account-router.ts'
import type { TokenIssuer } from '../../../server/config/issuers.ts'
import type { UpstreamProvider } from '../../../server/config/providers.ts'
import { loadKeys } from '../../../server/keys/keys.ts'
import { createOAuth, type OAuth } from '../../../server/oauth/oauth.ts'
import { type Clients, createClients } from '../../../server/services/clients/clients.ts'
import { createStakeLimits, type StakeLimits } from '../../../server/services/matches/stake-limits.ts'
import { createIdentities, type Identities } from '../../../server/services/players/identities.ts'
import { createPlayers, type Players } from '../../../server/services/players/players.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { aUnitOfWork } from '../unit-of-work.ts'
import { Browser, departed, type Landing } from './browser-jar.ts'

/** The authorization server alone, on a real port over a real store. */
export interface TestOAuth {
  /** The address that it listens on. */
  readonly origin: string
  /** Its public URL. */
  readonly publicUrl: string
  readonly directory: string
  readonly oauth: OAuth
  /** The routers that it has mounted: sign-in and OAuth, and the account pages. */
  readonly routers: readonly Router[]
  readonly storage: Storage
  readonly players: Players
  readonly identities: Identities
  readonly clients: Clients
  readonly stakeLimits: StakeLimits
  /** Moves the server's clock forward. */
  advance(seconds: number): void
  /** Everything that was logged. */
  logged(): string
  /** The text of every file of the data folder but the keys. */
  stored(): Promise<string>
  register(fields?: Record<string, unknown>): Promise<TestClient>
  /** Posts a form and reads the JSON answer. */
  post(path: string, form: Record<string, string> | string, headers?: Record<string, string>): Promise<Answer>
  close(): Promise<void>
}

export interface TestClient {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the contract says is there
  readonly body: any
}

export interface OAuthOptions {
  readonly demo?: boolean
  readonly rateLimit?: number
  readonly publicUrl?: string
  readonly providers?: readonly UpstreamProvider[]
  readonly issuers?: readonly TokenIssuer[]
  /** `ANTE_GRANT_STAKE_LIMIT`. */
  readonly stakeLimit?: Readonly<Record<string, number>>
  /** Opens another server over the store of this one. */
  readonly beside?: TestOAuth
}

export const REDIRECT_URI = 'https://game.example/callback'
export const PASSWORD = 'correct horse battery'

export async function startOAuth(options: OAuthOptions = {}): Promise<TestOAuth> {
  const {
    demo = true,
    rateLimit = 0,
    publicUrl: asked,
    providers = [],
    issuers = [],
    stakeLimit = null,
    beside,
  } = options
  const directory = beside?.directory ?? (await mkdtemp(join(tmpdir(), 'ante-oauth-')))
  const storage = beside?.storage ?? (await openLowdbStorage({ directory }))
  const app = express()
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const publicUrl = asked ?? origin

  let ahead = 0
  let log = ''
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log += chunk
      done()
    },
  })
  const clock = { now: () => Date.now() + ahead }
  const shared = {
    storage,
    unitOfWork: aUnitOfWork(storage, clock),
    publicUrl,
    demo,
    rateLimit,
    providers,
    issuers,
    clock,
    random: { bytes: randomBytes },
    log: pino({ level: 'trace' }, sink),
  }
  const players = createPlayers(shared)
  const identities = createIdentities(shared)
  const clients = createClients(shared)
  const keys = await loadKeys(directory)
  const stakeLimits = createStakeLimits({ ...shared, ceiling: stakeLimit })
  const parts = { ...shared, stakeLimits, players, identities, clients, keys }
  const oauth = await createOAuth(parts)
  app.use(oauth.router)
  const account = accountPages({ ...parts, ...oauth.signInServices, records: storage.oauth, secrets: keys.secrets })
  app.use(account)
  app.use((_req, res) => void res.status(404).json({ fell: 'through' }))

  return {
    origin,
    publicUrl,
    directory,
    oauth,
    routers: [oauth.router, account],
    storage,
    players,
    identities,
    clients,
    stakeLimits,
    advance(seconds) {
      ahead += seconds * 1000
    },
    logged: () => log,
    async stored() {
      const names = (await readdir(directory, { recursive: true, withFileTypes: true })).filter(
        (entry) => entry.isFile() && entry.name !== 'keys.json',
      )
      return (await Promise.all(names.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')))).join('\n')
    },
    async register(fields = {}) {
      const input = {
        name: 'Tower',
        type: 'confidential',
        redirect_uris: [REDIRECT_URI],
        scopes: ['public'],
        ...fields,
      }
      const { client, secret = '' } = await clients.register(z.parse(NewClient, input))
      return { id: client.id, secret, redirectUri: clients.redirectUrisOf(client)[0] ?? '' }
    },
    async post(path, form, headers = {}) {
      const body = typeof form === 'string' ? form : new URLSearchParams(form)
      const response = await fetch(`${origin}${path}`, { method: 'POST', body, headers })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      if (beside) return
      await storage.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The address that begins a sign-in. */
export function authorizeUrl(client: TestClient, more: Record<string, string> = {}): string {
  const query = {
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: 'public',
    ...more,
  }
  return `/oauth/authorize?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))}`
}

let count = 0
export const newName = () => `player-${++count}-${randomBytes(3).toString('hex')}`

/** Creates an account on the sign-in page; leads to the consent page. */
export async function createAccount(browser: Browser, url: string, username = newName()): Promise<Landing> {
  const signIn = await browser.open(url)
  return browser.press(signIn, 'Create account', { fields: { Username: username, Password: PASSWORD } })
}

/** Goes through all pages as a new player. Returns the redirect. */
export async function signIn(server: TestOAuth, client: TestClient, more: Record<string, string> = {}): Promise<URL> {
  const browser = new Browser(server.origin)
  const consent = await createAccount(browser, authorizeUrl(client, more))
  return departed(await browser.press(consent, 'Allow'))
}

export interface Pkce {
  readonly verifier: string
  readonly challenge: { code_challenge: string; code_challenge_method: string }
}

export function createPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url')
  const code_challenge = createHash('sha256').update(verifier).digest('base64url')
  return { verifier, challenge: { code_challenge, code_challenge_method: 'S256' } }
}

/** The code of a redirect. */
export function codeOf(location: URL): string {
  const code = location.searchParams.get('code')
  if (code === null) throw new Error(`no code in ${location}`)
  return code
}

/** Form of a confidential client's code exchange. */
export function exchange(client: TestClient, code: string): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    client_id: client.id,
    client_secret: client.secret,
    redirect_uri: client.redirectUri,
    code,
  }
}

export function refresh(client: TestClient, token: string): Record<string, string> {
  const secret = client.secret === '' ? {} : { client_secret: client.secret }
  return { grant_type: 'refresh_token', client_id: client.id, ...secret, refresh_token: token }
}

/** A browser game, signed in. */
export async function signInPublicly(
  server: TestOAuth,
  client: TestClient,
  more: Record<string, string> = {},
): Promise<Answer> {
  const { verifier, challenge } = createPkce()
  const code = codeOf(await signIn(server, client, { ...challenge, ...more }))
  const { client_secret: _, ...form } = exchange(client, code)
  return server.post('/oauth/token', { ...form, code_verifier: verifier })
}
