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
import { askedRows } from '../connection/read-queue.ts'

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
export function playerReads({ read, readShared }: Database): PlayerReads {
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
      const asked = versioned.map((each) => ({
        key: versionKey(each),
        player: each.kind === 'player' ? each.id : null,
        heartbeat: each.kind === 'heartbeat',
      }))
      const rows = await readShared<{ key: string; version: number }>(VERSIONS, asked)
      const found = new Map(rows.map(({ key, version }) => [key, version]))
      return versioned.map((each): Precondition => {
        const key = versionKey(each) ?? (each.kind === 'player' ? `player ${each.id}` : each.kind)
        return { ...each, version: found.get(key) ?? 0 }
      })
    },

    player: (id) => one<Player>('SELECT record FROM players WHERE id = $1', [id]),

    async standing({ playerId, gameId, currency }) {
      const asked = [{ player: playerId, game: gameId, currency }]
      const [row] = await readShared<{ record: Player; balance: number | null; undecided: number }>(STANDING, asked)
      return row && { player: row.record, balance: row.balance ?? 0, undecided: row.undecided }
    },

    playerByUsername: (username) =>
      one<Player>('SELECT record FROM players WHERE username_key = $1', [columnText(usernameKey(username))]),
    newPlayerId: async () => asPlayerId(await newNumber('player_ids', 'players')),
    identity: (id) => one<Identity>('SELECT record FROM identities WHERE key = $1', [columnText(identityKey(id))]),
    identitiesOf: (playerId) =>
      records<Identity>('SELECT record FROM identities WHERE player_id = $1 ORDER BY position', [playerId]),
    game: async (id) => (await readShared<{ record: Game }>(GAME, [{ id }]))[0]?.record,
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
      const [row] = await readShared<{ record: RememberedAnswer }>(ANSWER, [{ key: columnText(key) }])
      const kept = row?.record
      return kept && kept.expiresAt > now ? kept : undefined
    },

    async countAnswers(playerId, limit) {
      const [row] = await readShared<{ count: number }>(COUNT_OF_ANSWERS, [{ player: playerId, most: limit }])
      return row?.count ?? 0
    },
  }
}

const VERSIONS = `
    WITH asked AS (SELECT * FROM ${askedRows('key text, player bigint, heartbeat boolean')})
    SELECT n, v.key, v.version FROM asked JOIN versions v ON v.key = asked.key
    UNION ALL SELECT n, 'player ' || player_id, s.version FROM asked JOIN player_states s ON s.player_id = asked.player
    UNION ALL SELECT n, 'heartbeat', coalesce(alive_at, 0) FROM asked, store WHERE heartbeat`

const STANDING = `
    SELECT asked.n, p.record, (s.balances ->> asked.currency)::bigint AS balance,
      (SELECT count(*) FROM undecided_matches u
       WHERE u.game_id = asked.game AND (u.challenger = asked.player OR u.challenged = asked.player)) AS undecided
    FROM ${askedRows('player bigint, game bigint, currency text')}
    JOIN players p ON p.id = asked.player LEFT JOIN player_states s ON s.player_id = asked.player`

const GAME = `SELECT n, record FROM ${askedRows('id bigint')} JOIN games USING (id)`

const ANSWER = `SELECT n, record FROM ${askedRows('key text')} JOIN answers USING (key)`

const COUNT_OF_ANSWERS = `
  SELECT n, (SELECT count(*) FROM (SELECT 1 FROM answers WHERE player_id = asked.player LIMIT asked.most) AS found) AS count
  FROM ${askedRows('player bigint, most bigint')}`
