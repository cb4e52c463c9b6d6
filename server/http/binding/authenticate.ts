import { Problem, type Scope } from '@ante/shared'
import { hashSecret, matchesSecret } from '../../keys/secret-hash.ts'
import type { Caller } from '../../oauth/tokens/caller.ts'
import type { FindCaller } from '../../oauth/tokens/find-caller.ts'

/** Returns the caller that a token belongs to; null without a valid token. */
export type Authenticate = (authorization: string | undefined) => Caller | null | Promise<Caller | null>

/** The token of an `Authorization: Bearer …` header. A token anywhere else is never read. */
function bearerToken(authorization = ''): string | null {
  return /^Bearer [A-Za-z0-9\-._~+/]+=*$/i.test(authorization) ? authorization.slice('Bearer '.length) : null
}

export function createAuthenticate(findCaller: FindCaller): Authenticate {
  return (authorization) => {
    const token = bearerToken(authorization)
    return token === null ? null : findCaller(token)
  }
}

export function requireScope(caller: Caller, scope: Scope): void {
  if (!caller.scopes.has(scope)) {
    throw new Problem('insufficient_scope', `This needs the scope "${scope}", which the player has not granted.`)
  }
}

/** Creates the check of the operator's token. It compares in constant time and throws `unauthorized`. */
export function createOperatorCheck(adminToken: string): (authorization: string | undefined) => void {
  const expected = hashSecret(adminToken)
  return (authorization) => {
    if (!matchesSecret(bearerToken(authorization) ?? '', expected)) {
      throw new Problem('unauthorized', 'Send the operator\'s token: "Authorization: Bearer $ANTE_ADMIN_TOKEN".')
    }
  }
}
