import { createHash, randomBytes } from 'node:crypto'

export interface Tokens {
  access_token: string
  refresh_token: string
  expires_in: number
}

/** A browser without scripts: it keeps cookies, follows redirects on the server, and submits the forms it finds. */
function openBrowser(origin: string) {
  const cookies = new Map<string, string>()

  async function request(url: string, form?: URLSearchParams): Promise<{ url: string; page: string }> {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        accept: 'text/html',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form && { origin }),
      },
      ...(form && { body: form }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) return { url, page: await response.text() }
    const next = new URL(location, url).href
    return next.startsWith(`${origin}/`) ? request(next) : { url: next, page: '' }
  }

  /** Submits the form that has this button, filled in with these fields. */
  async function submit(at: { url: string; page: string }, button: string, fields: Record<string, string> = {}) {
    const forms = at.page.match(/<form[\s\S]*?<\/form>/g) ?? []
    const form = forms.find((each) => new RegExp(`<button[^>]*>\\s*${button}\\s*</button>`).test(each))
    if (!form) throw new Error(`no form with the button "${button}" at ${at.url}:\n${at.page}`)
    const values = new URLSearchParams()
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1]
      const name = attribute('name')
      if (name && (attribute('type') !== 'checkbox' || /\bchecked\b/.test(input)))
        values.append(name, attribute('value') ?? '')
    }
    const pressed = new RegExp(`<button([^>]*)>\\s*${button}\\s*</button>`).exec(form)?.[1] ?? ''
    const name = /\bname="([^"]*)"/.exec(pressed)?.[1]
    if (name) values.set(name, /\bvalue="([^"]*)"/.exec(pressed)?.[1] ?? '')
    for (const [field, value] of Object.entries(fields)) values.set(field, value)
    const target = /\bformaction="([^"]*)"/.exec(pressed)?.[1] ?? /\baction="([^"]*)"/.exec(form)?.[1] ?? at.url
    return request(new URL(target, at.url).href, values)
  }
  return { request, submit }
}

/**
 * Signs a player in through authorize, sign-in and consent pages, and redeems the code as the client. Without a username a
 * demo store's guest, which costs no password hash.
 */
export async function signInByPages(
  origin: string,
  client: { id: string; secret: string; redirectUri: string },
  player: { username: string; password: string; scope: string } | { scope: string },
): Promise<Tokens> {
  const browser = openBrowser(origin)
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
  const signInPage = await browser.request(`${origin}/oauth/authorize?${query}`)
  const consent =
    'username' in player
      ? await browser.submit(signInPage, 'Sign in', { username: player.username, password: player.password })
      : await browser.submit(signInPage, 'Play as guest')
  const back = await browser.submit(consent, 'Allow')
  const code = new URL(back.url).searchParams.get('code')
  if (code === null) throw new Error(`no code in ${back.url}: ${back.page}`)
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
