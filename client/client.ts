import type { Ante } from './api/ante.ts'
import type { AnteOptions } from './api/options.ts'
import { createCore } from './core/core.ts'
import type { Environment } from './environment/environment.ts'
import { createAttemptStore } from './matches/attempt-store.ts'
import { createOutbox } from './matches/outbox.ts'
import { createMatchCalls } from './matches/own-matches.ts'
import { createPlayCalls } from './matches/play.ts'
import { createSettlementWaiter } from './matches/settlement-waiter.ts'
import { createEvents } from './realtime/events.ts'
import type { Parts } from './realtime/parts.ts'

/** Creates a client from its use cases: sign-in, own matches, play, unsent scores, events. */
export function createClient(options: AnteOptions, environment: Environment, parts: Parts): Ante {
  const core = createCore(options, environment, parts)
  const { session, signIn } = core
  const attempts = createAttemptStore(core.records)
  const outbox = createOutbox(core, { answered: attempts.remove })
  const waiter = createSettlementWaiter(core)
  const matches = createMatchCalls(core)
  const play = createPlayCalls({ ...core, attempts, outbox, waiter, prolong: matches.prolong })
  const events = createEvents(core, waiter, parts)

  return {
    get player() {
      return session.player
    },
    get connection() {
      return events.connection
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
    get unsent() {
      return outbox.unsent()
    },
    async logout() {
      await outbox.trySendingAll()
      await signIn.logout()
    },
    me: core.me,
    now: core.now,
    ...matches,
    ...play,
    on: events.on,
    close() {
      outbox.close()
      signIn.close()
      session.close()
      events.close()
      waiter.close()
    },
  }
}
