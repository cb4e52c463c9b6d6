import { SCOPES, type Scope } from '@ante/shared'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Engine } from './engine.ts'

/** The scopes in a space-separated list that exist here. */
export function parseScopes(text: unknown): Scope[] {
  const asked = typeof text === 'string' ? new Set(text.split(' ')) : new Set<string>()
  return SCOPES.filter((scope) => asked.has(scope))
}

/** Checks what an authorization request asks for: `public` where it says nothing, and at least one scope of ours. */
export function scopeRequest({ errors }: Engine): (ctx: KoaContextWithOIDC) => void {
  return ({ oidc: { params, client } }) => {
    if (!params) return
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
