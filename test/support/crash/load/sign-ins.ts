import { setTimeout as delay } from 'node:timers/promises'
import { Browser, departed, type Landing } from '../../oauth/browser-jar.ts'
import { createPkce } from '../../oauth/oauth-server.ts'
import type { Findings } from '../checks/findings.ts'
import type { SeededRandom } from '../seeded-random.ts'
import { PASSWORD, type Person, type Registered, type World } from './players.ts'

type Form = Record<string, string>

/** A code, and the form that redeems it. */
export interface Code {
  readonly form: Form
  readonly issuedAt: number
}

/** What one sign-in has given so far. */
export interface Family {
  readonly client: Registered
  readonly code: Code
  /** Every access token that was answered. */
  readonly accessTokens: string[]
  /** Every refresh token, oldest first; a client with a secret has one. */
  readonly refreshTokens: string[]
  /** The refresh that got no answer, and since when. */
  lost: { readonly token: string; readonly at: number } | null
  revoked: boolean
}

/** A browser that is signed in. */
export interface InteractionContext {
  readonly browser: Browser
  readonly person: Person
}

function tokenForm({ id, secret }: Registered, form: Form): Form {
  return { client_id: id, ...(secret !== '' && { client_secret: secret }), ...form }
}

export const refreshForm = (client: Registered, token: string): Form =>
  tokenForm(client, { grant_type: 'refresh_token', refresh_token: token })

/** The answer of the token endpoint; null where none came. */
export async function post(url: string, path: string, form: Form): Promise<{ status: number; body: Form } | null> {
  try {
    const response = await fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(form) })
    const text = await response.text()
    if (response.status === 503) return null
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
  } catch {
    return null
  }
}

/** Where a browser that is signed in, or not, begins. */
export function authorizePath(client: Registered, challenge: object = {}): string {
  const { id, redirectUri } = client
  const query = { client_id: id, redirect_uri: redirectUri, response_type: 'code', scope: 'public', ...challenge }
  return `/oauth/authorize?${new URLSearchParams(query)}`
}

/** People who sign in, refresh and sign out during the load. */
export class SignIns {
  readonly #world: World
  readonly #random: SeededRandom
  readonly #findings: Findings
  readonly families: Family[] = []
  /** Codes that nobody has tried to redeem. */
  readonly codes: { readonly client: Registered; readonly code: Code }[] = []
  readonly visits: InteractionContext[] = []
  #stopped = false

  constructor(world: World, random: SeededRandom, findings: Findings) {
    this.#world = world
    this.#random = random
    this.#findings = findings
  }

  /** Resolves once it was stopped. A call that breaks off without an answer promises nothing. */
  async run(): Promise<void> {
    this.#stopped = false
    while (!this.#stopped) {
      await this.#once().catch(() => {})
      await delay(20)
    }
  }

  stop(): void {
    this.#stopped = true
  }

  async #once(): Promise<void> {
    const family = this.families.filter(({ lost, revoked }) => !lost && !revoked).at(-1)
    const dice = this.#random.next()
    if (!family || dice < 0.35) await this.#signIn(this.#random.pick([this.#world.backend, this.#world.browser]))
    else if (dice < 0.93) await this.#refresh(family)
    else await this.#revoke(family)
  }

  async #signIn(client: Registered): Promise<void> {
    const person = this.#random.pick(this.#world.visitors)
    const browser = new Browser(this.#world.url)
    const { verifier, challenge } = createPkce()
    const page = await browser.open(authorizePath(client, challenge))
    const fields = { Username: person.username, Password: PASSWORD }
    const consent: Landing = await browser.press(page, 'Sign in', { fields })
    const back = departed(consent.left ? consent : await browser.press(consent, 'Allow'))
    const form = tokenForm(client, {
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: client.redirectUri,
      code_verifier: verifier,
    })
    this.visits.push({ browser, person })
    const code = { form, issuedAt: Date.now() }
    if (this.#random.happens(0.3)) this.codes.push({ client, code })
    else await this.#redeem(client, code)
  }

  async #redeem(client: Registered, code: Code): Promise<void> {
    const reply = await post(this.#world.url, '/oauth/token', code.form)
    if (reply?.status !== 200) return
    const { access_token = '', refresh_token = '' } = reply.body
    const tokens = { accessTokens: [access_token], refreshTokens: [refresh_token] }
    this.families.push({ client, code, ...tokens, lost: null, revoked: false })
  }

  async #refresh(family: Family): Promise<void> {
    const token = family.refreshTokens.at(-1) ?? ''
    const at = Date.now()
    const reply = await post(this.#world.url, '/oauth/token', refreshForm(family.client, token))
    if (!reply) {
      family.lost = { token, at }
      return
    }
    this.#findings.equal('ST63', reply.status, 200, 'a refresh while nothing is wrong')
    takeTokens(family, reply.body)
  }

  async #revoke(family: Family): Promise<void> {
    const token = family.refreshTokens.at(-1) ?? ''
    // Without an answer it may be either.
    this.families.splice(this.families.indexOf(family), 1)
    const reply = await post(this.#world.url, '/oauth/revoke', tokenForm(family.client, { token }))
    if (reply?.status === 200) this.families.push({ ...family, revoked: true })
  }
}

export function takeTokens(family: Family, { access_token, refresh_token }: Form): void {
  if (access_token !== undefined) family.accessTokens.push(access_token)
  if (refresh_token !== undefined && refresh_token !== family.refreshTokens.at(-1)) {
    family.refreshTokens.push(refresh_token)
  }
}
