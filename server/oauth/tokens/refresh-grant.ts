import type Provider from 'oidc-provider'
import type { RefreshToken, TokenEndpointGrantContext } from 'oidc-provider'
import { asPlayerId } from '../../domain/ids.ts'
import type { Players } from '../../services/players/players.ts'
import { hasNoSecret } from '../provider/client-metadata.ts'
import type { Engine } from '../provider/engine.ts'
import type { Presented, Rotation } from './rotation.ts'

type RefreshContext = TokenEndpointGrantContext<{ refresh_token?: string }>

interface RefreshDependencies {
  readonly provider: Provider
  readonly engine: Engine
  readonly players: Players
  readonly rotation: Rotation
}

/**
 * The refresh grant (RFC 6749, section 6) in place of oidc-provider's own, which signs a player out when two tabs refresh
 * at once or an answer is lost: there a token that was used already always revokes its family. The client has been
 * authenticated before.
 */
export function createRefreshGrant(dependencies: RefreshDependencies): (ctx: RefreshContext) => Promise<void> {
  const { provider, players, rotation } = dependencies
  const { errors } = dependencies.engine

  async function findPresented({ oidc: { client, params } }: RefreshContext): Promise<Presented> {
    const value = params.refresh_token
    if (!value) throw new errors.InvalidRequest("missing required parameter(s) 'refresh_token'")
    const token = await provider.RefreshToken.find(value)
    if (!token || token.clientId !== client.clientId) throw new errors.InvalidGrant('refresh token not found')
    const grant = token.grantId === undefined ? undefined : await provider.Grant.find(token.grantId)
    if (!grant || grant.clientId !== client.clientId || grant.accountId !== token.accountId) {
      throw new errors.InvalidGrant('grant not found')
    }
    if (!(await players.find(asPlayerId(Number(token.accountId))))) throw new errors.InvalidGrant('player not found')
    return { value, token }
  }

  function narrowedScope(token: RefreshToken, asked: string | undefined): string | undefined {
    if (asked === undefined) return token.scope
    const refused = asked.split(' ').filter((scope) => !token.scopes.has(scope))
    if (refused.length > 0) throw new errors.InvalidScope('refresh token missing requested scope', refused.join(' '))
    return asked
  }

  return async (ctx) => {
    const { client, params } = ctx.oidc
    const presented = await findPresented(ctx)
    const scope = narrowedScope(presented.token, params.scope)
    const { value, token } = hasNoSecret(client) ? await rotation.successorOf(presented, client) : presented
    const accessToken = new provider.AccessToken({
      accountId: token.accountId ?? '',
      client,
      grantId: token.grantId ?? '',
      gty: 'refresh_token',
      scope,
    })
    ctx.body = {
      access_token: await accessToken.save(),
      token_type: accessToken.tokenType,
      expires_in: accessToken.expiration,
      refresh_token: value,
      scope,
    }
  }
}
