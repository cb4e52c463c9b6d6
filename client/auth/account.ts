import type { AnteOptions } from '../api/options.ts'
import type { Me, Player } from '../api/types.ts'
import type { Environment } from '../environment/environment.ts'
import { createRecords, type Records } from '../environment/records.ts'
import type { ClientIdentity } from './authorization.ts'
import { createExternalSession, externalSignIn } from './external-session.ts'
import type { PlayerSession, SessionListener } from './player-session.ts'
import { createSession } from './session.ts'
import { createSignIn, type SignIn, type SignInParts } from './sign-in.ts'

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
 * Creates the account. Players sign in on the server's pages, or the game's own server signs them in and supplies the
 * tokens.
 */
export function openAccount(accessToken: AnteOptions['accessToken'], dependencies: AccountDependencies): Account {
  const { environment, identity, records, prefix, listener, parts } = dependencies
  if (accessToken) {
    const session = createExternalSession(accessToken, listener)
    return { session, signIn: ({ me }) => externalSignIn(session, me) }
  }
  const session = createSession({ environment, records, identity, listener })
  const tab = createRecords(environment.session, prefix)
  return { session, signIn: (calls) => createSignIn({ environment, identity, session, tab, parts, ...calls }) }
}
