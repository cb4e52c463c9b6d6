import { identityKey } from '../../../domain/identity.ts'
import { playerOf } from '../../../domain/ledger.ts'
import { usernameKey } from '../../../domain/player.ts'
import { holdersIn } from '../../revocations.ts'
import type { Change } from '../../storage.ts'
import type { Accepted } from '../../validate-change.ts'
import { type Query, together } from '../connection/query.ts'
import { noteRevocations } from '../news/revocation-log.ts'
import type { BatchState } from './batch-state.ts'
import { keptTransfer } from './kept-transfer.ts'
import { columnText } from './keys.ts'
import { sendJoined, sendKeys, sendRows } from './rows.ts'
import { writeMatches } from './write-matches.ts'

/** A change of a batch that was accepted. */
export interface AcceptedChange {
  readonly change: Change
  readonly accepted: Accepted
}

/** Sends everything that accepted changes write; tells the numbers that their transfers got, by id. */
export async function write(
  query: Query,
  state: BatchState,
  all: readonly AcceptedChange[],
): Promise<ReadonlyMap<string, number>> {
  const changes = all.map(({ change }) => change)
  const [numbers] = await together([
    writeTransfers(query, all),
    writeMatches(query, state),
    writeCounts(query, state),
    writeEvents(query, all),
    writeAccounts(query, changes),
    writeCatalog(query, changes),
    writeAnswers(query, changes),
    writeMeta(query, changes),
    writeBlocks(query, changes),
    noteRevocations(query, changes.flatMap(holdersIn)),
    ...changes.flatMap(({ revokes = [] }) => revokes).map((holder) => revoke(query, holder)),
  ])
  return numbers
}

/** The last of several records with one key. */
function lastOf<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()]
}

async function writeTransfers(query: Query, all: readonly AcceptedChange[]): Promise<ReadonlyMap<string, number>> {
  const added = all.flatMap(({ accepted }) => accepted.added)
  const rows = added.map(({ seq: _, ...transfer }, position) => ({
    id: columnText(transfer.id),
    position,
    debit: transfer.debit,
    credit: transfer.credit,
    debit_player: playerOf(transfer.debit),
    credit_player: playerOf(transfer.credit),
    amount: transfer.amount,
    currency: transfer.currency,
    match_id: transfer.matchId,
    record: JSON.stringify(keptTransfer(transfer)),
  }))
  if (rows.length === 0) return new Map()
  const { rows: numbered } = await query<{ position: number; seq: number }>(
    `WITH numbered AS (
       SELECT nextval('transfer_numbers') AS seq, added.* FROM (
         SELECT * FROM json_to_recordset($1) AS row (id text, position int, debit text, credit text, debit_player bigint,
           credit_player bigint, amount bigint, currency text, match_id text, record text)
         ORDER BY position) AS added),
     inserted AS (
       INSERT INTO transfers (id, seq, debit, credit, debit_player, credit_player, amount, currency, match_id, record)
       SELECT id, seq, debit, credit, debit_player, credit_player, amount, currency, match_id, record::json FROM numbered),
     queued AS (INSERT INTO unsealed_transfers (seq) SELECT seq FROM numbered)
     SELECT position, seq FROM numbered`,
    [JSON.stringify(rows)],
  )
  return new Map(numbered.map(({ position, seq }) => [added[position]?.id ?? '', seq]))
}

function writeCounts(query: Query, { versions, players }: BatchState): Promise<unknown> {
  const counts = [...versions].filter(([, { isChanged }]) => isChanged)
  const states = [...players].filter(([, { isChanged }]) => isChanged)
  const countRow = ([key, { version }]: (typeof counts)[number]) => ({ key, version })
  const stateRow = ([player_id, { version, lastEvent, balances }]: (typeof states)[number]) => ({
    player_id,
    version,
    last_event: lastEvent,
    balances: JSON.stringify(Object.fromEntries(balances)),
  })
  const isStored = ([, count]: readonly [unknown, { isStored: boolean }]) => count.isStored
  const isNew = (entry: readonly [unknown, { isStored: boolean }]) => !isStored(entry)
  return together([
    sendJoined(
      query,
      `UPDATE player_states AS s SET version = r.version, last_event = r.last_event, balances = r.balances::json
       FROM (SELECT * FROM json_to_recordset($1)
         AS row (player_id bigint, version bigint, last_event bigint, balances text) LIMIT $2) AS r
       WHERE s.player_id = r.player_id`,
      states.filter(isStored).map(stateRow),
    ),
    sendRows(
      query,
      `INSERT INTO player_states (player_id, version, last_event, balances)
       SELECT player_id, version, last_event, balances::json
       FROM json_to_recordset($1) AS r (player_id bigint, version bigint, last_event bigint, balances text)
       ORDER BY player_id`,
      states.filter(isNew).map(stateRow),
    ),
    sendJoined(
      query,
      `UPDATE versions AS v SET version = r.version
       FROM (SELECT * FROM json_to_recordset($1) AS row (key text, version bigint) LIMIT $2) AS r
       WHERE v.key = r.key`,
      counts.filter(isStored).map(countRow),
    ),
    sendRows(
      query,
      `INSERT INTO versions (key, version)
       SELECT key, version FROM json_to_recordset($1) AS r (key text, version bigint) ORDER BY key COLLATE "C"`,
      counts.filter(isNew).map(countRow),
    ),
  ])
}

function writeEvents(query: Query, all: readonly AcceptedChange[]): Promise<unknown> {
  return sendRows(
    query,
    `INSERT INTO events (player_id, seq, at, record) SELECT player_id, seq, at, record::json
     FROM json_to_recordset($1) AS r (player_id bigint, seq bigint, at bigint, record text)`,
    all.flatMap(({ change, accepted }) =>
      accepted.commitResult.events.map(({ playerId, event }) => ({
        player_id: playerId,
        seq: event.seq,
        at: change.at,
        record: JSON.stringify(event),
      })),
    ),
  )
}

export function writeAccounts(query: Query, changes: readonly Change[]): Promise<unknown> {
  const players = lastOf(
    changes.flatMap((change) => change.players ?? []),
    ({ id }) => String(id),
  )
  return together([
    sendRows(
      query,
      `INSERT INTO players (id, username_key, record) SELECT id, username_key, record::json
       FROM json_to_recordset($1) AS r (id bigint, username_key text, record text) ORDER BY id
       ON CONFLICT (id) DO UPDATE SET username_key = excluded.username_key, record = excluded.record`,
      players.map((player) => ({
        id: player.id,
        username_key: columnText(usernameKey(player.username)),
        record: JSON.stringify(player),
      })),
    ),
    ...changes.flatMap(({ identities = [], unlinked = [] }) => [
      sendRows(
        query,
        `INSERT INTO identities (key, player_id, record) SELECT key, player_id, record::json
         FROM json_to_recordset($1) AS r (key text, player_id bigint, record text)
         ON CONFLICT (key) DO UPDATE SET player_id = excluded.player_id, record = excluded.record`,
        lastOf(identities, identityKey).map((identity) => ({
          key: columnText(identityKey(identity)),
          player_id: identity.playerId,
          record: JSON.stringify(identity),
        })),
      ),
      sendKeys(
        query,
        'DELETE FROM identities WHERE key = ANY($1)',
        unlinked.map((id) => columnText(identityKey(id))),
      ),
    ]),
  ])
}

export function writeCatalog(query: Query, changes: readonly Change[]): Promise<unknown> {
  const games = changes.flatMap((change) => change.games ?? [])
  const clients = changes.flatMap((change) => change.clients ?? [])
  return together([
    sendRows(
      query,
      `INSERT INTO games (id, record) SELECT id, record::json FROM json_to_recordset($1) AS r (id bigint, record text)
       ON CONFLICT (id) DO UPDATE SET record = excluded.record`,
      lastOf(games, ({ id }) => String(id)).map((game) => ({ id: game.id, record: JSON.stringify(game) })),
    ),
    sendRows(
      query,
      `INSERT INTO clients (id, record) SELECT id, record::json FROM json_to_recordset($1) AS r (id text, record text)
       ON CONFLICT (id) DO UPDATE SET record = excluded.record`,
      lastOf(clients, ({ id }) => id).map((client) => ({ id: columnText(client.id), record: JSON.stringify(client) })),
    ),
  ])
}

export function writeAnswers(query: Query, changes: readonly Change[]): Promise<unknown> {
  const answers = lastOf(
    changes.flatMap(({ answer }) => answer ?? []),
    ({ key }) => key,
  )
  return sendRows(
    query,
    `INSERT INTO answers (key, expires_at, player_id, record) SELECT key, expires_at, player_id, record::json
     FROM json_to_recordset($1) AS r (key text, expires_at bigint, player_id bigint, record text) ORDER BY key COLLATE "C"
     ON CONFLICT (key) DO UPDATE
       SET expires_at = excluded.expires_at, player_id = excluded.player_id, record = excluded.record`,
    answers.map((answer) => ({
      key: columnText(answer.key),
      expires_at: answer.expiresAt,
      player_id: answer.playerId ?? null,
      record: JSON.stringify(answer),
    })),
  )
}

export async function writeMeta(query: Query, changes: readonly Change[]): Promise<void> {
  const meta = Object.assign({}, ...changes.map((change) => change.meta ?? {})) as NonNullable<Change['meta']>
  if (Object.keys(meta).length === 0) return
  await query(
    `UPDATE store SET demo = coalesce($1, demo), alive_at = coalesce($2, alive_at),
       clock_offset = coalesce($3, clock_offset), issuer = coalesce($4, issuer)`,
    [meta.demo ?? null, meta.aliveAt ?? null, meta.clockOffset ?? null, meta.issuer ?? null],
  )
}

async function writeBlocks(query: Query, changes: readonly Change[]): Promise<void> {
  for (const { block } of changes) {
    if (!block) continue
    const entries = block.entries.map(columnText)
    await together([
      query('INSERT INTO blocks (height, record) VALUES ($1, $2)', [block.height, JSON.stringify(block)]),
      query(
        `INSERT INTO sealed_balances (account, currency, balance)
         SELECT side.account, t.currency, sum(side.amount) FROM transfers t,
           LATERAL (VALUES (t.debit, -t.amount), (t.credit, t.amount)) AS side (account, amount)
         WHERE t.id = ANY($1) AND side.account IN ('treasury', 'fees')
         GROUP BY side.account, t.currency ORDER BY 1, 2
         ON CONFLICT (account, currency) DO UPDATE SET balance = sealed_balances.balance + excluded.balance`,
        [entries],
      ),
      query('DELETE FROM unsealed_transfers u USING transfers t WHERE t.seq = u.seq AND t.id = ANY($1)', [entries]),
    ])
  }
}

/** Grants first: a token cannot be put under a grant that is being deleted, so none is left behind. */
async function revoke(query: Query, holder: NonNullable<Change['revokes']>[number]): Promise<void> {
  const [column, value] = 'accountId' in holder ? ['account_id', holder.accountId] : ['client_id', holder.clientId]
  await together([
    query(`DELETE FROM oauth_records WHERE model = 'Grant' AND ${column} = $1`, [columnText(value)]),
    query(`DELETE FROM oauth_records WHERE ${column} = $1`, [columnText(value)]),
  ])
}
