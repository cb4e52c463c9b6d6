import { SCOPES, type Scope } from '@ante/shared'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { SIZE_LIMITS } from '../../domain/limits.ts'
import type { Engine } from './engine.ts'

/** The scopes in a space-separated list that exist here. */
export function parseScopes(text: unknown): Scope[] {
  const asked = typeof text === 'string' ? new Set(text.split(' ')) : new Set<string>()
  return SCOPES.filter((scope) => asked.has(scope))
}

const MAX_PARAMETER = SIZE_LIMITS.authorizationParameter.size

/**
 * Checks an authorization request, whose client and redirect URI are known by then: no parameter is too long, and it asks
 * for at least one scope of ours; without a scope it asks for `public`.
 */
export function checkAuthorizationRequest({ errors }: Engine): (ctx: KoaContextWithOIDC) => void {
  return ({ oidc: { params, client } }) => {
    if (!params) return
    for (const [name, value] of Object.entries(params)) {
      if (name === 'redirect_uri' || typeof value !== 'string' || value.length <= MAX_PARAMETER) continue
      throw new errors.InvalidRequest(`${name} must be at most ${MAX_PARAMETER} characters long`)
    }
    params.scope ??= 'public'
    const known = parseScopes(params.scope)
    if (known.length === 0)
      throw new errors.InvalidScope(`scope must name some of: ${SCOPES.join(', ')}`, String(params.scope))
    const refused = known.find((scope) => !parseScopes(client?.scope).includes(scope))
    if (refused) throw new errors.InvalidScope('requested scope is not allowed', refused)
  }
}

/** What a scope allows, in words that a player understands. */
export const SCOPE_WORDS: Readonly<Record<Scope, { title: string; detail: string }>> = {
  public: {
    title: 'May put up stakes for you',
    detail: 'Play matches in your name and see what you can stake.',
  },
  wallet: {
    title: 'May see your wallet',
    detail: 'Your balances and your statement. You can refuse this and still play.',
  },
  profile: {
    title: 'May change your display name',
    detail: 'What other players call you; never your username or password.',
  },
}
