/** Where a request ended: a page of the server, or an address outside it. */
export type Landing = LoadedPage | Departure

export interface LoadedPage {
  readonly left: false
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface Departure {
  readonly left: true
  readonly location: URL
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

/** What a person enters before pressing a button. Fields and check boxes are named by their labels. */
export interface Input {
  readonly fields?: Readonly<Record<string, string>>
  readonly untick?: readonly string[]
  /** Values to add or replace that no field of the form has, as an attacker sends them. */
  readonly raw?: Readonly<Record<string, string>>
}

/**
 * A browser without scripts: it keeps cookies, follows redirects within one server, and submits forms by their labels.
 */
export class Browser {
  /** Of the server. */
  readonly origin: string
  /** The server's address, perhaps with a path: paths that a test opens lead below it. */
  readonly #server: string
  readonly headers: Record<string, string>
  #cookies: Cookie[] = []
  /** Every value that a cookie had. */
  readonly seenCookies: string[] = []

  /** `planted` are cookies (`name=value`) that an attacker has set. */
  constructor(server: string, headers: Record<string, string> = {}, planted: readonly string[] = []) {
    this.#server = server
    this.origin = new URL(server).origin
    this.headers = headers
    for (const cookie of planted) this.#keep(cookie)
  }

  /** `name=value` of the cookies that a path gets. */
  cookiesFor(path: string): string {
    const sent = this.#cookies.filter((cookie) => path === cookie.path || path.startsWith(withSlash(cookie.path)))
    return sent.map(({ name, value }) => `${name}=${value}`).join('; ')
  }

  cookieNames(): string[] {
    return this.#cookies.map(({ name }) => name)
  }

  /** One request, without following a redirect. */
  async request(url: string, form?: URLSearchParams): Promise<Response> {
    const target = this.#addressOf(url)
    const response = await fetch(target, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: this.cookiesFor(target.pathname), ...this.headers },
      ...(form && { body: form }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return response
  }

  /** Follows redirects until a page, or away from the server. */
  async open(url: string, form?: URLSearchParams): Promise<Landing> {
    const response = await this.request(url, form)
    const location = response.headers.get('location')
    const { href: here } = this.#addressOf(url)
    if (location === null) {
      return { left: false, url: here, status: response.status, headers: response.headers, text: await response.text() }
    }
    await response.body?.cancel()
    const next = new URL(location, here)
    const stays = next.origin === this.origin && !next.pathname.includes('/oauth/popup/')
    return stays ? this.open(next.href) : { left: true, location: next }
  }

  /** Presses a button of a page. */
  press(page: Landing, button: string, input: Input = {}): Promise<Landing> {
    const { action, values } = filledForm(loaded(page), button, input)
    return this.open(new URL(action, loaded(page).url).href, values)
  }

  #addressOf(url: string): URL {
    return new URL(url.startsWith('/') ? this.#server + url : url)
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const [name = '', ...rest] = pair.split('=')
    const value = rest.join('=')
    const attribute = (key: string) =>
      attributes.find((text) => text.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1)
    const path = attribute('path') ?? '/'
    const expires = attribute('expires')
    const gone = attribute('max-age') === '0' || (expires !== undefined && new Date(expires).getTime() < Date.now())
    this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name || cookie.path !== path)
    if (gone || value === '') return
    this.#cookies.push({ name, value, path })
    this.seenCookies.push(value)
  }
}

/** The landing as a page. Throws when the browser was sent away. */
export function loaded(landing: Landing): LoadedPage {
  if (landing.left) throw new Error(`no page: the browser was sent to ${landing.location}`)
  return landing
}

/** The address outside the server that a landing led to. Throws with the page when it did not. */
export function departed(landing: Landing): URL {
  if (!landing.left) throw new Error(`still at ${landing.url} (${landing.status}):\n${landing.text}`)
  return landing.location
}

const withSlash = (path: string) => (path.endsWith('/') ? path : `${path}/`)

function attributeOf(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value?.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}

function filledForm(page: LoadedPage, button: string, input: Input): { action: string; values: URLSearchParams } {
  const forms = [...page.text.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map((match) => match[0])
  const buttonOf = (form: string) =>
    [...form.matchAll(/<button\b[^>]*>([^<]*)<\/button>/g)].find((match) => match[1]?.trim() === button)?.[0]
  const form = forms.find((text) => buttonOf(text) !== undefined)
  if (form === undefined) throw new Error(`no button "${button}" on this page:\n${page.text}`)
  const pressed = buttonOf(form) ?? ''
  const values = new URLSearchParams()
  for (const { 0: tag } of form.matchAll(/<input\b[^>]*>/g)) addInput(values, tag, form, input)
  const [name, value] = [attributeOf(pressed, 'name'), attributeOf(pressed, 'value')]
  if (name !== undefined) values.append(name, value ?? '')
  for (const [key, text] of Object.entries(input.raw ?? {})) values.set(key, text)
  const action = attributeOf(pressed, 'formaction') ?? attributeOf(form.slice(0, form.indexOf('>') + 1), 'action')
  return { action: action ?? page.url, values }
}

function addInput(values: URLSearchParams, tag: string, form: string, { fields = {}, untick = [] }: Input): void {
  const [name = '', value = ''] = [attributeOf(tag, 'name'), attributeOf(tag, 'value')]
  if (attributeOf(tag, 'type') === 'checkbox') {
    const label = form.slice(form.indexOf(tag) + tag.length, form.indexOf('</label>', form.indexOf(tag)))
    const isTicked = / checked/.test(tag) && !untick.some((text) => label.includes(text))
    if (isTicked) values.append(name, value)
    return
  }
  const label = new RegExp(`<label for="${attributeOf(tag, 'id')}">([^<]*)</label>`).exec(form)?.[1]
  values.append(name, (label === undefined ? undefined : fields[label]) ?? value)
}

/** A `Set-Cookie` line taken apart; the attributes in alphabetical order, as servers may write them in any. */
export function setCookieIn(line = ''): { name: string; value: string; attributes: string[] } {
  const [pair = '', ...attributes] = line.split('; ')
  const [name = '', value = ''] = pair.split('=')
  return { name, value, attributes: attributes.sort() }
}
