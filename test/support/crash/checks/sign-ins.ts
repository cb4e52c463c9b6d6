import { MATCHES } from '../../ante.ts'
import { type Browser, loaded } from '../../oauth/browser-jar.ts'
import { createPkce } from '../../oauth/oauth-server.ts'
import type { World } from '../load/players.ts'
import { authorizePath, type Family, post, refreshForm, type SignIns, takeTokens } from '../load/sign-ins.ts'
import type { SeededRandom } from '../seeded-random.ts'
import type { Findings } from './findings.ts'

/** Milliseconds after which a code is too old, and after which a lost refresh cannot be repeated, with time to ask. */
const CODE_LIVES = 50_000
const GRACE = 25_000
/** How many are used up for a check after each crash. */
const SACRIFICED = 2

/**
 * What was issued works, what was used stays used, what was revoked stays revoked, and a lost answer costs nobody a
 * session.
 */
export async function expectSignIns(
  world: World,
  signIns: SignIns,
  random: SeededRandom,
  findings: Findings,
): Promise<void> {
  const check = new SignInChecks(world, findings)
  for (const family of signIns.families) await check.lostRefresh(family)
  for (const family of random.shuffled(signIns.families).slice(0, 8)) await check.accessTokens(family)
  for (const { code } of signIns.codes.splice(0)) {
    if (Date.now() - code.issuedAt < CODE_LIVES) await check.issuedCode(code.form)
  }
  for (const { browser } of signIns.visits.splice(0).slice(-3)) await check.session(browser)
  const alive = random.shuffled(signIns.families.filter(({ revoked }) => !revoked))
  for (const family of alive.slice(0, SACRIFICED)) await check.usedCode(family)
  const rotated = alive.slice(SACRIFICED).filter(({ refreshTokens }) => refreshTokens.length > 2)
  for (const family of rotated.slice(0, SACRIFICED)) await check.usedRefreshToken(family)
}

class SignInChecks {
  readonly #world: World
  readonly #findings: Findings

  constructor(world: World, findings: Findings) {
    this.#world = world
    this.#findings = findings
  }

  readonly #token = async (form: Record<string, string>) => {
    const reply = await post(this.#world.url, '/oauth/token', form)
    return reply ?? post(this.#world.url, '/oauth/token', form)
  }

  async #isAlive(token: string): Promise<boolean> {
    const response = await fetch(`${this.#world.url}${MATCHES}/me.json`, {
      headers: { authorization: `Bearer ${token}` },
    })
    await response.arrayBuffer()
    return response.status === 200
  }

  /** Repeats each refresh that got no answer, with the same token. */
  async lostRefresh(family: Family): Promise<void> {
    const { lost } = family
    if (!lost) return
    family.lost = null
    const reply = await this.#token(refreshForm(family.client, lost.token))
    const inTime = Date.now() - lost.at < GRACE
    this.#findings.expect('ST63', !inTime || reply?.status === 200, () => `a lost refresh: ${JSON.stringify(reply)}`)
    if (reply?.status === 200) takeTokens(family, reply.body)
    else family.revoked = true
  }

  async accessTokens(family: Family): Promise<void> {
    for (const token of family.accessTokens.slice(-3)) {
      this.#findings.equal('ST63', await this.#isAlive(token), !family.revoked, 'an access token works')
    }
  }

  async issuedCode(form: Record<string, string>): Promise<void> {
    const reply = await this.#token(form)
    this.#findings.equal('ST63', reply?.status, 200, 'a code that was issued before the crash')
  }

  async session(browser: Browser): Promise<void> {
    const { challenge } = createPkce()
    const page = await browser.open(authorizePath(this.#world.browser, challenge))
    const isSignedIn = page.left || /<button[^>]*>\s*Allow\s*</.test(loaded(page).text)
    this.#findings.expect('ST63', isSignedIn, () => 'a browser that was signed in is asked for its password')
  }

  /** A code that was exchanged works no more, and another try revokes its tokens. */
  async usedCode(family: Family): Promise<void> {
    const reply = await this.#token(family.code.form)
    this.#findings.equal('ST63', [reply?.status, reply?.body.error], [400, 'invalid_grant'], 'a used code')
    await this.#expectGone(family)
  }

  async usedRefreshToken(family: Family): Promise<void> {
    const used = family.refreshTokens.at(-3) ?? ''
    const reply = await this.#token(refreshForm(family.client, used))
    this.#findings.equal('ST63', [reply?.status, reply?.body.error], [400, 'invalid_grant'], 'a used refresh token')
    await this.#expectGone(family)
  }

  async #expectGone(family: Family): Promise<void> {
    family.revoked = true
    const last = family.accessTokens.at(-1) ?? ''
    this.#findings.equal('ST63', await this.#isAlive(last), false, 'the newest token of a revoked family')
  }
}
