import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ADMIN_TOKEN, MATCHES, startAnte, type TestAnte } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'
import { hiddenField, signInToAccount } from '../../support/oauth/account.ts'
import { Browser, departed, type Landing, loaded } from '../../support/oauth/browser-jar.ts'
import { authorizeUrl, codeOf, createPkce, newName, type TestClient } from '../../support/oauth/oauth-server.ts'
import { runAnte } from '../../support/run-cli.ts'
import { SECRET as PROVIDER_SECRET, startProvider, type TestProvider } from '../../support/upstream/provider.ts'
import { followProvider, linkOf } from '../../support/upstream/sign-in-through.ts'

/** A whole evening, with everything that could go wrong in it, at a server that logs as much as it can. */
let ante: TestAnte
let provider: TestProvider
const sockets: Socket[] = []
/** Every secret of the evening, by what it is. */
const secrets = new Map<string, Set<string>>()

function keep(kind: string, ...values: (string | undefined)[]): void {
  const known = secrets.get(kind) ?? new Set()
  for (const value of values) if (value) known.add(value)
  secrets.set(kind, known)
}

const PASSWORDS = { first: 'first secret of ada', second: 'second secret of ada', wrong: 'a wrong guess of hers' }

beforeAll(async () => {
  provider = await startProvider()
  const entry = {
    id: 'ulti',
    name: 'Ulti',
    kind: 'oauth2',
    client_id: 'ante-at-the-provider',
    client_secret: PROVIDER_SECRET,
    authorize_url: `${provider.origin}/oauth/authorize`,
    token_url: `${provider.origin}/api/v1/oauth/token`,
    profile_url: `${provider.origin}/api/v1/users/{uid}`,
    subject_path: 'id',
    pkce: true,
  }
  ante = await startAnte({ ANTE_DEMO: '1', LOG_LEVEL: 'debug', ANTE_PROVIDERS: JSON.stringify([entry]) })
  keep('operator token', ADMIN_TOKEN)
  keep('provider secret', PROVIDER_SECRET)
  keep('password', ...Object.values(PASSWORDS))
  const keys = JSON.parse(await readFile(join(ante.config.dataDirectory, 'keys.json'), 'utf8'))
  keep('server key', keys.signing[0].d, ...keys.secrets)
})
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await ante.close()
  await provider.close()
})

async function token(form: Record<string, string>, path = '/oauth/token'): Promise<Record<string, string>> {
  const response = await fetch(`${ante.url}${path}`, { method: 'POST', body: new URLSearchParams(form) })
  const body = (await response.json()) as Record<string, string>
  keep('token', body.access_token, body.refresh_token)
  return body
}

/** Lets the game in, and redeems what comes back. */
async function connectGame(
  browser: Browser,
  client: TestClient,
  { twice = false } = {},
): Promise<Record<string, string>> {
  const { challenge, verifier } = createPkce()
  keep('verifier', verifier)
  const landing = await browser.open(authorizeUrl(client, { ...challenge, scope: 'public wallet', state: 'the-state' }))
  const location = departed(landing.left ? landing : await browser.press(landing, 'Allow'))
  const code = codeOf(location)
  keep('code', code)
  keep('wallet assertion', new URLSearchParams(location.hash.slice(1)).get('wallet_jwt') ?? undefined)
  const redeemed = { grant_type: 'authorization_code', client_id: client.id, code, code_verifier: verifier }
  const first = await token({ ...redeemed, redirect_uri: client.redirectUri })
  const refreshed = await token({
    grant_type: 'refresh_token',
    client_id: client.id,
    refresh_token: first.refresh_token ?? '',
  })
  if (twice) await token({ ...redeemed, redirect_uri: client.redirectUri })
  return refreshed
}

function noteForm(page: Landing): Landing {
  keep('form token', hiddenField(page, 'csrf_token'))
  return page
}

async function through(browser: Browser, landing: Landing): Promise<Landing> {
  const back = await followProvider(departed(landing))
  keep('upstream state', back.searchParams.get('state') ?? undefined)
  return browser.open(back.href)
}

it('[OA103] nothing secret of a whole evening is in the log, however much is logged', async () => {
  const { body: registered } = await ante.operator('POST', '/admin/v1/clients', {
    name: 'Web',
    type: 'public',
    redirect_uris: ['https://web.example/back'],
    scopes: ['public', 'wallet'],
  })
  const game: TestClient = { id: registered.client_id, secret: '', redirectUri: 'https://web.example/back' }
  const own = await ante.client()
  const env = { ANTE_URL: ante.url, ANTE_ADMIN_TOKEN: ADMIN_TOKEN }
  const rotated = JSON.parse((await runAnte(['client', 'rotate-secret', own.id, '--json'], { env })).out)
  const made = JSON.parse((await runAnte(['player', 'add', 'grace', '--json'], { env })).out)
  keep('client secret', ante.clientSecret, own.secret, rotated.client_secret)
  keep('password', made.password)

  const browsers = [new Browser(ante.url), new Browser(ante.url), new Browser(ante.url)] as const
  const [ada, guest, grace] = browsers
  const name = newName()
  const typed = (password: string) => ({ fields: { Username: name, Password: password } })
  const signIn = noteForm(await ada.open(authorizeUrl(game, createPkce().challenge)))
  await ada.press(signIn, 'Sign in', typed(PASSWORDS.wrong))
  noteForm(await ada.press(signIn, 'Create account', typed(PASSWORDS.first)))
  await guest.press(await guest.open(authorizeUrl(game, createPkce().challenge)), 'Play as guest')
  const [one, two] = [await connectGame(ada, game), await connectGame(guest, game)]

  const call = (access: string, method: string, path: string, body?: unknown) =>
    ante.anonymous(method, `${MATCHES}${path}`, body, { authorization: `Bearer ${access}` })
  const gameId = await ante.game()
  const stake = { match: { stake: 500, currency: 'GBP', game_id: gameId } }
  const socket = io(ante.url, { transports: ['websocket'], reconnection: false, auth: { token: one.access_token } })
  sockets.push(socket)
  await new Promise((resolve) => socket.once('ready', resolve))
  const mine = (await call(one.access_token ?? '', 'POST', '/matches/join.json', stake)).body.match
  const theirs = (await call(two.access_token ?? '', 'POST', '/matches/join.json', stake)).body.match
  keep('match secret', mine.secret, theirs.secret)
  const report = (access: string | undefined, secret: string, score: number) =>
    call(access ?? '', 'POST', `/matches/${mine.id}/result.json`, { match_score: { score, secret } })
  await report(one.access_token, theirs.secret, 10)
  await report(one.access_token, mine.secret, 10)
  await report(two.access_token, theirs.secret, 20)

  // What went wrong: tokens where they do not belong, bodies that are none, ids that do not exist.
  const access = one.access_token ?? ''
  await ante.anonymous('GET', `${MATCHES}/me.json?access_token=${access}`)
  await ante.anonymous('GET', `${MATCHES}/me.json`, undefined, { authorization: `Basic ${access}` })
  await call(access, 'POST', '/matches/join.json', `{"broken ${mine.secret}`)
  await call(access, 'GET', '/matches/nothing.json')
  await ante.anonymous('GET', `/nowhere?code=${[...(secrets.get('code') ?? [])][0]}&password=${PASSWORDS.first}`)
  await ante.operator('POST', '/admin/v1/players', { username: 'x', password: PASSWORDS.first, surprise: ADMIN_TOKEN })
  await connectGame(ada, game, { twice: true })
  await token({ grant_type: 'nonsense', client_secret: rotated.client_secret, client_id: own.id })
  await token({ token: access, client_id: own.id, client_secret: rotated.client_secret }, '/oauth/introspect')
  await token({ token: two.refresh_token ?? '', client_id: game.id }, '/oauth/revoke')
  const refused = io(ante.url, { transports: ['websocket'], reconnection: false, auth: { token: `${access}x` } })
  sockets.push(refused)
  await new Promise((resolve) => refused.once('connect_error', resolve))

  // The account: a password changed, a guest who stays, a provider added and gone again, everywhere signed out.
  const change = { fields: { 'Current password': PASSWORDS.first, 'New password': PASSWORDS.second } }
  await ada.press(noteForm(await ada.open('/account/password')), 'Change password', change)
  const stay = { fields: { Username: newName(), Password: PASSWORDS.first } }
  await guest.press(noteForm(await guest.open('/account/keep')), 'Keep your account', stay)
  const confirm = { fields: { 'Current password': PASSWORDS.second } }
  const leaving = await ada.press(noteForm(await ada.open('/account/link/ulti')), 'Continue to Ulti', confirm)
  const linked = loaded(await through(ada, leaving))
  expect(linked.text).toContain('Added.')
  await ada.press(noteForm(linked), 'Sign out everywhere')
  await through(ada, await ada.open(linkOf(await ada.open('/account'), 'Continue with Ulti')))
  provider.trouble.token = (res) => res.writeHead(500).end(`{"error":"${PROVIDER_SECRET}"}`)
  await through(grace, await grace.open(linkOf(await grace.open('/account'), 'Continue with Ulti')))
  await signInToAccount(grace, 'grace', made.password)
  const banned = await ante.operator('POST', `/admin/v1/players/${made.id}/ban`, { reason: 'enough' })
  expect(banned.status).toBe(200)
  keep('provider’s', ...provider.given)
  for (const browser of browsers) keep('cookie', ...browser.seenCookies)

  const log = await eventually(async () => (ante.logged().includes('signed out everywhere') ? ante.logged() : null))
  expect(log).toContain('signed in')
  for (const [kind, values] of secrets) {
    expect(values.size, kind).toBeGreaterThan(0)
    expect(
      [...values].filter((value) => value.length < 12),
      kind,
    ).toEqual([])
    expect(
      [...values].filter((value) => log.includes(value) || log.includes(encodeURIComponent(value))),
      kind,
    ).toEqual([])
  }
  expect([...secrets.values()].reduce((sum, values) => sum + values.size, 0)).toBeGreaterThan(50)
})
