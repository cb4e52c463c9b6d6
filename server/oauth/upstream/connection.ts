import type { Logger } from 'pino'
import type { UpstreamProvider } from '../../config/providers.ts'
import type { Clock } from '../../services/core/clock.ts'
import { upstreamCallbackPath } from '../provider/oauth-paths.ts'
import type { Tokens } from './tokens.ts'
import { createVerifyWallet, type VerifyWallet } from './wallet-jwt.ts'

/** A provider, and all that is called there. */
export interface Connection {
  readonly provider: UpstreamProvider
  readonly tokens: Tokens
  /** Null where it sends no wallet JWT that could be verified. */
  readonly verifyWallet: VerifyWallet | null
  /** Its callback here. */
  readonly redirectUri: string
}

interface ConnectionDependencies {
  readonly publicUrl: string
  readonly clock: Clock
  readonly log: Logger
}

export async function connect(provider: UpstreamProvider, dependencies: ConnectionDependencies): Promise<Connection> {
  // Loads simple-oauth2, which a server without providers does without: it takes a fifteenth of the time of a start.
  const { createTokens } = await import('./tokens.ts')
  return {
    provider,
    tokens: createTokens(provider),
    verifyWallet: createVerifyWallet(provider, dependencies),
    redirectUri: `${dependencies.publicUrl}${upstreamCallbackPath(provider.id)}`,
  }
}
