import * as api from '@ante/shared'
import { asClientId, asPlayerId } from '../../domain/ids.ts'
import type { Clients } from '../../services/clients/clients.ts'
import type { Bans } from '../../services/players/bans.ts'
import type { SetExcluded } from '../../services/players/exclusion.ts'
import type { Players } from '../../services/players/players.ts'
import { presentClient, presentPlayerStatus } from '../../wire/present-access.ts'
import { operatorRoute } from '../binding/route.ts'

interface Dependencies {
  readonly clients: Clients
  readonly bans: Bans
  readonly setExcluded: SetExcluded
  readonly players: Players
}

/** The operator's routes for who may use the server: applications and players. */
export function operatorAccessRoutes({ clients, bans, setExcluded, players }: Dependencies) {
  return {
    listClients: operatorRoute(api.listClients, {
      run: () => clients.list(),
      present: (all) => ({ clients: all.map(presentClient) }),
    }),
    rotateClientSecret: operatorRoute(api.rotateClientSecret, {
      run: ({ params }) => clients.rotateSecret(asClientId(params.id)),
      present: (secret, { params }) => ({ client_id: params.id, client_secret: secret }),
    }),
    removeClient: operatorRoute(api.removeClient, {
      run: ({ params }) => clients.remove(asClientId(params.id)),
      present: (client) => ({ client: presentClient(client) }),
    }),
    findPlayers: operatorRoute(api.findPlayers, {
      run: ({ query }) => players.byUsername(query.username),
      present: (player) => ({ players: player ? [presentPlayerStatus(player)] : [] }),
    }),
    updatePlayer: operatorRoute(api.updatePlayer, {
      run: ({ params, body }) => setExcluded(asPlayerId(params.id), body.excluded),
      present: (player) => ({ player: presentPlayerStatus(player) }),
    }),
    banPlayer: operatorRoute(api.banPlayer, {
      run: ({ params, body }) => bans.ban(asPlayerId(params.id), body.reason),
      present: (player) => ({ player: presentPlayerStatus(player) }),
    }),
    unbanPlayer: operatorRoute(api.unbanPlayer, {
      run: ({ params }) => bans.unban(asPlayerId(params.id)),
      present: (player) => ({ player: presentPlayerStatus(player) }),
    }),
  }
}
