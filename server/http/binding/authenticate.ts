import { Problem, type Scope } from '@ante/shared'
import type { Request } from 'express'
import { hashSecret, matchesSecret } from '../../keys/secret-hash.ts'
import type { Caller } from '../../oauth/tokens/caller.ts'

/** Who calls; null without a valid token. */
export type Authenticate = (req: Request) => Promise<Caller | null>

/** The token of an `Authorization: Bearer …` header. Tokens anywhere else are never read. */
function bearerToken(req: Request): string | null {
  return /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(req.get('Authorization') ?? '')?.[1] ?? null
}

export function createAuthenticate(findCaller: (token: string) => Promise<Caller | null>): Authenticate {
  return async (req) => {
    const token = bearerToken(req)
    return token === null ? null : findCaller(token)
  }
}

export function requireScope(caller: Caller, scope: Scope): void {
  if (!caller.scopes.has(scope)) {
    throw new Problem('insufficient_scope', `This needs the scope "${scope}", which the player has not granted.`)
  }
}

/** Refuses everybody but the operator, in constant time. */
export function createOperatorCheck(adminToken: string): (req: Request) => void {
  const expected = hashSecret(adminToken)
  return (req) => {
    if (!matchesSecret(bearerToken(req) ?? '', expected)) {
      throw new Problem('unauthorized', 'Send the operator\'s token: "Authorization: Bearer $ANTE_ADMIN_TOKEN".')
    }
  }
}
