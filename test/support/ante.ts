import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { type Config, readConfig } from '../../server/config/environment.ts'
import { type OpenStorage, startRuntime } from '../../server/runtime.ts'
import { assertContractAnswer } from './contract-answers.ts'
import { signInByPages } from './oauth/sign-in.ts'
import { freePort } from './ports.ts'
import { inParallel } from './storage/load.ts'

export const ADMIN_TOKEN = 'operator-token-of-the-tests-0123456789'
export const MATCHES = '/api/gaming-async/v1'

/** The answer to a call. */
export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the contract says is there
  body: any
}

export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

export interface TestPlayer {
  id: number
  username: string
  token: string
  refreshToken: string
  call: Call
}

/** A running server, with calls for its operator, a registered client, and functions that create games and players. */
export interface TestAnte {
  url: string
  config: Config
  /** Everything that was logged, one JSON line each. */
  logged: () => string
  /** The server's system clock, which a test can move. */
  clock: { now: () => number; advance: (milliseconds: number) => void }
  operator: Call
  /** A call without any token. */
  anonymous: Call
  clientId: string
  clientSecret: string
  /** Registers a confidential client and gives its credentials. */
  client: (fields?: Record<string, unknown>) => Promise<{ id: string; secret: string; redirectUri: string }>
  game: (rules?: Record<string, unknown>) => Promise<number>
  /** A new player with this much money, signed in through the pages. */
  player: (options?: {
    balance?: number
    client?: { id: string; secret: string; redirectUri: string }
    scope?: string
  }) => Promise<TestPlayer>
  /** Signs a player in again, through an application. */
  signIn: (
    player: { id: number; username: string },
    client?: { id: string; secret: string; redirectUri: string },
    scope?: string,
  ) => Promise<TestPlayer>
  /** New guests of a demo store, with its play money, signed in through the pages. */
  guests: (count: number, scope?: string) => Promise<TestPlayer[]>
  /** Stops the server, and starts it again on the same data, after so many milliseconds of its clock. */
  restart: (downtime?: number) => Promise<void>
  close: () => Promise<void>
}

const PASSWORD = 'correct horse battery'
const REDIRECT_URI = 'https://game.example/callback'

function caller(url: () => string, token: string | null): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${url()}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    const answer = { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
    assertContractAnswer(method, path, answer.status, answer.body)
    return answer
  }
}

/**
 * Starts a whole server on a free port and in a new data folder, with the embedded store unless `surroundings` has
 * another one.
 */
export async function startAnte(
  env: Record<string, string> = {},
  surroundings: { openStorage?: OpenStorage } = {},
  operatorUrl?: string,
): Promise<TestAnte> {
  const directory = await mkdtemp(join(tmpdir(), 'ante-test-'))
  const [port, demoPort] = [await freePort(), await freePort()]
  const config = readConfig({
    PORT: String(port),
    DEMO_PORT: String(demoPort),
    DATA_DIR: directory,
    ANTE_ADMIN_TOKEN: ADMIN_TOKEN,
    ANTE_RATE_LIMIT: '0',
    ...env,
  })
  let ahead = 0
  const clock = {
    now: () => Date.now() + ahead,
    advance(by: number) {
      ahead += by
    },
  }
  let log = ''
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log += chunk
      done()
    },
  })
  const start = () => startRuntime(config, { log: pino({ level: 'debug' }, sink), systemClock: clock, ...surroundings })
  let runtime = await start()
  const url = () => config.publicUrl
  const operator = caller(() => operatorUrl ?? url(), ADMIN_TOKEN)
  let count = 0

  const ante: TestAnte = {
    url: config.publicUrl,
    config,
    logged: () => log,
    clock,
    operator,
    anonymous: caller(url, null),
    clientId: '',
    clientSecret: '',
    async client(fields = {}) {
      const { status, body } = await operator('POST', '/admin/v1/clients', {
        name: 'Tower',
        type: 'confidential',
        redirect_uris: [REDIRECT_URI],
        scopes: ['public', 'wallet', 'profile'],
        ...fields,
      })
      if (status !== 201) throw new Error(`client: ${status} ${JSON.stringify(body)}`)
      return { id: body.client_id, secret: body.client_secret, redirectUri: REDIRECT_URI }
    },
    async game(rules = {}) {
      const { status, body } = await operator('POST', '/admin/v1/games', { name: 'Tower', max_score: 1000, ...rules })
      if (status !== 201) throw new Error(`game: ${status} ${JSON.stringify(body)}`)
      return body.game.id
    },
    async player({ balance = 10_000, client, scope = 'public' } = {}) {
      const username = `player-${++count}-${randomBytes(3).toString('hex')}`
      const { body } = await operator('POST', '/admin/v1/players', { username, password: PASSWORD })
      if (balance > 0) {
        const payment = { amount: balance, currency: 'GBP', reference: `start-${username}` }
        await operator('POST', `/admin/v1/players/${body.id}/deposits`, payment)
      }
      return ante.signIn({ id: body.id, username }, client, scope)
    },
    async signIn({ id, username }, client, scope = 'public') {
      const by = client ?? { id: ante.clientId, secret: ante.clientSecret, redirectUri: REDIRECT_URI }
      const tokens = await signInByPages(ante.url, by, { username, password: PASSWORD, scope })
      const { access_token: token, refresh_token: refreshToken } = tokens
      return { id, username, token, refreshToken, call: caller(url, token) }
    },
    async guests(count, scope = 'public') {
      const client = { id: ante.clientId, secret: ante.clientSecret, redirectUri: REDIRECT_URI }
      const guests: TestPlayer[] = []
      await inParallel(count, 10, async () => {
        const tokens = await signInByPages(ante.url, client, { scope })
        const call = caller(url, tokens.access_token)
        const { id, username } = (await call('GET', `${MATCHES}/me.json`)).body.me
        guests.push({ id, username, token: tokens.access_token, refreshToken: tokens.refresh_token, call })
      })
      return guests
    },
    async restart(downtime = 0) {
      await runtime.close()
      clock.advance(downtime)
      runtime = await start()
    },
    async close() {
      await runtime.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
  const { id, secret } = await ante.client()
  ante.clientId = id
  ante.clientSecret = secret
  return ante
}
