import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { parse, serialize } from 'cookie'

/** Names that two servers on one host do not share, since cookies ignore ports. */
export interface CookieNames {
  readonly session: string
  readonly interaction: string
  readonly resume: string
  /** Begins the name of the proof that this browser was sent to a provider. */
  readonly upstream: string
  /** The proof that an account was signed in to in this browser. */
  readonly known: string
  /** Binds the sign-in form of the account page to the browser. */
  readonly account: string
}

export function cookieNames(publicUrl: string): CookieNames {
  const prefix = isSecure(publicUrl) ? '__Host-' : ''
  const server = createHash('sha256').update(publicUrl).digest('hex').slice(0, 8)
  const name = (kind: string) => `${prefix}ante_${server}_${kind}`
  return {
    session: name('session'),
    interaction: name('interaction'),
    resume: name('resume'),
    upstream: name('upstream'),
    known: name('known'),
    account: name('account'),
  }
}

interface WrittenCookie {
  readonly name: string
  /** Null: the browser forgets it. */
  readonly value: string | null
  /** Milliseconds; without it as long as the browser runs. */
  readonly maxAge?: number | undefined
}

/** Puts a cookie into an answer, in place of one of the same name. */
export function writeCookie(res: ServerResponse, publicUrl: string, { name, value, maxAge }: WrittenCookie): void {
  const seconds = value === null ? 0 : maxAge === undefined ? undefined : Math.floor(maxAge / 1000)
  const cookie = serialize(name, value ?? '', {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(publicUrl),
    ...(seconds !== undefined && { maxAge: seconds }),
  })
  const written = [res.getHeader('Set-Cookie') ?? []].flat().map(String)
  res.setHeader('Set-Cookie', [...written.filter((other) => !other.startsWith(`${name}=`)), cookie])
}

/**
 * The cookies of a request. Of several with one name the last counts: browsers send those of deeper paths first, and all
 * of ours have the path `/`, so that none planted for a deeper path wins.
 */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  // `parse` takes the first of several with one name, so it gets one at a time.
  const cookies = (header ?? '').split(';').flatMap((pair) => Object.entries(parse(pair)))
  return new Map(cookies.map(([name, value]) => [name, value ?? '']))
}

const isSecure = (publicUrl: string) => publicUrl.startsWith('https:')
