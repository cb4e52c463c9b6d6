import { afterEach, expect, it } from 'vitest'
import { Browser, loaded } from '../../support/oauth/browser-jar.ts'
import {
  authorizeUrl,
  newName,
  type OAuthOptions,
  PASSWORD,
  startOAuth,
  type TestOAuth,
} from '../../support/oauth/oauth-server.ts'

const opened: TestOAuth[] = []
async function start(options: OAuthOptions): Promise<{ server: TestOAuth; url: string }> {
  const server = await startOAuth(options)
  opened.push(server)
  return { server, url: authorizeUrl(await server.register()) }
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

/** The answers to so many attempts to sign in. */
async function attempts({ server, url }: { server: TestOAuth; url: string }, username: string, passwords: string[]) {
  const browser = new Browser(server.origin)
  let page = await browser.open(url)
  const answers = []
  for (const password of passwords) {
    page = await browser.press(page, 'Sign in', { fields: { Username: username, Password: password } })
    answers.push(loaded(page))
  }
  return answers
}

const wrong = (count: number) => Array<string>(count).fill('not the password')

it('[OA18] stops guessing at an account, and says when to try again', async () => {
  const at = await start({ rateLimit: 1 })
  const { username } = await at.server.players.createByOperator({ username: newName(), password: PASSWORD })
  const answers = await attempts(at, username, [...wrong(11), PASSWORD])
  expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(422))
  for (const answer of answers.slice(10)) {
    expect(answer.status).toBe(429)
    expect(answer.text).toMatch(/Too many attempts to sign in\. Try again in \d+ seconds\./)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(answer.text).toContain(`value="${username}"`)
  }
  const others = await attempts(at, newName(), wrong(1))
  expect(others.map(({ status }) => status)).toEqual([422])
})

it('[OA18] counts what fails: the right password each time is never too often', async () => {
  const at = await start({ rateLimit: 1 })
  const { username } = await at.server.players.createByOperator({ username: newName(), password: PASSWORD })
  for (let time = 0; time < 15; time++) {
    const [answer] = await attempts(at, username, [PASSWORD])
    expect(answer?.text).toContain('Allow Tower?')
  }
})

it('[OA18] stops guesses that come all at once', async () => {
  const { server, url } = await start({ rateLimit: 1 })
  const { username } = await server.players.createByOperator({ username: newName(), password: PASSWORD })
  const browser = new Browser(server.origin)
  const page = await browser.open(url)
  const guess = () => browser.press(page, 'Sign in', { fields: { Username: username, Password: 'a guess at it' } })
  const answers = await Promise.all(Array.from({ length: 30 }, guess))
  expect(answers.map((answer) => loaded(answer).status).filter((status) => status === 422)).toHaveLength(10)
})

it('[OA18] is widened, narrowed and turned off by one factor', async () => {
  const count = async (rateLimit: number) => {
    const at = await start({ rateLimit })
    return (await attempts(at, newName(), wrong(25))).filter(({ status }) => status === 422).length
  }
  expect([await count(0.2), await count(2), await count(0)]).toEqual([2, 20, 25])
})

it('[OA18] limits accounts and sign-ins that one address begins', async () => {
  const { server, url } = await start({ rateLimit: 0.02 })
  const statuses = []
  for (let time = 0; time < 3; time++) {
    const browser = new Browser(server.origin)
    statuses.push(loaded(await browser.press(await browser.open(url), 'Play as guest')).status)
  }
  expect(statuses).toEqual([200, 200, 429])
  const pages = []
  for (let time = 0; time < 8; time++) pages.push(loaded(await new Browser(server.origin).open(url)))
  const refused = pages.find(({ status }) => status === 429)
  expect(refused?.text).toContain('Too many sign-ins were begun from here.')
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
})

it('[OA18] limits the token endpoint, in JSON', async () => {
  const { server } = await start({ rateLimit: 0.01 })
  const answers = []
  for (let time = 0; time < 14; time++) answers.push(await server.post('/oauth/token', { grant_type: 'refresh_token' }))
  expect(answers.map(({ status }) => status)).toEqual([...Array(12).fill(400), 429, 429])
  const last = answers.at(-1)
  expect(last?.body).toMatchObject({
    error: 'temporarily_unavailable',
    error_description: expect.stringContaining('try again in'),
  })
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
})
