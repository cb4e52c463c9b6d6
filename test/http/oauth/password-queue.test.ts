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
