import { identityKey } from '../../domain/identity.ts'
import type { PostedTransfer } from '../../domain/ledger.ts'
import { isUndecided } from '../../domain/match.ts'
import type { Storage } from '../storage.ts'
import { snapshotLedger } from './ledger-snapshot.ts'
import type { State } from './state.ts'

type Reads = Omit<
  Storage,
  'newPlayerId' | 'newGameId' | 'commit' | 'flushed' | 'oauth' | 'shared' | 'sweep' | 'check' | 'failed' | 'close'
>

/** How many transfers `ledger()` hands out before other work gets its turn. */
const LEDGER_SLICE = 1000

/** Answers every read from memory. `assertServing` throws when nothing can be served any more. */
export function readsOf(state: State, assertServing: () => void): Reads {
  const { data, ledger } = state
  const serving = () => {
    assertServing()
    return state
  }
  return {
    meta: async () => serving().meta,
    versions: async (versioned) => serving().versions.read(versioned),
    player: async (id) => serving().data.players.get(id),
    playerByUsername: async (username) => serving().playerByUsername(username),
    identity: async (id) => serving().data.identities.get(identityKey(id)),
    identitiesOf: async (playerId) => serving().identities.ofPlayer(playerId),
    game: async (id) => serving().data.games.get(id),
    games: async () => [...serving().data.games.values()],
    client: async (id) => serving().data.clients.get(id),
    clients: async () => [...serving().data.clients.values()],
    match: async (id) => serving().data.matches.get(id),
    offers: async (filter, page) => serving().matches.offers(filter, page),
    countOffers: async (filter, limit) => serving().matches.countOffers(filter, limit),
    undecidedMatches: async (of = {}) => serving().matches.undecided(of),
    matchesOf: async (playerId, filter) => serving().matches.ofPlayer(playerId, filter),
    nextDeadline: async () => serving().matches.nextDeadline(),
    balance: async (account, currency) => serving().ledger.balance(account, currency),
    balances: async (playerId) => serving().ledger.balancesOf(playerId),
    transfer: async (id) => serving().data.transfers.get(id),
    transfersOf: async (matchId) => serving().ledger.ofMatch(matchId),
    transfersOfPlayer: async (playerId, filter) => serving().ledger.ofPlayer(playerId, filter),
    ledgerLength: async () => serving().ledger.length,
    newestBlock: async () => serving().chain.newest,
    unsealedTransfers: async (limit) => serving().chain.unsealed(limit),
    ledgerSnapshot: async () => snapshotLedger(serving()),
    events: async (playerId, after, limit) => serving().events.after(playerId, after, limit),

    async dueMatches(now, limit) {
      const due = serving().matches.due(now, limit)
      return due.flatMap((id) => data.matches.get(id) ?? []).filter(isUndecided)
    },

    countAnswers: async (playerId, limit) => Math.min(limit, serving().answers.countOf(playerId)),

    async answer(key, now) {
      const kept = serving().data.answers.get(key)
      return kept && kept.expiresAt > now ? kept : undefined
    },

    async *ledger(): AsyncGenerator<PostedTransfer> {
      for (let seq = 1; ; seq++) {
        if (seq % LEDGER_SLICE === 0) await new Promise(setImmediate)
        assertServing()
        const transfer = ledger.at(seq)
        if (!transfer) return
        yield transfer
      }
    },
  }
}
