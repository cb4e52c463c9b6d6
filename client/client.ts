import { Problem } from '@ante/shared'
import type { Ante } from './api/ante.ts'
import type { AnteEvents } from './api/events.ts'
import type { AnteOptions } from './api/options.ts'
import type { Me, Player } from './api/types.ts'
import { openAccount } from './auth/account.ts'
import { signedOutProblem } from './auth/signed-out.ts'
import type { Environment } from './environment/environment.ts'
import { createRecords } from './environment/records.ts'
import { getMe } from './http/calls.ts'
import { A_FEW_TIMES, ONCE, type RetryPolicy } from './http/retry.ts'
import { createSend } from './http/send.ts'
import { Decisions } from './matches/decisions.ts'
import { type Dialect, isMissing } from './matches/dialect.ts'
import { createLocalAttempts } from './matches/local-attempts.ts'
import { Outbox } from './matches/outbox.ts'
import { createMatchCalls } from './matches/own-matches.ts'
import { createPlayCalls } from './matches/play.ts'
import { Emitter } from './realtime/emitter.ts'
import { Follower } from './realtime/follow.ts'
import { SERVER_EVENTS, tell } from './realtime/tell.ts'

/** Wires a client together from its options and what is around it. */
export function createClient(options: AnteOptions, environment: Environment): Ante {
  const server = serverOf(options.server)
  const identity = { server, clientId: options.clientId, scope: options.scope ?? 'public' }
  const prefix = `ante:${server}:${options.clientId}:`
  const records = createRecords(environment.local, prefix)
  const emitter = new Emitter<AnteEvents>()
  const dialect: Dialect = { cashPlayOnly: false }
  const refresh = () => void follower.refresh()

  const listener = {
    signedIn(player: Player) {
      emitter.emit('signedIn', { player })
      outbox.flush()
      refresh()
    },
    signedOut(reason: 'logout' | 'expired') {
      follower.stop()
      decisions.abandon(signedOutProblem())
      emitter.emit('signedOut', { reason })
    },
  }
  const account = openAccount(options.accessToken, { environment, identity, records, prefix, listener })
  const { session } = account
  const playerId = () => session.player?.id ?? null
  const send = createSend(environment, server, session)
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
  const viewer = async () => playerId() ?? (await me()).id
  const signIn = account.signIn({ me: () => readMe(ONCE), identify })

  const local = createLocalAttempts(records)
  const outbox = new Outbox({
    environment,
    records,
    send,
    playerId,
    listener: {
      answered: local.forget,
      submitted: (matchId, score, result) => emitter.emit('submitted', { matchId, score, result }),
      refused: (matchId, score, problem) => emitter.emit('refused', { matchId, score, problem }),
    },
  })
  // A token from elsewhere does not say whose it is.
  let identified: Promise<unknown> | null = null
  const identifyBearer = () => {
    if (!options.accessToken || identified) return
    identified = me().catch((error) => {
      if (!isMissing(error)) identified = null
    })
  }
  const decisions = new Decisions(environment, refresh)
  const follower = new Follower({
    environment,
    server,
    records,
    tokens: session,
    send,
    expiresAt: () => session.expiresAt,
    player: () => session.player,
    identify: identifyBearer,
    isWanted: () => !dialect.cashPlayOnly && (emitter.hears(SERVER_EVENTS) || decisions.pending),
    listener: {
      event(event, playerId) {
        const settled = tell(emitter, event, playerId)
        if (settled) decisions.settle(settled)
      },
      gap: () => emitter.emit('gap', {}),
      connected() {
        outbox.flush()
        decisions.lookAgain()
      },
      connection: (state) => emitter.emit('connection', { state }),
    },
  })
  const matches = createMatchCalls(environment, send, viewer)
  const play = createPlayCalls({
    environment,
    send,
    dialect,
    outbox,
    decisions,
    local,
    playerId,
    viewer,
    prolong: matches.prolong,
    lockName: `${prefix}play`,
  })
  const stopListening = environment.listen('online', () => outbox.flush())

  return {
    get player() {
      return session.player
    },
    get connection() {
      return follower.connection
    },
    get walletJwt() {
      return signIn.walletJwt
    },
    login: signIn.login,
    async completeLogin() {
      const player = await signIn.completeLogin()
      outbox.flush()
      return player
    },
    logout: signIn.logout,
    me,
    ...matches,
    ...play,
    on(event, handler) {
      const end = emitter.on(event, handler)
      refresh()
      return end
    },
    close() {
      stopListening()
      session.close()
      follower.close()
      decisions.abandon(new Problem('unavailable', 'This client was closed'))
    },
  }
}

function serverOf(address: string): string {
  const { protocol } = new URL(address)
  if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError(`${address} is no http or https address`)
  return address.replace(/\/+$/, '')
}

function playerOf({ id, username, nickname, guest }: Me): Player {
  return { id, username, nickname, guest }
}
