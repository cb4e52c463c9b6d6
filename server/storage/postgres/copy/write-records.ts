import type { MatchId } from '../../../domain/ids.ts'
import { playerOf } from '../../../domain/ledger.ts'
import type { KeptRecords, RecordBatch } from '../../store-copy.ts'
import type { MatchState } from '../commit/batch-state.ts'
import { columnText } from '../commit/keys.ts'
import { sendRows } from '../commit/rows.ts'
import { writeAccounts, writeAnswers, writeCatalog, writeMeta } from '../commit/write.ts'
import { writeMatches } from '../commit/write-matches.ts'
import type { Query } from '../connection/query.ts'
import { rowOf as oauthRowOf } from '../oauth-records.ts'

/** Adds records of a kind to a database that has none of them yet. */
export async function writeRecords(query: Query, batch: RecordBatch): Promise<void> {
  const at = 0
  switch (batch.kind) {
    case 'meta':
      await writeMeta(
        query,
        batch.records.map((meta) => ({ at, meta })),
      )
      return
    case 'keys':
      for (const text of batch.records) await query("INSERT INTO kept_texts (name, text) VALUES ('keys', $1)", [text])
      return
    case 'counters':
      for (const { of, last } of batch.records) await query('SELECT setval($1, $2)', [`${of}_ids`, last])
      return
    case 'players':
      await writeAccounts(query, [{ at, players: batch.records }])
      return
    case 'identities':
      await writeAccounts(query, [{ at, identities: batch.records }])
      return
    case 'games':
      await writeCatalog(query, [{ at, games: batch.records }])
      return
    case 'clients':
      await writeCatalog(query, [{ at, clients: batch.records }])
      return
    case 'matches':
      await writeMatches(query, {
        matches: new Map<MatchId, MatchState>(
          batch.records.map((match) => [match.id, { before: undefined, after: match }]),
        ),
      })
      return
    case 'transfers':
      await writeTransfers(query, batch.records)
      return
    case 'blocks':
      await writeBlocks(query, batch.records)
      return
    case 'unsealed':
      await query('INSERT INTO unsealed_transfers (seq) SELECT unnest($1::bigint[])', [batch.records])
      return
    case 'events':
      await writeEvents(query, batch.records)
      return
    case 'eventHeads':
      await writeEventHeads(query, batch.records)
      return
    case 'answers':
      await writeAnswers(
        query,
        batch.records.map((answer) => ({ at, answer })),
      )
      return
    case 'oauth':
      await writeOAuth(query, batch.records)
      return
  }
}

/** With the numbers that they have: these are hashed into the chain of blocks. */
function writeTransfers(query: Query, transfers: readonly KeptRecords['transfers'][]): Promise<void> {
  return sendRows(
    query,
    `INSERT INTO transfers (id, seq, debit, credit, debit_player, credit_player, amount, currency, match_id, record)
     SELECT id, seq, debit, credit, debit_player, credit_player, amount, currency, match_id, record::json
     FROM json_to_recordset($1) AS r (id text, seq bigint, debit text, credit text, debit_player bigint,
       credit_player bigint, amount bigint, currency text, match_id text, record text)`,
    transfers.map(({ seq, ...transfer }) => ({
      id: columnText(transfer.id),
      seq,
      debit: transfer.debit,
      credit: transfer.credit,
      debit_player: playerOf(transfer.debit),
      credit_player: playerOf(transfer.credit),
      amount: transfer.amount,
      currency: transfer.currency,
      match_id: transfer.matchId,
      record: JSON.stringify(transfer),
    })),
  )
}

function writeBlocks(query: Query, blocks: readonly KeptRecords['blocks'][]): Promise<void> {
  return sendRows(
    query,
    `INSERT INTO blocks (height, record) SELECT height, record::json
     FROM json_to_recordset($1) AS r (height bigint, record text)`,
    blocks.map((block) => ({ height: block.height, record: JSON.stringify(block) })),
  )
}

function writeEvents(query: Query, events: readonly KeptRecords['events'][]): Promise<void> {
  return sendRows(
    query,
    `INSERT INTO events (player_id, seq, at, record) SELECT player_id, seq, at, record::json
     FROM json_to_recordset($1) AS r (player_id bigint, seq bigint, at bigint, record text)`,
    events.map(({ playerId, event }) => ({
      player_id: playerId,
      seq: event.seq,
      at: Date.parse(event.at),
      record: JSON.stringify(event),
    })),
  )
}

function writeEventHeads(query: Query, heads: readonly KeptRecords['eventHeads'][]): Promise<void> {
  return sendRows(
    query,
    `INSERT INTO player_states (player_id, version, last_event, balances) SELECT player_id, 0, last, '{}'
     FROM json_to_recordset($1) AS r (player_id bigint, last bigint)`,
    heads.map(({ playerId, last }) => ({ player_id: playerId, last })),
  )
}

function writeOAuth(query: Query, records: readonly KeptRecords['oauth'][]): Promise<void> {
  return sendRows(
    query,
    `INSERT INTO oauth_records (model, key, grant_id, uid, account_id, client_id, expires_at, record)
     SELECT model, key, grant_id, uid, account_id, client_id, expires_at, record::json
     FROM json_to_recordset($1) AS r (model text, key text, grant_id text, uid text, account_id text, client_id text,
       expires_at bigint, record text)`,
    records.map((one) => {
      const [model, key, grant_id, uid, account_id, client_id, expires_at, record] = oauthRowOf(one)
      return { model, key, grant_id, uid, account_id, client_id, expires_at, record }
    }),
  )
}

/**
 * What follows from the transfers: what everybody holds, and the number that the next one gets. From the amounts alone, so
 * that the balances that transfers note are held against it later. A second time it comes to the same.
 */
export async function deriveRest(query: Query): Promise<void> {
  await query(`
    INSERT INTO player_states (player_id, version, last_event, balances)
    SELECT player_id, 0, 0, json_object_agg(currency, balance) FROM (
      SELECT player_id, currency, sum(amount)::bigint AS balance FROM (
        SELECT debit_player AS player_id, currency, -amount AS amount FROM transfers WHERE debit_player IS NOT NULL
        UNION ALL
        SELECT credit_player, currency, amount FROM transfers WHERE credit_player IS NOT NULL) AS sides
      GROUP BY player_id, currency) AS held
    GROUP BY player_id
    ON CONFLICT (player_id) DO UPDATE SET balances = excluded.balances`)
  await query(`
    INSERT INTO sealed_balances (account, currency, balance)
    SELECT side.account, t.currency, sum(side.amount) FROM transfers t,
      LATERAL (VALUES (t.debit, -t.amount), (t.credit, t.amount)) AS side (account, amount)
    WHERE side.account IN ('treasury', 'fees') AND NOT EXISTS (SELECT 1 FROM unsealed_transfers u WHERE u.seq = t.seq)
    GROUP BY side.account, t.currency
    ON CONFLICT (account, currency) DO UPDATE SET balance = excluded.balance`)
  await query("SELECT setval('transfer_numbers', max(seq)) FROM transfers HAVING max(seq) IS NOT NULL")
}
