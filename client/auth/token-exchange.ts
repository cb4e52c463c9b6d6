import { JWT_TOKEN_TYPE, Problem, TOKEN_EXCHANGE_GRANT } from '@ante/shared'
import type { AnteOptions } from '../api/options.ts'
import type { Environment } from '../environment/environment.ts'
import { A_FEW_TIMES, retry } from '../http/retry.ts'
import type { ClientIdentity } from './authorization.ts'
import { requestToken, TokenRefusal } from './token-request.ts'

/**
 * Creates the function that gets an access token by token exchange (RFC 8693), each time for a new token of the game's.
 *
 * It throws what `subjectToken` throws, Problem `unauthorized` with the server's reason when the server does not take the token, and
 * `unavailable` when there is no answer.
 */
export function exchangeOf(
  subjectToken: NonNullable<AnteOptions['subjectToken']>,
  environment: Environment,
  { server, clientId }: ClientIdentity,
): () => Promise<string> {
  return async () => {
    try {
      const answer = await retry(environment, A_FEW_TIMES, async () =>
        requestToken(environment, server, {
          grant_type: TOKEN_EXCHANGE_GRANT,
          subject_token: await subjectToken(),
          subject_token_type: JWT_TOKEN_TYPE,
          client_id: clientId,
        }),
      )
      return answer.access_token
    } catch (error) {
      throw error instanceof TokenRefusal ? new Problem('unauthorized', error.message) : error
    }
  }
}
