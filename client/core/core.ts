import type { AnteEvents } from '../api/events.ts'
import type { AnteOptions } from '../api/options.ts'
import type { Me, Player } from '../api/types.ts'
import { openAccount } from '../auth/account.ts'
import type { PlayerSession } from '../auth/player-session.ts'
import type { SignIn, SignInParts } from '../auth/sign-in.ts'
import type { Environment } from '../environment/environment.ts'
import { createRecords, type Records } from '../environment/records.ts'
import { getMe } from '../http/calls.ts'
import type { Dialect } from '../http/dialect.ts'
import { A_FEW_TIMES, ONCE, type RetryPolicy } from '../http/retry.ts'
import { createSend, type Send } from '../http/send.ts'
import { createServerClock } from '../http/server-clock.ts'
import { createEmitter, type Emitter } from './emitter.ts'

/**
 * Everything that the use cases of one client share: the server's address, the signed-in player, and the function that
 * calls the server.
 */
export interface Core {
  readonly environment: Environment
  /** Address of the server, without a slash at the end. */
  readonly server: string
  /** Path of the socket on the server's host. */
  readonly socketPath: string
  /** Prefix of the names of this client's records and locks. */
  readonly prefix: string
  readonly records: Records
  /** Reports to the game. Use cases also listen to each other's events here. */
  readonly emitter: Emitter<AnteEvents>
  readonly dialect: Dialect
  readonly session: PlayerSession
  readonly signIn: SignIn
  /** True when the game hands out the tokens. */
  readonly hasExternalTokens: boolean
  readonly send: Send
  /** Id of the signed-in player; null when nobody is signed in, or when it is not known yet. */
  playerId(): number | null
  /** Id of the signed-in player; asks the server when it is not known yet. */
  requirePlayerId(): Promise<number>
  me(): Promise<Me>
  /** The server's time, in milliseconds since 1970. */
  now(): number
}

/** @throws TypeError when `options.server` is not an http or https address. */
export function createCore(options: AnteOptions, environment: Environment, parts: SignInParts): Core {
  const server = parseServer(options.server)
  const identity = { server, clientId: options.clientId, scope: options.scope ?? 'public' }
  const prefix = `ante:${server}:${options.clientId}:`
  const records = createRecords(environment.local, prefix, environment.keepsData)
  const emitter = createEmitter<AnteEvents>()
  const account = openAccount(options, {
    environment,
    identity,
    records,
    prefix,
    parts,
    listener: {
      signedIn: (player) => emitter.emit('signedIn', { player }),
      signedOut: (reason) => emitter.emit('signedOut', { reason }),
    },
  })
  const { session } = account
  const clock = createServerClock(environment)
  const send = createSend(environment, server, session, clock)
  const readMe = async (retry: RetryPolicy): Promise<Me> => {
    const { me } = await send(getMe, { retry })
    session.update(playerOf(me))
    return me
  }
  const identify = async (accessToken: string): Promise<Player> => {
    const token = async () => accessToken
    const { me } = await createSend(environment, server, { token, renew: token })(getMe, {})
    return playerOf(me)
  }
  const me = () => readMe(A_FEW_TIMES)
  const playerId = () => session.player?.id ?? null
  return {
    environment,
    server,
    socketPath: options.socketPath ?? `${new URL(server).pathname.replace(/\/$/, '')}/socket.io/`,
    prefix,
    records,
    emitter,
    dialect: { cashPlayOnly: false },
    session,
    signIn: account.signIn({ me: () => readMe(ONCE), identify }),
    hasExternalTokens: (options.accessToken ?? options.subjectToken) !== undefined,
    send,
    playerId,
    requirePlayerId: async () => playerId() ?? (await me()).id,
    me,
    now: clock.now,
  }
}

function parseServer(address: string): string {
  const { protocol } = new URL(address)
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new TypeError(`The server must be an http or https address, and ${address} is not`)
  }
  return address.replace(/\/+$/, '')
}

function playerOf({ id, username, nickname, guest }: Me): Player {
  return { id, username, nickname, guest }
}
