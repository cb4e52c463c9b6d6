import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { CAPS } from '../../domain/limits.ts'
import { type CookieNames, parseCookies, writeCookie } from '../../html/cookies.ts'
import { isMacOf, macOf } from '../../keys/hmac.ts'
import { interactionOf } from './oauth-paths.ts'

interface CookieSettings {
  readonly publicUrl: string
  readonly names: CookieNames
  /** The first one makes proofs, all of them count. */
  readonly secrets: readonly [string, ...string[]]
}

/**
 * Gives oidc-provider our cookies in place of Koa's. It keeps two sign-ins of one browser apart by the cookies' `Path`,
 * which `__Host-` cookies must not have; here each sign-in has a cookie of its own name, which proves that this browser
 * started it.
 */
export function useCookies(provider: Provider, settings: CookieSettings): void {
  const jars = new WeakMap<IncomingMessage, CookieJar>()
  Object.defineProperty(provider.context, 'cookies', {
    get(this: { req: IncomingMessage; res: ServerResponse }) {
      const jar = jars.get(this.req) ?? new CookieJar(this.req, this.res, settings)
      jars.set(this.req, jar)
      return jar
    },
  })
}

/** The cookies of one request and its answer, under the names that oidc-provider knows. */
class CookieJar {
  /** Set by oidc-provider; whether cookies are secure follows from the public URL. */
  secure = false
  readonly #request: ReadonlyMap<string, string>
  readonly #interaction: string | undefined
  readonly #res: ServerResponse
  readonly #settings: CookieSettings

  constructor(req: IncomingMessage, res: ServerResponse, settings: CookieSettings) {
    this.#request = parseCookies(req.headers.cookie)
    this.#interaction = interactionOf(req.url)
    this.#res = res
    this.#settings = settings
  }

  get(name: string): string | undefined {
    if (name === this.#settings.names.session) return this.#request.get(name)
    const uid = this.#interaction
    return uid !== undefined && this.#hasStarted(uid) ? uid : undefined
  }

  set(name: string, value: string | null, options: { maxAge?: number } = {}): void {
    const { names, secrets } = this.#settings
    if (name === names.session) this.#write(name, value, options.maxAge)
    else if (value === null) this.#forget()
    // `resume` says the same as `interaction`: one cookie serves both.
    else if (name === names.interaction) {
      this.#write(this.#nameOf(value), macOf(secrets[0], 'interaction', value), options.maxAge)
      this.#dropOldest()
    }
  }

  #nameOf(uid: string): string {
    return `${this.#settings.names.interaction}_${uid}`
  }

  #hasStarted(uid: string): boolean {
    const proof = this.#request.get(this.#nameOf(uid))
    return proof !== undefined && isMacOf(proof, this.#settings.secrets, 'interaction', uid)
  }

  #forget(): void {
    if (this.#interaction !== undefined) this.#write(this.#nameOf(this.#interaction), null)
  }

  /** Browsers send the oldest cookies of a path first. */
  #dropOldest(): void {
    const started = [...this.#request.keys()].filter((name) => name.startsWith(this.#nameOf('')))
    for (const name of started.slice(0, Math.max(0, started.length - CAPS.pendingSignInsInBrowser.count + 1)))
      this.#write(name, null)
  }

  #write(name: string, value: string | null, maxAge?: number): void {
    writeCookie(this.#res, this.#settings.publicUrl, { name, value, maxAge })
  }
}
