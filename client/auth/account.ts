import type { AnteOptions } from '../api/options.ts'
import type { Me, Player } from '../api/types.ts'
import type { Environment } from '../environment/environment.ts'
import { createRecords, type Records } from '../environment/records.ts'
import type { ClientIdentity } from './authorization.ts'
import { createExternalSession, externalSignIn } from './external-session.ts'
import type { PlayerSession, SessionListener } from './player-session.ts'
import { createSession } from './session.ts'
import { createSignIn, type SignIn, type SignInParts } from './sign-in.ts'
import { exchangeOf } from './token-exchange.ts'

/** A session, and the sign-in that begins it. */
export interface Account {
  readonly session: PlayerSession
  /** `me` reads the player with the session's token, `identify` with the given one. */
  signIn(calls: { me: () => Promise<Me>; identify: (accessToken: string) => Promise<Player> }): SignIn
}

/** Dependencies of an account. */
export interface AccountDependencies {
  readonly environment: Environment
  readonly identity: ClientIdentity
  /** Records that all tabs share. */
  readonly records: Records
  /** Prefix of the names of this client's records. */
  readonly prefix: string
  readonly listener: SessionListener
  readonly parts: SignInParts
}

/**
 * Creates the account. Players sign in on the server's pages, or the game signs them in: its own server supplies access
 * tokens, or a portal supplies tokens to exchange for them.
 */
export function openAccount(
  { accessToken, subjectToken }: Pick<AnteOptions, 'accessToken' | 'subjectToken'>,
  dependencies: AccountDependencies,
): Account {
  const { environment, identity, records, prefix, listener, parts } = dependencies
  const ownToken = accessToken ?? (subjectToken && exchangeOf(subjectToken, environment, identity))
  if (ownToken) {
    const session = createExternalSession(ownToken, listener)
    return { session, signIn: ({ me }) => externalSignIn(session, me) }
  }
  const session = createSession({ environment, records, identity, listener })
  const tab = createRecords(environment.session, prefix)
  return { session, signIn: (calls) => createSignIn({ environment, identity, session, tab, parts, ...calls }) }
}
