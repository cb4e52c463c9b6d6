import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPasswords, type Passwords } from '../../../server/services/players/passwords.ts'
import { createPlayers } from '../../../server/services/players/players.ts'
import { newPerson, signInToAccount } from '../../support/oauth/account.ts'
import { Browser, loaded } from '../../support/oauth/browser-jar.ts'
import { authorizeUrl, newName, PASSWORD, startOAuth, type TestOAuth } from '../../support/oauth/oauth-server.ts'
import { aUnitOfWork } from '../../support/unit-of-work.ts'

let server: TestOAuth

beforeAll(async () => {
  server = await startOAuth()
})
afterAll(() => server.close())

const credentials = (username: string, password = PASSWORD) => ({ fields: { Username: username, Password: password } })
const cookieOf = (browser: Browser, kind: string) =>
  browser
    .cookiesFor('/')
    .split('; ')
    .find((cookie) => cookie.includes(kind)) ?? ''

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
