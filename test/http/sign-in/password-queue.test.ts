import { afterAll, beforeAll, expect, it } from 'vitest'
import { Browser, loaded } from '../../support/oauth/browser-jar.ts'
import { authorizeUrl, newName, PASSWORD, startOAuth, type TestOAuth } from '../../support/oauth/oauth-server.ts'

let server: TestOAuth
beforeAll(async () => {
  // So wide that no other limit is met.
  server = await startOAuth({ rateLimit: 1000 })
})
afterAll(() => server.close())

const signIn = async (
  browser: Browser,
  page: Awaited<ReturnType<Browser['open']>>,
  username: string,
  password: string,
) => loaded(await browser.press(page, 'Sign in', { fields: { Username: username, Password: password } }))

it('[OA116] wrong passwords fill their own places alone: a browser known to the account is signed in', async () => {
  const url = authorizeUrl(await server.register())
  const { username } = await server.players.createByOperator({ username: newName(), password: PASSWORD })
  const known = new Browser(server.origin)
  await signIn(known, await known.open(url), username, PASSWORD)
  const account = await known.open('/account')
  const signedOut = await known.press(account, 'Sign out here')

  const stranger = new Browser(server.origin)
  const page = await stranger.open(url)
  const guesses = Array.from({ length: 200 }, () => signIn(stranger, page, newName(), 'not the password'))
  const answers = Promise.all(guesses)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const again = await signIn(known, signedOut, username, PASSWORD)
  expect(again).toMatchObject({ status: 200, text: expect.stringContaining('Signed in as') })

  const statuses = (await answers).map(({ status }) => status)
  expect(statuses.filter((status) => status === 422).length).toBeGreaterThanOrEqual(66)
  const refused = (await answers).filter(({ status }) => status === 503)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused.length + statuses.filter((status) => status === 422).length).toBe(200)
  expect(refused[0]?.text).toContain('Many people sign in at this moment.')
  expect(refused[0]?.headers.get('retry-after')).toBe('5')
  expect(loaded(await signInOnce(url, username)).status).toBe(200)
})

async function signInOnce(url: string, username: string) {
  const browser = new Browser(server.origin)
  return signIn(browser, await browser.open(url), username, PASSWORD)
}

it('[OA261] a password that was not checked because too many wait does not count as a failed attempt', async () => {
  const own = await startOAuth({ rateLimit: 1 })
  try {
    const { username } = await own.players.createByOperator({ username: newName(), password: PASSWORD })
    const browser = new Browser(own.origin)
    const page = await browser.open(authorizeUrl(await own.register()))
    const fill = Array.from({ length: 75 }, () => signIn(browser, page, newName(), 'not the password'))
    const guesses = Array.from({ length: 20 }, () => signIn(browser, page, username, 'not the password'))
    await Promise.all(fill)
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses).toContain(503)
    expect(statuses).not.toContain(429)
  } finally {
    await own.close()
  }
})
