import { Browser, type Landing, loaded } from './browser-jar.ts'
import { authorizeUrl, codeOf, exchange, newName, PASSWORD, type TestClient, type TestOAuth } from './oauth-server.ts'

/** A person with an account and a browser. */
export interface Person {
  readonly id: number
  readonly username: string
  readonly browser: Browser
}

export async function newPerson(server: TestOAuth): Promise<Person> {
  const { id, username } = await server.players.createAccount({ username: newName(), password: PASSWORD })
  return { id, username, browser: new Browser(server.origin) }
}

/** Signs in on the account page. */
export async function signInToAccount(browser: Browser, username: string, password = PASSWORD): Promise<Landing> {
  return browser.press(await browser.open('/account'), 'Sign in', {
    fields: { Username: username, Password: password },
  })
}

/** A person who has just signed in on the account page. */
export async function signedInPerson(server: TestOAuth): Promise<Person> {
  const person = await newPerson(server)
  loaded(await signInToAccount(person.browser, person.username))
  return person
}

/**
 * Allows a game everything that it asks for, as the person who is signed in in a browser. Returns the game's tokens.
 */
export async function connectGame(server: TestOAuth, browser: Browser, client: TestClient, scope = 'public') {
  const landing = await browser.open(authorizeUrl(client, { scope }))
  const answer = landing.left ? landing : await browser.press(landing, 'Allow')
  if (!answer.left) throw new Error(`not let in: ${answer.text}`)
  const { body } = await server.post('/oauth/token', exchange(client, codeOf(answer.location)))
  return { access: String(body.access_token), refresh: String(body.refresh_token) }
}

/** Whether an access token is valid. */
export async function holds(server: TestOAuth, token: string): Promise<boolean> {
  return (await server.oauth.authenticate(token)) !== null
}

/** The value of a hidden field of a page. */
export function hiddenField(page: Landing, name: string): string {
  const tag = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(loaded(page).text)?.[0] ?? ''
  return /value="([^"]*)"/.exec(tag)?.[1] ?? ''
}
