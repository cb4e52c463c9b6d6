import { randomBytes } from 'node:crypto'
import { POPUP_MESSAGE, Problem, type ProblemCode, presentProblem, TOKEN_EXCHANGE_GRANT } from '@ante/shared'
import type { Ante } from '../../../client/index.ts'
import { eventually } from '../eventually.ts'
import { type Served, type ServedAnswer, type ServedRequest, serve } from '../stub-server.ts'
import type { Tab } from './tab.ts'

export const ADA = { id: 7, username: 'ada', nickname: 'Ada', guest: false }
const MINUTE = 60_000

export function problem(code: ProblemCode, headers?: Record<string, string>): ServedAnswer {
  return {
    status: new Problem(code, code).status,
    body: presentProblem(new Problem(code, `said ${code}`)),
    ...(headers && { headers }),
  }
}

/**
 * An authorization server with one player and rotating tokens. It exchanges tokens that begin with `of-the-portal`. `answer`
 * answers all other calls.
 */
export interface AuthorizationServer extends Served {
  /** Refresh tokens that still work, newest last. */
  readonly valid: Set<string>
  /** Access tokens that still work. */
  readonly access: Set<string>
  /** Life of an access token. */
  expiresIn: number
  /** While set, it answers every request. */
  trouble: ((request: ServedRequest) => ServedAnswer | null) | null
  /**
   * While set, it starts sign-ins by code (RFC 8628). A question for their tokens gets this error, or the tokens where there
   * is none.
   */
  deviceGrant: { expiresIn: number; interval?: number; error: string | null } | null
  /** How often tokens were refreshed. */
  refreshes: () => number
}

export async function anAuthorizationServer(
  answer: (request: ServedRequest) => ServedAnswer | Promise<ServedAnswer> = () => problem('not_found'),
): Promise<AuthorizationServer> {
  const valid = new Set<string>()
  const access = new Set<string>()
  let codes = 0
  const served = await serve(async (request) => {
    const trouble = server.trouble?.(request)
    if (trouble) return trouble
    if (request.path === '/oauth/token') return token(new URLSearchParams(String(request.body)))
    if (request.path === '/oauth/device_authorization') return startCode()
    if (request.path === '/oauth/revoke') return { status: 200 }
    if (!access.has(String(request.headers.authorization).replace('Bearer ', ''))) return problem('unauthorized')
    if (request.path.endsWith('/me.json')) return { status: 200, body: { me: { ...ADA, balances: { GBP: 500 } } } }
    return answer(request)
  })

  function startCode(): ServedAnswer {
    if (!server.deviceGrant) return { status: 400, body: { error: 'unauthorized_client' } }
    const { expiresIn, interval } = server.deviceGrant
    const userCode = `BCDF-GHJ${'KLMNPQRS'[codes++]}`
    const body = {
      device_code: `secret-${codes}`,
      user_code: userCode,
      verification_uri: `${served.origin}/device`,
      verification_uri_complete: `${served.origin}/device?user_code=${userCode}`,
      expires_in: expiresIn,
      ...(interval !== undefined && { interval }),
    }
    return { status: 200, body }
  }

  function token(form: URLSearchParams): ServedAnswer {
    const presented = form.get('refresh_token') ?? ''
    const isCode = form.get('grant_type') === 'authorization_code' && form.get('code') === 'good-code'
    const isDevice = form.get('device_code') === `secret-${codes}`
    const isExchange =
      form.get('grant_type') === TOKEN_EXCHANGE_GRANT && form.get('subject_token')?.startsWith('of-the-portal') === true
    const error = isDevice ? (server.deviceGrant?.error ?? null) : null
    if (error !== null) return { status: 400, body: { error } }
    if (!isCode && !isDevice && !isExchange && !valid.delete(presented)) {
      return { status: 400, body: { error: 'invalid_grant', error_description: 'grant request is invalid' } }
    }
    const [accessToken, refreshToken] = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')]
    access.add(accessToken)
    valid.add(refreshToken)
    const body = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: server.expiresIn,
      refresh_token: refreshToken,
    }
    return { status: 200, body }
  }

  const server: AuthorizationServer = {
    ...served,
    valid,
    access,
    expiresIn: (60 * MINUTE) / 1000,
    trouble: null,
    deviceGrant: null,
    refreshes: () =>
      served.requests.filter(({ path, body }) => path === '/oauth/token' && String(body).includes('refresh_token='))
        .length,
  }
  return server
}

/** Signs the player in through the popup. */
export async function signIn(ante: Ante, tab: Tab, server: Served): Promise<void> {
  const login = ante.login()
  const url = new URL(await eventually(async () => tab.popup?.url || null))
  const data = { type: POPUP_MESSAGE, state: url.searchParams.get('state'), code: 'good-code' }
  tab.fire('message', { origin: server.origin, source: tab.popup?.source, data })
  await login
}
