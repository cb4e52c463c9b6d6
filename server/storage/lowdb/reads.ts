import { identityKey } from '../../domain/identity.ts'
import { type PostedTransfer, playerAccount } from '../../domain/ledger.ts'
import { isUndecided } from '../../domain/match.ts'
import type { Storage } from '../storage.ts'
import { snapshotLedger } from './ledger-snapshot.ts'
import type { State } from './state.ts'

type Reads = Omit<
  Storage,
  'newPlayerId' | 'newGameId' | 'commit' | 'flushed' | 'oauth' | 'shared' | 'sweep' | 'check' | 'failed' | 'close'
>

/** How many transfers `ledger()` yields before it yields to the event loop. */
const LEDGER_SLICE = 1000

/** Answers every read from memory. `assertOpen` throws when the store has failed or is closed. */
export function readsOf(state: State, assertOpen: () => void): Reads {
  const { data, ledger } = state
  const openState = () => {
    assertOpen()
    return state
  }
  return {
    meta: async () => openState().meta,
    versions: async (versioned) => openState().versions.read(versioned),
    player: async (id) => openState().data.players.get(id),
    playerByUsername: async (username) => openState().playerByUsername(username),
    async standing({ playerId, gameId, currency }) {
      const { data, ledger, matches } = openState()
      const player = data.players.get(playerId)
      return (
        player && {
          player,
          balance: ledger.balance(playerAccount(playerId), currency),
          undecided: matches.countUndecided(playerId, gameId),
        }
      )
    },
    identity: async (id) => openState().data.identities.get(identityKey(id)),
    identitiesOf: async (playerId) => openState().identities.ofPlayer(playerId),
    game: async (id) => openState().data.games.get(id),
    games: async () => [...openState().data.games.values()],
    client: async (id) => openState().data.clients.get(id),
    clients: async () => [...openState().data.clients.values()],
    match: async (id) => openState().data.matches.get(id),
    offers: async (filter, page) => openState().matches.offers(filter, page),
    countOffers: async (filter, limit) => openState().matches.countOffers(filter, limit),
    undecidedMatches: async (of = {}) => openState().matches.undecided(of),
    matchesOf: async (playerId, filter) => openState().matches.ofPlayer(playerId, filter),
    nextDeadline: async () => openState().matches.nextDeadline(),
    balance: async (account, currency) => openState().ledger.balance(account, currency),
    balances: async (playerId) => openState().ledger.balancesOf(playerId),
    transfer: async (id) => openState().data.transfers.get(id),
    transfersOf: async (matchId) => openState().ledger.ofMatch(matchId),
    transfersOfPlayer: async (playerId, filter) => openState().ledger.ofPlayer(playerId, filter),
    ledgerLength: async () => openState().ledger.newest,
    newestBlock: async () => openState().chain.newest,
    unsealedTransfers: async (limit) => openState().chain.unsealed(limit),
    ledgerSnapshot: async () => snapshotLedger(openState()),
    events: async (playerId, after, limit) => openState().events.after(playerId, after, limit),

    async dueMatches(now, limit) {
      const due = openState().matches.due(now, limit)
      return due.flatMap((id) => data.matches.get(id) ?? []).filter(isUndecided)
    },

    countAnswers: async (playerId, limit) => Math.min(limit, openState().answers.countOf(playerId)),

    async answer(key, now) {
      const kept = openState().data.answers.get(key)
      return kept && kept.expiresAt > now ? kept : undefined
    },

    async *ledger(): AsyncGenerator<PostedTransfer> {
      for (let place = 0; ; place++) {
        if (place % LEDGER_SLICE === LEDGER_SLICE - 1) await new Promise(setImmediate)
        assertOpen()
        const transfer = ledger.atPlace(place)
        if (!transfer) return
        yield transfer
      }
    },
  }
}
