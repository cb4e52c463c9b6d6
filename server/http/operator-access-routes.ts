import * as api from '@ante/shared'
import { asClientId, asPlayerId } from '../domain/ids.ts'
import type { Clients } from '../services/clients/clients.ts'
import type { Bans } from '../services/players/bans.ts'
import type { SetExcluded } from '../services/players/exclusion.ts'
import type { Players } from '../services/players/players.ts'
import { presentClient, presentPlayerStatus } from '../wire/present-access.ts'
import type { Binder } from './bind.ts'

interface Dependencies {
  readonly binder: Binder
  readonly clients: Clients
  readonly bans: Bans
  readonly setExcluded: SetExcluded
  readonly players: Players
}

/** Mounts the operator's calls about who may come in: applications and players. */
export function bindOperatorAccess({ binder, clients, bans, setExcluded, players }: Dependencies): void {
  binder.operator(api.listClients, {
    run: () => clients.list(),
    present: (all) => ({ clients: all.map(presentClient) }),
  })
  binder.operator(api.rotateClientSecret, {
    run: ({ params }) => clients.rotateSecret(asClientId(params.id)),
    present: (secret, { params }) => ({ client_id: params.id, client_secret: secret }),
  })
  binder.operator(api.removeClient, {
    run: ({ params }) => clients.remove(asClientId(params.id)),
    present: (client) => ({ client: presentClient(client) }),
  })
  binder.operator(api.findPlayers, {
    run: ({ query }) => players.byUsername(query.username),
    present: (player) => ({ players: player ? [presentPlayerStatus(player)] : [] }),
  })
  binder.operator(api.updatePlayer, {
    run: ({ params, body }) => setExcluded(asPlayerId(params.id), body.excluded),
    present: (player) => ({ player: presentPlayerStatus(player) }),
  })
  binder.operator(api.banPlayer, {
    run: ({ params, body }) => bans.ban(asPlayerId(params.id), body.reason),
    present: (player) => ({ player: presentPlayerStatus(player) }),
  })
  binder.operator(api.unbanPlayer, {
    run: ({ params }) => bans.unban(asPlayerId(params.id)),
    present: (player) => ({ player: presentPlayerStatus(player) }),
  })
}
