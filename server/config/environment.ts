import { resolve } from 'node:path'
import type { AmountsByCurrency } from '@ante/shared'
import { readIssuers, type TokenIssuer } from './issuers.ts'
import { readKeySource } from './key-source.ts'
import { readProviders, type UpstreamProvider } from './providers.ts'
import { normalizePublicUrl, problemWithPublicUrl } from './public-url.ts'
import { readStakeLimit } from './stake-limit.ts'

/** The settings of a server, from the environment variables. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Address of the runtime, perhaps with a path: OAuth issuer and base of links, without a slash at the end. */
  readonly publicUrl: string
  readonly dataDirectory: string
  /** URL of a PostgreSQL database; null: the embedded store in the data folder. */
  readonly databaseUrl: string | null
  /** Bearer token of the operator API; null: the server has no operator API. */
  readonly adminToken: string | null
  /** Port of the operator API's own listener; null: it shares `port`. */
  readonly adminPort: number | null
  readonly adminHost: string
  /** Signing and cookie keys as JSON; null: those in the data folder. */
  readonly keys: string | null
  readonly demo: boolean
  readonly demoPort: number
  /** Value of Express' `trust proxy`: a number of hops, or addresses; null: no proxy. */
  readonly trustProxy: number | string | null
  /** Factor on every request limit; 0 turns them off. */
  readonly rateLimit: number
  /** What one application may lose of a player's money in 24 hours, by currency; null: no limit. */
  readonly grantStakeLimit: AmountsByCurrency | null
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** Upstream providers that players can sign in with. */
  readonly providers: readonly UpstreamProvider[]
  /** Issuers whose signed player tokens are exchanged for access tokens (RFC 8693). */
  readonly issuers: readonly TokenIssuer[]
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** The environment is wrong. The message lists every problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  constructor(problems: readonly string[]) {
    super(`Ante cannot start with these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
  }
}

type Environment = Readonly<Record<string, string | undefined>>
const MIN_TOKEN = 32

/** Reads the environment. Throws one `ConfigError` that names every wrong variable. */
export function readConfig(env: Environment): Config {
  const problems: string[] = []
  const report = (name: string, message: string) =>
    problems.push(`${name} ${message} (it is ${shown(name, env[name])})`)

  function port(name: string, fallback: number): number {
    const text = env[name]
    if (text === undefined || text === '') return fallback
    const number = Number(text)
    if (/^\d{1,5}$/.test(text) && number >= 1 && number <= 65_535) return number
    report(name, 'must be a port number from 1 to 65535')
    return fallback
  }

  function flag(name: string): boolean {
    const text = env[name] ?? ''
    if (!['', '0', '1'].includes(text)) report(name, 'must be 1 (on), or 0 or empty (off)')
    return text === '1'
  }

  function publicUrl(fallback: string): string {
    const text = env.PUBLIC_URL || fallback
    const wrong = problemWithPublicUrl(text)
    if (wrong) report('PUBLIC_URL', wrong)
    return wrong ? fallback : normalizePublicUrl(text)
  }

  function databaseUrl(): string | null {
    const text = env.DATABASE_URL
    if (text === undefined || text === '') return null
    if (!/^postgres(ql)?:\/\//.test(text))
      report('DATABASE_URL', 'must be a URL such as postgres://user:password@host/database')
    return text
  }

  function adminToken(): string | null {
    const text = env.ANTE_ADMIN_TOKEN
    if (text === undefined || text === '') return null
    if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(text)) {
      report('ANTE_ADMIN_TOKEN', 'may have letters, digits and -._~+/ only, so that it fits an Authorization header')
    } else if (text.length < MIN_TOKEN) {
      report('ANTE_ADMIN_TOKEN', `must have at least ${MIN_TOKEN} characters; "openssl rand -hex 32" makes one`)
    }
    return text
  }

  function trustProxy(): number | string | null {
    const text = env.ANTE_TRUST_PROXY
    if (text === undefined || text === '') return null
    if (/^\d{1,2}$/.test(text)) return Number(text)
    const address = /^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/
    if (!text.split(',').every((part) => address.test(part.trim()))) {
      report('ANTE_TRUST_PROXY', 'must be a number of proxies, or addresses such as "10.0.0.0/8, 127.0.0.1"')
    }
    return text
  }

  function rateLimit(): number {
    const text = env.ANTE_RATE_LIMIT
    if (text === undefined || text === '') return 1
    if (/^\d{1,6}(\.\d{1,6})?$/.test(text)) return Number(text)
    report('ANTE_RATE_LIMIT', 'must be a number: 1 is normal, 2 allows twice as much, 0 turns every limit off')
    return 1
  }

  function logLevel(): Config['logLevel'] {
    const level = LOG_LEVELS.find((known) => known === (env.LOG_LEVEL || 'info'))
    if (level === undefined) report('LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`)
    return level ?? 'info'
  }

  const ownPort = port('PORT', 4000)
  const demo = flag('ANTE_DEMO')
  const providers = readProviders(env.ANTE_PROVIDERS, demo, (problem) => problems.push(problem))
  const config: Config = {
    port: ownPort,
    host: env.HOST || '127.0.0.1',
    publicUrl: publicUrl(`http://localhost:${ownPort}`),
    dataDirectory: resolve(env.DATA_DIR || './data'),
    databaseUrl: databaseUrl(),
    adminToken: adminToken(),
    adminPort: env.ADMIN_PORT ? port('ADMIN_PORT', 0) : null,
    adminHost: env.ADMIN_HOST || '127.0.0.1',
    keys: readKeySource(env.ANTE_KEYS, (problem) => problems.push(problem)),
    demo,
    demoPort: port('DEMO_PORT', 3005),
    trustProxy: trustProxy(),
    rateLimit: rateLimit(),
    grantStakeLimit: readStakeLimit(env.ANTE_GRANT_STAKE_LIMIT, (problem) => problems.push(problem)),
    providers,
    issuers: readIssuers(
      env.ANTE_ISSUERS,
      providers.map(({ id }) => id),
      (problem) => problems.push(problem),
    ),
    logLevel: logLevel(),
  }
  if (config.demo && config.port === config.demoPort) report('DEMO_PORT', 'must differ from PORT')
  if (config.adminPort === config.port) report('ADMIN_PORT', 'must differ from PORT')
  if (config.demo && config.adminPort === config.demoPort) report('ADMIN_PORT', 'must differ from DEMO_PORT')
  if (config.adminPort !== null && config.adminToken === null) report('ADMIN_PORT', 'needs ANTE_ADMIN_TOKEN')
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/** A wrong value for the message. Of a secret only the length is shown. */
function shown(name: string, value: string | undefined): string {
  if (value === undefined) return 'not set'
  return name === 'ANTE_ADMIN_TOKEN' || name === 'DATABASE_URL'
    ? `${value.length} characters long`
    : JSON.stringify(value)
}
