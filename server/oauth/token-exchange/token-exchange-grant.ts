import { createHash } from 'node:crypto'
import { JWT_TOKEN_TYPE, Problem } from '@ante/shared'
import type Provider from 'oidc-provider'
import type { Client as EngineClient, TokenEndpointGrantContext } from 'oidc-provider'
import type { Logger } from 'pino'
import type { Player } from '../../domain/player.ts'
import type { Identities } from '../../services/players/identities.ts'
import type { Engine } from '../provider/engine.ts'
import { SubjectTokenRefused, type VerifiedSubject, type VerifySubjectToken } from './subject-token.ts'
import type { UseOnce } from './use-once.ts'

const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token'
/** Seconds that a grant outlives the newest token of it. */
const GRANT_SECONDS = 2 * 3600

/** The parameters that the grant takes beside `grant_type` and those of client authentication. */
export const TOKEN_EXCHANGE_PARAMETERS = [
  'subject_token',
  'subject_token_type',
  'requested_token_type',
  'scope',
  'audience',
  'resource',
  'actor_token',
]

type Parameters = Partial<Record<(typeof TOKEN_EXCHANGE_PARAMETERS)[number], string>>
type ExchangeContext = TokenEndpointGrantContext<Parameters>

interface TokenExchangeDependencies {
  readonly provider: Provider
  readonly engine: Engine
  readonly identities: Identities
  readonly verifySubjectToken: VerifySubjectToken
  readonly useOnce: UseOnce
  readonly log: Logger
}

/**
 * Token exchange (RFC 8693): a JWT of a configured issuer for an access token of the player who is linked to issuer and
 * subject, created at the first exchange. No refresh token: the game exchanges again. The client has been authenticated
 * before.
 */
export function createTokenExchangeGrant(
  dependencies: TokenExchangeDependencies,
): (ctx: ExchangeContext) => Promise<void> {
  const { provider, identities, verifySubjectToken, useOnce, log } = dependencies
  const { errors } = dependencies.engine

  function checkRequest({ oidc: { client, params } }: ExchangeContext): string {
    const { subject_token: token, subject_token_type: type, requested_token_type: requested } = params
    if (!token) throw new errors.InvalidRequest("missing required parameter(s) 'subject_token'")
    if (type !== JWT_TOKEN_TYPE) {
      throw new errors.InvalidRequest(`subject_token_type must be ${JWT_TOKEN_TYPE}`)
    }
    if (requested !== undefined && requested !== ACCESS_TOKEN_TYPE) {
      throw new errors.InvalidRequest(`requested_token_type must be ${ACCESS_TOKEN_TYPE}, or left out`)
    }
    for (const name of ['actor_token', 'audience', 'resource']) {
      if (params[name] !== undefined) throw new errors.InvalidRequest(`${name} is not supported here`)
    }
    const scope = params.scope ?? 'public'
    if (scope !== 'public') throw new errors.InvalidScope('an exchanged token has the scope public alone', scope)
    if (!client.scope?.split(' ').includes('public')) {
      throw new errors.InvalidScope('requested scope is not allowed', 'public')
    }
    return token
  }

  async function verified(token: string, client: EngineClient): Promise<VerifiedSubject> {
    const subject = await verifySubjectToken(token).catch((error: unknown) => {
      if (!(error instanceof SubjectTokenRefused)) throw error
      log.info({ client: client.clientId, reason: error.message }, 'a subject token was refused')
      if (error.reason === 'unavailable') throw new errors.TemporarilyUnavailable(error.message)
      throw error.reason === 'request' ? new errors.InvalidRequest(error.message) : invalidGrant(error.message)
    })
    const { issuer, singleUseId, expiresAt } = subject
    if (issuer.clients !== null && !issuer.clients.includes(client.clientId)) {
      throw new errors.UnauthorizedClient(`tokens of ${issuer.id} are not for this application`)
    }
    if (singleUseId !== null && !(await useOnce(`${issuer.id} ${singleUseId}`, expiresAt))) {
      throw invalidGrant('subject_token was used before, and this issuer lets it be used once')
    }
    return subject
  }

  /** The description is for developers, so it is sent; oidc-provider keeps its own to itself. */
  const invalidGrant = (description: string) =>
    Object.assign(new errors.InvalidGrant(description), { error_description: description })

  async function playerOf({ issuer, subject, name }: VerifiedSubject): Promise<Player> {
    try {
      const player = await identities.signIn({ provider: issuer.id, subject, username: name, wallet: null })
      if (player.ban) throw invalidGrant('this account is closed')
      return player
    } catch (error) {
      throw error instanceof Problem ? invalidGrant(error.message) : error
    }
  }

  /** One for each player and application, however often tokens are exchanged: it ends them all when it is revoked. */
  async function grantOf(player: Player, client: EngineClient): Promise<string> {
    const jti = createHash('sha256').update(`token-exchange ${client.clientId} ${player.id}`).digest('base64url')
    const grant = new provider.Grant({ accountId: String(player.id), clientId: client.clientId })
    Object.assign(grant, { jti, client, expiresIn: GRANT_SECONDS })
    grant.addOIDCScope('public')
    return grant.save()
  }

  return async (ctx) => {
    const { client } = ctx.oidc
    const subject = await verified(checkRequest(ctx), client)
    const player = await playerOf(subject)
    const accessToken = new provider.AccessToken({
      accountId: String(player.id),
      client,
      grantId: await grantOf(player, client),
      gty: 'token_exchange',
      scope: 'public',
    })
    ctx.body = {
      access_token: await accessToken.save(),
      issued_token_type: ACCESS_TOKEN_TYPE,
      token_type: accessToken.tokenType,
      expires_in: accessToken.expiration,
      scope: 'public',
    }
    log.info({ player: player.id, client: client.clientId, issuer: subject.issuer.id }, 'a subject token was exchanged')
  }
}
