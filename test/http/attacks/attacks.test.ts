import { randomBytes } from 'node:crypto'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPasswords, type Passwords } from '../../../server/services/players/passwords.ts'
import { createPlayers } from '../../../server/services/players/players.ts'
import { startAnte } from '../../support/ante.ts'
import {
  connectGame,
  hiddenField,
  holds,
  newPerson,
  signedInPerson,
  signInToAccount,
} from '../../support/oauth/account.ts'
import { Browser, departed, type Landing, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  codeOf,
  createAccount,
  createPkce,
  exchange,
  newName,
  PASSWORD,
  startOAuth,
  type TestClient,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'
import { aUnitOfWork } from '../../support/unit-of-work.ts'

let server: TestOAuth
let client: TestClient
let url: string

beforeAll(async () => {
  server = await startOAuth()
  client = await server.register({ scopes: ['public', 'wallet'] })
  url = authorizeUrl(client)
})
afterAll(() => server.close())

const EVIL = 'https://evil.example'
const credentials = (username: string, password = PASSWORD) => ({ fields: { Username: username, Password: password } })
const cookieOf = (browser: Browser, kind: string) =>
  browser
    .cookiesFor('/')
    .split('; ')
    .find((cookie) => cookie.includes(kind)) ?? ''

describe('session fixation', () => {
  it('[OA95] a session that somebody planted before sign-in is nobody afterwards', async () => {
    const attacker = await signedInPerson(server)
    const planted = cookieOf(attacker.browser, '_session=')
    for (const path of ['account', 'game'] as const) {
      const victim = await newPerson(server)
      const browser = new Browser(server.origin, {}, [planted])
      if (path === 'account') await browser.press(await browser.open('/account'), 'Sign out here')
      const landing =
        path === 'account'
          ? await signInToAccount(browser, victim.username)
          : await browser.press(
              await browser.open(authorizeUrl(client, { prompt: 'login' })),
              'Sign in',
              credentials(victim.username),
            )
      expect(loaded(landing).text).toContain(victim.username)
      const own = cookieOf(browser, '_session=')
      expect(own).not.toBe(planted)
      const thief = new Browser(server.origin, { cookie: planted })
      expect(loaded(await thief.open('/account')).text).not.toContain(victim.username)
    }
  })

  it('[OA95] a session that another one takes the place of is over, also for who has copied it', async () => {
    const [first, second] = [await newPerson(server), await newPerson(server)]
    const { browser } = first
    const [one, two] = [await browser.open('/account'), await browser.open('/account')]
    await browser.press(one, 'Sign in', credentials(first.username))
    const copied = new Browser(server.origin, { cookie: browser.cookiesFor('/') })
    expect(loaded(await copied.open('/account')).text).toContain(first.username)
    expect(loaded(await browser.press(two, 'Sign in', credentials(second.username))).text).toContain(second.username)
    expect(loaded(await copied.open('/account')).text).toContain('>Sign in</h1>')
  })

  it('[OA95] an unknown session id is never adopted', async () => {
    const { username } = await newPerson(server)
    const name = cookieOf((await signedInPerson(server)).browser, '_session=').split('=')[0]
    const browser = new Browser(server.origin, {}, [`${name}=chosen-by-somebody-else`])
    await signInToAccount(browser, username)
    expect(cookieOf(browser, '_session=')).not.toContain('chosen-by-somebody-else')
  })
})

describe('skipping a page', () => {
  /** Sends the form of another page of the same sign-in, with the right token. */
  async function sendInstead(browser: Browser, page: Landing, form: string, fields: Record<string, string>) {
    const csrf_token = hiddenField(page, 'csrf_token')
    return browser.open(`${loaded(page).url}/${form}`, new URLSearchParams({ csrf_token, ...fields }))
  }

  it('[OA108] consent in place of a sign-in that was asked for anew gives no code', async () => {
    const { browser } = await signedInPerson(server)
    await connectGame(server, browser, client)
    const signIn = await browser.open(authorizeUrl(client, { prompt: 'login' }))
    const landing = await sendInstead(browser, signIn, 'consent', { decision: 'allow' })
    expect(loaded(landing).text).toContain('>Sign in</h1>')
  })

  it('[OA108] consent by nobody gives no code', async () => {
    const browser = new Browser(server.origin)
    const landing = await sendInstead(browser, await browser.open(url), 'consent', { decision: 'allow' })
    expect(loaded(landing)).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in has ended') })
  })

  it('[OA108] a sign-in in place of consent still asks for consent, of who signed in last', async () => {
    const [first, second] = [await signedInPerson(server), await newPerson(server)]
    const consent = await first.browser.open(url)
    const typed = { username: second.username, password: PASSWORD }
    const landing = loaded(await sendInstead(first.browser, consent, 'sign-in', typed))
    expect(landing.text).toContain(`Signed in as <strong>${second.username}</strong>`)
    expect(landing.text).toContain('Allow Tower?')
  })

  it('[OA108] the address that a sign-in goes on at gives no code before its pages are answered', async () => {
    const browser = new Browser(server.origin)
    const signIn = loaded(await browser.open(url))
    const early = loaded(await browser.open(signIn.url.replace('/interaction/', '/authorize/')))
    expect(early.text).toMatch(/>Sign in<\/h1>|This sign-in has ended/)
    const { browser: known } = await signedInPerson(server)
    const consent = loaded(await known.open(url))
    const unanswered = loaded(await known.open(consent.url.replace('/interaction/', '/authorize/')))
    expect(unanswered.text).toMatch(/Allow Tower\?|This sign-in has ended/)
  })
})

describe('login CSRF', () => {
  const FROM_ELSEWHERE = [
    { origin: EVIL },
    { origin: 'null' },
    { origin: EVIL, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ] as const

  it.each(FROM_ELSEWHERE)(
    '[OA96] a form from another site (%o) signs nobody in, though it carries token and cookie',
    async (headers) => {
      const attacker = await newPerson(server)
      const prepared = new Browser(server.origin)
      const [atGame, atAccount] = [await prepared.open(url), await prepared.open('/account')]
      const victim = new Browser(server.origin, headers, prepared.cookiesFor('/').split('; '))
      for (const page of [atGame, atAccount]) {
        const refused = loaded(await victim.press(page, 'Sign in', credentials(attacker.username)))
        expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('came from another site') })
      }
      expect(cookieOf(victim, '_session=')).toBe('')
    },
  )

  it('[OA96] forms of our own pages are let through, whatever the browser says about them', async () => {
    for (const headers of [
      { origin: server.publicUrl },
      { origin: server.publicUrl, 'sec-fetch-site': 'same-origin' },
    ]) {
      const { username } = await newPerson(server)
      const browser = new Browser(server.origin, headers)
      expect(loaded(await signInToAccount(browser, username)).text).toContain(username)
    }
  })
})

describe('cookies of others', () => {
  it('[OA97] without the __Host- prefix count for nothing on https', async () => {
    const secure = await startOAuth({ publicUrl: 'https://play.example' })
    const { username, browser } = await signedInPerson(secure)
    const tossed = browser.cookiesFor('/').replaceAll('__Host-', '')
    expect(tossed).toContain('_session=')
    const victim = new Browser(secure.origin, { cookie: tossed })
    expect(loaded(await victim.open('/account')).text).not.toContain(username)
    await secure.close()
  })

  it('[OA97] beside our own, as a deeper path puts them first, do not win', async () => {
    const [mine, attacker] = [await signedInPerson(server), await signedInPerson(server)]
    const both = `${cookieOf(attacker.browser, '_session=')}; ${cookieOf(mine.browser, '_session=')}`
    const page = loaded(await new Browser(server.origin, { cookie: both }).open('/account'))
    expect(page.text).toContain(mine.username)
    expect(page.text).not.toContain(attacker.username)
  })

  it('[OA97] of a server on another port have other names', async () => {
    const other = await startOAuth()
    const { username, browser } = await signedInPerson(server)
    const there = loaded(await new Browser(other.origin, { cookie: browser.cookiesFor('/') }).open('/account'))
    await other.close()
    expect(there.text).not.toContain(username)
  })

  it('[OA97] that prove a sign-in belong to that sign-in', async () => {
    const [one, two] = [new Browser(server.origin), new Browser(server.origin)]
    const [first, second] = [loaded(await one.open(url)), loaded(await two.open(url))]
    const uid = (page: Landing) => loaded(page).url.split('/').at(-1) ?? ''
    const forged = one.cookiesFor('/').replace(uid(first), uid(second))
    expect(loaded(await new Browser(server.origin, { cookie: forged }).open(second.url)).status).toBe(400)
  })
})

describe('open redirects', () => {
  it('[OA98] no address of ours leads away but to what a client registered', async () => {
    const { browser } = await signedInPerson(server)
    const paths = [
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=${EVIL}`,
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=${client.redirectUri}/../x`,
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=${client.redirectUri}@evil.example`,
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=https://game.example.evil.example/callback`,
      `/oauth/authorize?client_id=${client.id}&response_type=nonsense&redirect_uri=${EVIL}&state=x`,
      `/oauth/authorize?client_id=${client.id}&response_type=code&redirect_uri=${EVIL}&prompt=none`,
      `/oauth/interaction/${EVIL}`,
      '/oauth/interaction//evil.example/sign-in',
      `/account?done=${EVIL}&next=${EVIL}&return_to=${EVIL}`,
      '/account//evil.example',
      '/account/%2F%2Fevil.example',
      '/account/%5C%5Cevil.example',
      `/account/confirm/ulti?next=${EVIL}`,
      `/account/confirmed?next=${EVIL}`,
      '/account/linked',
      '/account/arrival',
    ]
    for (const path of paths) {
      const response = await browser.request(path)
      const location = response.headers.get('location')
      expect(new URL(location ?? '/', server.origin).origin, path).toBe(server.origin)
      expect(await response.text(), path).not.toMatch(/href="[^"]*evil|url=[^"]*evil/i)
    }
  })

  it('[OA98] redirects after forms are 303: no browser sends a password on', async () => {
    const { username, browser } = await newPerson(server)
    const page = await browser.open('/account')
    const csrf_token = hiddenField(page, 'csrf_token')
    const answer = await browser.request(
      '/account/sign-in',
      new URLSearchParams({ csrf_token, username, password: PASSWORD }),
    )
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/account'])
    const visitor = new Browser(server.origin)
    const signIn = loaded(await visitor.open(url))
    const form = new URLSearchParams({ csrf_token: hiddenField(signIn, 'csrf_token'), username, password: PASSWORD })
    expect((await visitor.request(`${new URL(signIn.url).pathname}/sign-in`, form)).status).toBe(303)
    const consent = loaded(await visitor.open(`${signIn.url.replace('/interaction/', '/authorize/')}`))
    const allow = new URLSearchParams({ csrf_token: hiddenField(consent, 'csrf_token'), decision: 'allow' })
    expect((await visitor.request(`${new URL(consent.url).pathname}/consent`, allow)).status).toBe(303)
  })
})

describe('grants that are refused', () => {
  it.each(['token', 'id_token', 'code token', 'code id_token', 'none'])(
    '[OA99] response type %s',
    async (response_type) => {
      const landing = await new Browser(server.origin).open(authorizeUrl(client, { response_type, nonce: 'n' }))
      // RFC 6749 answers those that it calls implicit in the fragment, refusals too.
      const { search, hash } = departed(landing)
      const answer = new URLSearchParams(`${search.slice(1)}&${hash.slice(1)}`)
      expect(answer.get('error')).toBe('unsupported_response_type')
      for (const name of ['code', 'access_token', 'id_token']) expect(answer.has(name)).toBe(false)
    },
  )

  it.each(['password', 'client_credentials', 'implicit', 'urn:ietf:params:oauth:grant-type:device_code'])(
    '[OA99] grant type %s',
    async (grant_type) => {
      const { username } = await newPerson(server)
      const form = { grant_type, username, password: PASSWORD, client_id: client.id, client_secret: client.secret }
      const { status, body } = await server.post('/oauth/token', form)
      expect([status, body.error]).toEqual([400, 'unsupported_grant_type'])
    },
  )

  it.each(['fragment', 'form_post', 'query.jwt', 'web_message'])('[OA99] response mode %s', async (response_mode) => {
    const browser = new Browser(server.origin)
    const landing = await browser.open(authorizeUrl(client, { response_mode }))
    const text = landing.left ? landing.location.href : landing.text
    expect(text).not.toContain('code=')
    if (landing.left)
      expect(landing.location.searchParams.get('error')).toMatch(/^unsupported_response_mode|invalid_request$/)
    else expect(landing.status).toBe(400)
  })
})

describe('PKCE downgrade', () => {
  it('[OA100] a code that was asked with a challenge is worth nothing without its verifier', async () => {
    const { challenge, verifier } = createPkce()
    const browser = new Browser(server.origin)
    const consent = await createAccount(browser, authorizeUrl(client, challenge))
    const code = codeOf(departed(await browser.press(consent, 'Allow')))
    for (const stripped of [{}, { code_verifier: '' }, { code_verifier: createPkce().verifier }]) {
      expect((await server.post('/oauth/token', { ...exchange(client, code), ...stripped })).status).toBe(400)
    }
    expect(verifier).toHaveLength(43)
  })

  it.each([{ code_challenge_method: 'plain', code_challenge: 'x'.repeat(43) }, { code_challenge: 'x'.repeat(43) }])(
    '[OA100] a challenge that shows its verifier is refused (%o)',
    async (challenge) => {
      const game = await server.register({ type: 'public' })
      const landing = await new Browser(server.origin).open(authorizeUrl(game, challenge))
      expect(departed(landing).searchParams.get('error')).toBe('invalid_request')
    },
  )
})

describe('revocation races', () => {
  it('[OA101] a sign-in under way with the old password ends with the password', async () => {
    const { id, username } = await newPerson(server)
    const attacker = new Browser(server.origin)
    const page = loaded(await attacker.open(url))
    const form = new URLSearchParams({ csrf_token: hiddenField(page, 'csrf_token'), username, password: PASSWORD })
    const entered = await attacker.request(`${new URL(page.url).pathname}/sign-in`, form)
    await server.players.setPassword(id as never, 'four quiet green lamps')
    const landing = loaded(await attacker.open(entered.headers.get('location') ?? ''))
    expect(landing.text).toContain('>Sign in</h1>')
    expect(loaded(await attacker.open('/account')).text).not.toContain(username)
  })

  it('[OA101] a consent page of before grants nothing after', async () => {
    const { id, username, browser } = await signedInPerson(server)
    const consent = await browser.open(url)
    expect(loaded(consent).text).toContain('Allow Tower?')
    await server.players.signOutEverywhere(id as never)
    const refused = loaded(await browser.press(consent, 'Allow'))
    expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('This sign-in has ended') })
    expect(loaded(await browser.open(url)).text).not.toContain(username)
  })

  it('[OA101] a session that is written at the very moment is over, and so is a code', async () => {
    const { id, username, browser } = await signedInPerson(server)
    const tokens = await connectGame(server, browser, client)
    const location = departed(await browser.open(url))
    const records = await server.storage.oauth.listBy('Session', { accountId: String(id) })
    await server.players.signOutEverywhere(id as never)
    for (const record of records) await server.storage.oauth.put(record)
    expect(loaded(await browser.open('/account')).text).not.toContain(username)
    expect(loaded(await browser.open(url)).text).toContain('>Sign in</h1>')
    expect((await server.post('/oauth/token', exchange(client, codeOf(location)))).status).toBe(400)
    expect(await holds(server, tokens.access)).toBe(false)
  })

  it('[OA101] many tokens that are being made end with everything else', async () => {
    const { id, browser } = await signedInPerson(server)
    const { refresh: refreshToken } = await connectGame(server, browser, client)
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: client.id,
      client_secret: client.secret,
    }
    const refreshing = Array.from({ length: 20 }, () => server.post('/oauth/token', form))
    const [answers] = await Promise.all([Promise.all(refreshing), server.players.signOutEverywhere(id as never)])
    for (const { body } of answers) expect(await holds(server, String(body.access_token))).toBe(false)
    expect((await server.post('/oauth/token', form)).status).toBe(400)
  })
})

describe('secrets in an address', () => {
  it('[OA107] buy, end and tell nothing: what stands in a query is not read', async () => {
    const { browser } = await signedInPerson(server)
    const { access, refresh } = await connectGame(server, browser, client)
    const code = codeOf(departed(await browser.open(url)))
    const own = { client_id: client.id, client_secret: client.secret }
    const calls = {
      '/oauth/token': exchange(client, code),
      '/api/v1/oauth/token': { ...own, grant_type: 'refresh_token', refresh_token: refresh },
      '/oauth/revoke': { ...own, token: access },
      '/oauth/introspect': { ...own, token: access },
    }
    for (const [path, form] of Object.entries(calls)) {
      const { status, body } = await server.post(`${path}?${new URLSearchParams(form)}`, {})
      expect([status, body.error], path).toEqual([400, 'invalid_request'])
      const { client_secret: secret, ...rest } = form
      const half = await server.post(`${path}?client_secret=${secret}`, rest)
      expect([half.status, half.body.error], path).toEqual([401, 'invalid_client'])
    }
    expect(await holds(server, access)).toBe(true)
    // Nothing was used up by it.
    expect((await server.post('/oauth/token', exchange(client, code))).status).toBe(200)
  })

  it('[OA107] connect nobody', async () => {
    const ante = await startAnte()
    const { token } = await ante.player()
    const connect = (options: object) => {
      const socket = io(ante.url, { transports: ['websocket'], reconnection: false, ...options })
      const answer = new Promise<string>((resolve) => {
        socket.once('ready', () => resolve('connected'))
        socket.once('connect_error', (error) => resolve((error as { data?: { code: string } }).data?.code ?? 'error'))
      })
      return answer.finally(() => socket.disconnect())
    }
    expect(await connect({ query: { token, access_token: token } })).toBe('unauthorized')
    expect(await connect({ auth: { token } })).toBe('connected')
    await ante.close()
  })
})

describe('finding out who has an account', () => {
  it('[OA102] costs a name that nobody has as much work as one that somebody has', async () => {
    const work: string[] = []
    const real = createPasswords('nobody has this one')
    const counting: Passwords = {
      hash: real.hash,
      async matches(password, passwordHash) {
        work.push(`compare ${passwordHash === null ? 'with nobody' : 'with somebody'}`)
        return real.matches(password, passwordHash)
      },
    }
    const players = createPlayers({
      storage: server.storage,
      clock: { now: Date.now },
      unitOfWork: aUnitOfWork(server.storage, { now: Date.now }),
      random: { bytes: randomBytes },
      demo: true,
      passwords: counting,
    })
    const { username } = await newPerson(server)
    const guest = await players.createGuest()
    for (const name of [username, 'nobody-has-this-name', guest.username, '', '\u0000']) {
      expect(await players.signIn(name, 'a wrong password')).toBeNull()
    }
    expect(work).toEqual(['compare with somebody', ...Array(4).fill('compare with nobody')])
  })

  it('[OA102] compares with a hash of the same cost where there is none', async () => {
    const real = createPasswords('nobody has this one')
    const somebody = await real.hash(PASSWORD)
    // Argon2 says its parameters in its hashes, and its work follows from them alone.
    expect(somebody).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await real.matches('nobody has this one', null)).toBe(false)
  })

  it('[OA102] by asking for names is told at first, as it must be, and then only to be told to wait', async () => {
    const limited = await startOAuth({ rateLimit: 0.25 })
    const own = await limited.register()
    const { username } = await limited.players.createByOperator({ username: newName(), password: PASSWORD })
    const browser = new Browser(limited.origin)
    const page = await browser.open(authorizeUrl(own))
    const answers = []
    for (let time = 0; time < 7; time++)
      answers.push(loaded(await browser.press(page, 'Create account', credentials(username))))
    await limited.close()
    expect(answers.map(({ status }) => status)).toEqual([...Array(5).fill(422), 429, 429])
    expect(answers.at(-1)?.text).toContain('Too many names were tried from here.')
    expect(answers.at(-1)?.text).not.toContain('is taken')
  })
})

describe('guessing passwords', () => {
  async function limited() {
    const own = await startOAuth({ rateLimit: 1 })
    const person = await newPerson(own)
    const attempt = async (browser: Browser, password: string, username = person.username) =>
      loaded(await browser.press(await browser.open('/account'), 'Sign in', credentials(username, password))).status
    return { own, person, attempt }
  }

  it('[OA89] is slowed more with every failure, and never for longer than a quarter of an hour', async () => {
    const { own, person, attempt } = await limited()
    const browser = new Browser(own.origin)
    for (let time = 0; time < 10; time++) expect(await attempt(browser, 'a wrong guess')).toBe(422)
    const waits: number[] = []
    for (let time = 0; time < 8; time++) {
      const page = await browser.press(
        await browser.open('/account'),
        'Sign in',
        credentials(person.username, PASSWORD),
      )
      expect(loaded(page).status).toBe(429)
      waits.push(Number(loaded(page).headers.get('retry-after')))
      own.advance(waits.at(-1) ?? 0)
      expect(await attempt(browser, 'a wrong guess')).toBe(422)
    }
    await own.close()
    // However long a comparison took.
    expect(waits.map((wait) => Math.round(wait / 10) * 10)).toEqual([30, 60, 120, 240, 480, 900, 900, 900])
  })

  it('[OA89] is over with the right password: it opens as soon as the wait is, and clears what was', async () => {
    const { own, attempt } = await limited()
    const browser = new Browser(own.origin)
    for (let time = 0; time < 11; time++) await attempt(browser, 'a wrong guess')
    expect(await attempt(browser, PASSWORD)).toBe(429)
    own.advance(31)
    expect(await attempt(browser, PASSWORD)).toBe(200)
    await browser.press(await browser.open('/account'), 'Sign out here')
    for (let time = 0; time < 10; time++) expect(await attempt(browser, 'a wrong guess')).toBe(422)
    await own.close()
  })

  it('[OA89] by somebody else locks nobody out: not at another address, not in a browser that knows the account', async () => {
    const { own, attempt } = await limited()
    const known = new Browser(own.origin)
    expect(await attempt(known, PASSWORD)).toBe(200)
    await known.press(await known.open('/account'), 'Sign out here')
    const attacker = new Browser(own.origin)
    for (let time = 0; time < 12; time++) await attempt(attacker, 'a wrong guess')
    expect(await attempt(attacker, PASSWORD)).toBe(429)
    expect(await attempt(new Browser(own.origin), PASSWORD)).toBe(429)
    expect(await attempt(known, PASSWORD)).toBe(200)
    await own.close()
  })

  it('[OA89] is not helped by forwarding headers, nor by a cookie of another account', async () => {
    const { own, person, attempt } = await limited()
    const other = await newPerson(own)
    await signInToAccount(other.browser, other.username)
    const knownElsewhere = cookieOf(other.browser, '_known=')
    expect(knownElsewhere).toContain('.')
    const statuses = []
    for (let time = 0; time < 12; time++) {
      const headers = { 'x-forwarded-for': `198.51.100.${time}`, forwarded: `for=198.51.100.${time}` }
      statuses.push(await attempt(new Browser(own.origin, headers, [knownElsewhere]), 'a wrong guess', person.username))
    }
    await own.close()
    expect(statuses).toEqual([...Array(10).fill(422), 429, 429])
  })
})

describe('bad passwords', () => {
  const refused = async (username: string, password: string) =>
    server.players.createByOperator({ username, password }).then(
      () => null,
      (error: { errors: { path: string; message: string }[] }) => error.errors.map(({ path }) => path).join(),
    )

  it.each([
    'password1',
    'PASSWORD1',
    'Qwerty123',
    'iloveyou1',
    'ｐａｓｓｗｏｒｄ１',
    '1234567890',
    'abcdefghijk',
    'zzzzzzzzzz',
    'abababababab',
    '31-12-1999',
    '19991231',
    'ante1234',
    'Ante!Ante!2026',
  ])('[OA90] %s is refused: others try it first', async (password) => {
    expect(await refused(newName(), password)).toBe('password')
  })

  it('[OA90] a username with only digits and signs added is refused', async () => {
    for (const password of ['hopper.g2024', '!!Hopper.G!!', 'hopper.ghopper.g']) {
      expect(await refused('hopper.g', password)).toBe('password')
    }
  })

  it.each([
    'correct horse',
    'nur kleine buchstaben',
    '        spaces',
    'пароль на русском',
    '\u{1f3b2}\u{1f0a1}\u{265f}\u{1f3af}\u{1f3b0}\u{1f3b1}\u{1f3b3}\u{1f3ae}',
    'xkzqvwpf',
    '48151623420815',
    'guarantee the piano',
  ])('[OA90] %s is taken: what it is made of is its owner’s business', async (password) => {
    const username = newName()
    expect(await refused(username, password)).toBeNull()
    expect(await server.players.signIn(username, password)).toMatchObject({ username })
  })

  it('[OA90] length counts characters as people do', async () => {
    expect(await refused(newName(), '\u{1f3b2}\u{1f0a1}\u{1f3af}\u{1f3b0}')).toBe('password')
  })
})

describe('leaking by the way', () => {
  it('[OA104] pages keep their address from other sites, and are told to nobody', async () => {
    const ante = await startAnte({ ANTE_DEMO: '1' })
    const { body } = await ante.operator('POST', '/admin/v1/clients', {
      name: 'Web',
      type: 'public',
      allowed_origins: ['https://web.example'],
      client_uri: 'https://web.example/about',
      logo_uri: 'https://cdn.example/logo.png',
    })
    const browser = new Browser(ante.url)
    const own = { id: body.client_id, secret: '', redirectUri: `${ante.url}/oauth/popup/${body.client_id}` }
    const consent = await createAccount(browser, authorizeUrl(own, createPkce().challenge))
    const popup = await browser.open(`/oauth/popup/${body.client_id}?code=abc&state=s`)
    for (const page of [await browser.open('/account'), consent, popup]) {
      const { headers, text } = loaded(page)
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('cache-control')).toBe('no-store')
      for (const [tag] of text.matchAll(/<a [^>]*href="https:[^>]*>/g))
        expect(tag).toContain('rel="noopener noreferrer"')
      for (const [tag] of text.matchAll(/<img [^>]*>/g)) expect(tag).toContain('referrerpolicy="no-referrer"')
    }
    await ante.close()
  })

  it('[OA104] the authorization endpoint and the pages can be read by no other origin', async () => {
    const game = await server.register({ type: 'public', redirect_uris: [], allowed_origins: ['https://web.example'] })
    const { browser } = await signedInPerson(server)
    const headers = { origin: 'https://web.example', cookie: browser.cookiesFor('/') }
    for (const path of [authorizeUrl(game, createPkce().challenge), '/account', '/account/password']) {
      for (const method of ['GET', 'OPTIONS']) {
        const response = await fetch(`${server.origin}${path}`, { method, headers, redirect: 'manual' })
        expect(response.headers.get('access-control-allow-origin')).toBeNull()
      }
    }
  })
})
