import * as api from '@ante/shared'
import { asGameId, asMatchId, asPlayerId } from '../../domain/ids.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { AdvanceClock } from '../../services/core/advance-clock.ts'
import type { Clock } from '../../services/core/clock.ts'
import type { Payment, Wallet } from '../../services/ledger/wallet.ts'
import type { Deadlines } from '../../services/matches/deadlines.ts'
import type { Games } from '../../services/matches/games.ts'
import type { Matches } from '../../services/matches/matches.ts'
import type { Players } from '../../services/players/players.ts'
import { presentGame } from '../../wire/present-game.ts'
import { presentInstant, presentMatchDetails } from '../../wire/present-match.ts'
import { operatorRoute } from '../binding/route.ts'

interface Dependencies {
  clients: Clients
  games: Games
  matches: Matches
  players: Players
  wallet: Wallet
  clock: Clock
  advanceClock: AdvanceClock
  deadlines: Deadlines
}

/** The operator's routes for games, players, money and matches. */
export function operatorRoutes(dependencies: Dependencies) {
  const { clients, games, matches, players, wallet, clock, advanceClock, deadlines } = dependencies

  return {
    createClient: operatorRoute(api.createClient, {
      run: ({ body }) => clients.register(body),
      present: ({ client, secret }) => ({
        client_id: client.id,
        ...(secret !== undefined && { client_secret: secret }),
      }),
    }),
    createGame: operatorRoute(api.createGame, {
      run: ({ body }) => games.create(body),
      present: (game) => ({ game: presentGame(game) }),
    }),
    updateGame: operatorRoute(api.updateGame, {
      run: ({ params, body }) => games.update(asGameId(params.id), body),
      present: (game) => ({ game: presentGame(game) }),
    }),
    createPlayer: operatorRoute(api.createPlayer, {
      run: ({ body }) => players.createByOperator(body),
      present: ({ id }) => ({ id }),
    }),
    getPlayer: operatorRoute(api.getPlayer, {
      async run({ params }) {
        const id = asPlayerId(params.id)
        const [player, balances] = await Promise.all([players.byId(id), wallet.balances(id)])
        return { player, balances }
      },
      present: ({ player, balances }) => ({
        id: player.id,
        username: player.username,
        nickname: player.nickname,
        balances: Object.fromEntries(balances),
      }),
    }),
    createDeposit: operatorRoute(api.createDeposit, {
      run: (call) => wallet.deposit(paymentOf(call)),
      present: (balance, { body }) => ({ balance, currency: body.currency }),
    }),
    createWithdrawal: operatorRoute(api.createWithdrawal, {
      run: (call) => wallet.withdraw(paymentOf(call)),
      present: (balance, { body }) => ({ balance, currency: body.currency }),
    }),
    inspectMatch: operatorRoute(api.inspectMatch, {
      run: ({ params }) => matches.inspect(asMatchId(params.id)),
      present: ({ match, transfers }) => ({ match: presentMatchDetails(match, transfers) }),
    }),
    advanceClock: operatorRoute(api.advanceClock, {
      async run({ body }) {
        await advanceClock(body.advance_seconds)
        await deadlines.fireDue()
        return clock.now()
      },
      present: (now) => ({ now: presentInstant(now) }),
    }),
  }
}

function paymentOf(call: {
  params: { id: number }
  body: { amount: number; currency: string; reference: string }
}): Payment {
  return { playerId: asPlayerId(call.params.id), ...call.body }
}
