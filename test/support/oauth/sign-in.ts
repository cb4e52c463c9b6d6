import { createHash, randomBytes } from 'node:crypto'
import { Browser, departed } from './browser-jar.ts'

export interface Tokens {
  access_token: string
  refresh_token: string
  expires_in: number
}

/**
 * Signs a player in through the authorize, sign-in and consent pages, and redeems the code as the client. Without a username
 * it signs in a new guest of a demo store, which needs no password hash and is faster. `headers` go with every page.
 */
export async function signInByPages(
  origin: string,
  client: { id: string; secret: string; redirectUri: string },
  player: { username: string; password: string; scope: string } | { scope: string },
  headers: Readonly<Record<string, string>> = {},
): Promise<Tokens> {
  const browser = new Browser(origin, { ...headers })
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: player.scope,
    state: 'a-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const signInPage = await browser.open(`/oauth/authorize?${query}`)
  const consent =
    'username' in player
      ? await browser.press(signInPage, 'Sign in', { fields: { Username: player.username, Password: player.password } })
      : await browser.press(signInPage, 'Play as guest')
  const redirect = departed(await browser.press(consent, 'Allow'))
  const code = redirect.searchParams.get('code')
  if (code === null) throw new Error(`no code in ${redirect}`)
  const response = await fetch(`${origin}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      code_verifier: verifier,
      client_id: client.id,
      client_secret: client.secret,
    }),
  })
  if (response.status !== 200) throw new Error(`no token: ${await response.text()}`)
  return (await response.json()) as Tokens
}
