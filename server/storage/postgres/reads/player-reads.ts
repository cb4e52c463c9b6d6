import type { PlayerEvent } from '@ante/shared'
import type { Client } from '../../../domain/client.ts'
import { type Identity, identityKey } from '../../../domain/identity.ts'
import { asGameId, asPlayerId } from '../../../domain/ids.ts'
import { type Player, usernameKey } from '../../../domain/player.ts'
import type { Game } from '../../../domain/rules.ts'
import type { Meta, Precondition, RememberedAnswer, Storage } from '../../storage.ts'
import { columnText, versionKey } from '../commit/keys.ts'
import type { MetaRow } from '../commit/load.ts'
import type { Database } from '../connection/database.ts'

type PlayerReads = Pick<
  Storage,
  | 'meta'
  | 'versions'
  | 'player'
  | 'standing'
  | 'playerByUsername'
  | 'newPlayerId'
  | 'identity'
  | 'identitiesOf'
  | 'game'
  | 'games'
  | 'newGameId'
  | 'client'
  | 'clients'
  | 'events'
  | 'answer'
  | 'countAnswers'
>

export function metaOf(row: MetaRow | undefined): Meta {
  const { demo = null, alive_at: aliveAt = null, clock_offset: clockOffset = 0, issuer = null } = row ?? {}
  return { demo, aliveAt, clockOffset, ...(issuer !== null && { issuer }) }
}

/** Reads of accounts, games, clients, and what is kept beside them. */
export function playerReads({ read }: Database): PlayerReads {
  const records = async <Kind>(text: string, values: readonly unknown[] = []) =>
    (await read<{ record: Kind }>(text, values)).map(({ record }) => record)
  const one = async <Kind>(text: string, values: readonly unknown[]) => (await records<Kind>(text, values))[0]

  async function newNumber(sequence: 'player_ids' | 'game_ids', table: 'players' | 'games'): Promise<number> {
    for (;;) {
      const [row] = await read<{ id: number; taken: boolean }>(
        `SELECT id, EXISTS (SELECT 1 FROM ${table} t WHERE t.id = next.id) AS taken FROM nextval('${sequence}') AS next (id)`,
      )
      if (row && !row.taken) return row.id
    }
  }

  return {
    async meta() {
      const [row] = await read<MetaRow>('SELECT demo, alive_at, clock_offset, issuer FROM store')
      return metaOf(row)
    },

    async versions(versioned) {
      const keys = versioned.flatMap((each) => versionKey(each) ?? [])
      const players = versioned.flatMap((each) => (each.kind === 'player' ? each.id : []))
      const rows = await read<{ key: string; version: number }>(
        `SELECT key, version FROM versions WHERE key = ANY($1)
         UNION ALL SELECT 'player ' || player_id, version FROM player_states WHERE player_id = ANY($2)
         UNION ALL SELECT 'heartbeat', coalesce(alive_at, 0) FROM store`,
        [keys, players],
      )
      const found = new Map(rows.map(({ key, version }) => [key, version]))
      return versioned.map((each): Precondition => {
        const key = versionKey(each) ?? (each.kind === 'player' ? `player ${each.id}` : each.kind)
        return { ...each, version: found.get(key) ?? 0 }
      })
    },

    player: (id) => one<Player>('SELECT record FROM players WHERE id = $1', [id]),

    async standing({ playerId, gameId, currency }) {
      const [row] = await read<{ record: Player; balance: number | null; undecided: number }>(
        `SELECT record,
           (SELECT (balances ->> $3)::bigint FROM player_states WHERE player_id = $1) AS balance,
           (SELECT count(*) FROM undecided_matches
            WHERE game_id = $2 AND (challenger = $1 OR challenged = $1)) AS undecided
         FROM players WHERE id = $1`,
        [playerId, gameId, currency],
      )
      return row && { player: row.record, balance: row.balance ?? 0, undecided: row.undecided }
    },

    playerByUsername: (username) =>
      one<Player>('SELECT record FROM players WHERE username_key = $1', [columnText(usernameKey(username))]),
    newPlayerId: async () => asPlayerId(await newNumber('player_ids', 'players')),
    identity: (id) => one<Identity>('SELECT record FROM identities WHERE key = $1', [columnText(identityKey(id))]),
    identitiesOf: (playerId) =>
      records<Identity>('SELECT record FROM identities WHERE player_id = $1 ORDER BY position', [playerId]),
    game: (id) => one<Game>('SELECT record FROM games WHERE id = $1', [id]),
    games: () => records<Game>('SELECT record FROM games ORDER BY position'),
    newGameId: async () => asGameId(await newNumber('game_ids', 'games')),
    client: (id) => one<Client>('SELECT record FROM clients WHERE id = $1', [columnText(id)]),
    clients: () => records<Client>('SELECT record FROM clients ORDER BY position'),

    async events(playerId, after, limit) {
      const [row] = await read<{ last: number | null; first: number | null; events: readonly PlayerEvent[] }>(
        `SELECT (SELECT last_event FROM player_states WHERE player_id = $1) AS last,
           (SELECT min(seq) FROM events WHERE player_id = $1) AS first,
           (SELECT coalesce(json_agg(record ORDER BY seq), '[]') FROM
             (SELECT seq, record FROM events WHERE player_id = $1 AND seq > $2 ORDER BY seq LIMIT $3) AS page) AS events`,
        [playerId, after, limit],
      )
      const lastSeq = row?.last ?? 0
      const first = row?.first ?? lastSeq + 1
      return { events: row?.events ?? [], lastSeq, gap: after < first - 1 && after < lastSeq }
    },

    async answer(key, now) {
      const kept = await one<RememberedAnswer>('SELECT record FROM answers WHERE key = $1', [columnText(key)])
      return kept && kept.expiresAt > now ? kept : undefined
    },

    async countAnswers(playerId, limit) {
      const [row] = await read<{ count: number }>(
        'SELECT count(*) FROM (SELECT 1 FROM answers WHERE player_id = $1 LIMIT $2) AS found',
        [playerId, limit],
      )
      return row?.count ?? 0
    },
  }
}
