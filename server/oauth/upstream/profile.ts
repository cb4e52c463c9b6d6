import type { AccessToken } from 'simple-oauth2'
import type { UpstreamProvider } from '../../config/providers.ts'
import { boundedFetch, jsonOf } from './bounded-fetch.ts'
import { UpstreamFailure } from './failures.ts'
import type { Tokens } from './tokens.ts'

/** Who a provider says that somebody is. */
export interface Profile {
  readonly subject: string
  /** The person's name there; null where it gave none. */
  readonly username: string | null
}

/**
 * Asks the provider's profile call, with the access token, who somebody is: nothing else says so, and no JWT does. A
 * token that has expired on the way is refreshed where that is possible.
 */
export async function fetchProfile(provider: UpstreamProvider, tokens: Tokens, given: AccessToken): Promise<Profile> {
  const url = profileUrl(provider, given.token)
  let token = given.expired() && isRefreshable(given) ? await tokens.refreshed(given) : given
  let response = await call(url, token, provider)
  if (response.status === 401 && isRefreshable(token)) {
    token = await tokens.refreshed(token)
    response = await call(url, token, provider)
  }
  if (response.status >= 500) throw new UpstreamFailure('down', `the profile call answered ${response.status}`)
  if (response.status !== 200) throw new UpstreamFailure('refused', `the profile call answered ${response.status}`)
  return profileIn(await jsonOf(response), provider)
}

const isRefreshable = ({ token }: AccessToken) => typeof token.refresh_token === 'string'

function call(url: string, { token }: AccessToken, { timeout }: UpstreamProvider): Promise<Response> {
  const headers = { authorization: `Bearer ${token.access_token}`, accept: 'application/json' }
  return boundedFetch(url, { headers, timeout })
}

function profileUrl({ profileUrl: template, uidPath }: UpstreamProvider, answer: unknown): string {
  if (!template.includes('{uid}')) return template
  const uid = idIn(answer, uidPath)
  // As a part of a path these two would lead elsewhere.
  if (uid === null || uid === '.' || uid === '..') {
    throw new UpstreamFailure('no_subject', `the token answer has no id at "${uidPath}"`)
  }
  return template.replaceAll('{uid}', encodeURIComponent(uid))
}

function profileIn(answer: unknown, { subjectPath, usernamePath }: UpstreamProvider): Profile {
  const subject = idIn(answer, subjectPath)
  if (subject === null) throw new UpstreamFailure('no_subject', `the profile has no id at "${subjectPath}"`)
  const username = usernamePath === null ? undefined : valueAt(answer, usernamePath)
  return { subject, username: typeof username === 'string' && username.trim() ? username.trim().slice(0, 100) : null }
}

/** An id that means one person for ever: text, or a whole number that JSON carries exactly. */
function idIn(answer: unknown, path: string): string | null {
  const value = valueAt(answer, path)
  if (Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && /^[^\p{C}\s]{1,255}$/u.test(value) ? value : null
}

function valueAt(answer: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? Object.getOwnPropertyDescriptor(value, name)?.value
          : undefined,
      answer,
    )
}
