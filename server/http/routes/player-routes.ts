import * as api from '@ante/shared'
import type { Player } from '../../domain/player.ts'
import type { PlayerEvents } from '../../services/events/player-events.ts'
import type { Wallet } from '../../services/ledger/wallet.ts'
import type { Players } from '../../services/players/players.ts'
import { type Caller, playerRoute } from '../binding/route.ts'

/** The routes for a player's own account, under the paths of both public APIs. */
export function playerAccountRoutes(dependencies: { players: Players; wallet: Wallet; playerEvents: PlayerEvents }) {
  const { players, wallet, playerEvents } = dependencies

  return {
    getMe: playerRoute(api.getMe, {
      async run({ caller }) {
        const [player, balances] = await Promise.all([players.byId(caller.playerId), wallet.balances(caller.playerId)])
        return { player, balances }
      },
      present: ({ player, balances }) => ({
        me: { ...presentProfile(player), guest: player.guest, balances: Object.fromEntries(balances) },
      }),
    }),

    ownEvents: playerRoute(api.ownEvents, {
      run: ({ query, caller, tokenHolds, closed }) =>
        query.wait === 0
          ? playerEvents.read(caller.playerId, query.after)
          : playerEvents.waitFor({
              ...caller,
              after: query.after,
              waitSeconds: query.wait,
              tokenHolds,
              abandoned: closed(),
            }),
      present: ({ events, lastSeq, gap }) => ({ events: [...events], last_seq: lastSeq, gap }),
    }),

    getProfile: playerRoute(api.getProfile, {
      guard: refuseOthers,
      run: ({ caller }) => players.byId(caller.playerId),
      present: presentProfile,
    }),

    updateProfile: playerRoute(api.updateProfile, {
      guard: refuseOthers,
      run: ({ body, caller }, reply) => players.rename(caller.playerId, body.nickname, reply),
      present: presentProfile,
    }),

    getWallets: playerRoute(api.getWallets, {
      guard: refuseOthers,
      run: ({ caller }) => wallet.balances(caller.playerId),
      present: (balances) => ({
        wallets: [...balances].map(([currency, balance]) => ({ currency, balance })),
      }),
    }),
  }
}

const presentProfile = ({ id, username, nickname }: Player): api.Profile => ({ id, username, nickname })

async function refuseOthers({ params, caller }: { params: { uid: string }; caller: Caller }): Promise<void> {
  if (params.uid !== 'me' && params.uid !== String(caller.playerId)) {
    throw new api.Problem('forbidden', 'A token reads and changes its own player only.')
  }
}
