import { type Account, type PostedTransfer, playerOf } from '../../../domain/ledger.ts'
import type { Block } from '../../../domain/ledger-chain.ts'
import type { Match } from '../../../domain/match.ts'
import type { LedgerSnapshot, Storage } from '../../storage.ts'
import { matchOf } from '../commit/footprint.ts'
import { columnText } from '../commit/keys.ts'
import { SHARED_BALANCES } from '../commit/load.ts'
import type { Database } from '../connection/database.ts'
import type { View } from '../connection/view.ts'

type LedgerReads = Pick<
  Storage,
  | 'balance'
  | 'balances'
  | 'transfer'
  | 'transfersOf'
  | 'transfersOfPlayer'
  | 'ledger'
  | 'ledgerLength'
  | 'newestBlock'
  | 'unsealedTransfers'
  | 'ledgerSnapshot'
>

interface TransferRow {
  readonly seq: number
  readonly record: Omit<PostedTransfer, 'seq'>
}
const transferOf = ({ seq, record }: TransferRow): PostedTransfer => ({ ...record, seq })

export function ledgerReads(database: Database): LedgerReads {
  const { read } = database
  const transfers = async (text: string, values: readonly unknown[]) =>
    (await read<TransferRow>(text, values)).map(transferOf)

  return {
    async balance(account, currency) {
      const [text, values] = balanceQuery(account, currency)
      return (await read<{ balance: number | null }>(text, values))[0]?.balance ?? 0
    },

    async balances(playerId) {
      const [row] = await read<{ balances: Record<string, number> }>(
        'SELECT balances FROM player_states WHERE player_id = $1',
        [playerId],
      )
      return new Map(Object.entries(row?.balances ?? {}))
    },

    transfer: async (id) => (await transfers('SELECT seq, record FROM transfers WHERE id = $1', [columnText(id)]))[0],

    transfersOf: (matchId) =>
      transfers('SELECT seq, record FROM transfers WHERE match_id = $1 ORDER BY seq', [matchId]),

    async transfersOfPlayer(playerId, { currency, until, offset, limit }) {
      const [row] = await read<StatementRow>(STATEMENT, [
        playerId,
        currency ?? null,
        until ?? Number.MAX_SAFE_INTEGER,
        offset,
        limit,
      ])
      return {
        transfers: row?.transfers.map(transferOf) ?? [],
        count: row?.count ?? 0,
        newest: row?.newest ?? null,
        balances: new Map(Object.entries(row?.balances ?? {})),
      }
    },

    async *ledger() {
      const view = await database.view()
      try {
        yield* pages<TransferRow, PostedTransfer>(
          view,
          'SELECT seq, seq AS key, record FROM transfers WHERE seq > $1 ORDER BY seq LIMIT $2',
          transferOf,
        )
      } finally {
        await view.end()
      }
    },

    async ledgerLength() {
      const [row] = await read<{ seq: number }>('SELECT seq FROM transfers ORDER BY seq DESC LIMIT 1')
      return row?.seq ?? 0
    },

    async newestBlock() {
      const [row] = await read<{ record: Block }>('SELECT record FROM blocks ORDER BY height DESC LIMIT 1')
      return row?.record
    },

    unsealedTransfers: (limit) =>
      transfers(
        `SELECT t.seq, t.record FROM (SELECT seq FROM unsealed_transfers ORDER BY seq LIMIT $1) AS waiting
         JOIN transfers t USING (seq) ORDER BY t.seq`,
        [Math.min(limit, Number.MAX_SAFE_INTEGER)],
      ),

    ledgerSnapshot: async () => snapshotOf(await database.view()),
  }
}

function balanceQuery(account: Account, currency: string): [string, readonly unknown[]] {
  const playerId = playerOf(account)
  if (playerId !== null) {
    return ['SELECT (balances ->> $2)::bigint AS balance FROM player_states WHERE player_id = $1', [playerId, currency]]
  }
  const matchId = matchOf(account)
  if (matchId === null) {
    return [
      `SELECT balance FROM (${SHARED_BALANCES}) AS shared WHERE account = $1 AND currency = $2`,
      [account, currency],
    ]
  }
  return [
    `SELECT sum(CASE WHEN credit = $1 THEN amount ELSE -amount END)::bigint AS balance FROM transfers
     WHERE match_id = $2 AND currency = $3 AND (credit = $1 OR debit = $1)`,
    [account, matchId, currency],
  ]
}

interface StatementRow {
  readonly transfers: readonly TransferRow[]
  readonly count: number
  readonly newest: number | null
  readonly balances: Readonly<Record<string, number>> | null
}

/** Both sides are read newest first, and no further than the page reaches. */
const STATEMENT = `
  WITH sides AS (
    SELECT seq, currency, true AS is_debit FROM transfers WHERE debit_player = $1 AND seq <= $3
    UNION ALL
    SELECT seq, currency, false FROM transfers WHERE credit_player = $1 AND seq <= $3),
  page AS (
    SELECT seq FROM (
      (SELECT seq FROM transfers WHERE debit_player = $1 AND seq <= $3 AND currency = coalesce($2, currency)
       ORDER BY seq DESC LIMIT $4::bigint + $5::bigint)
      UNION ALL
      (SELECT seq FROM transfers WHERE credit_player = $1 AND seq <= $3 AND currency = coalesce($2, currency)
       ORDER BY seq DESC LIMIT $4::bigint + $5::bigint)) AS both_sides
    ORDER BY seq DESC OFFSET $4 LIMIT $5),
  last AS (SELECT DISTINCT ON (currency) currency, seq, is_debit FROM sides ORDER BY currency, seq DESC)
  SELECT
    (SELECT coalesce(json_agg(json_build_object('seq', t.seq, 'record', t.record) ORDER BY t.seq DESC), '[]')
     FROM page JOIN transfers t USING (seq)) AS transfers,
    (SELECT count(*) FROM sides WHERE currency = coalesce($2, currency)) AS count,
    (SELECT max(seq) FROM sides) AS newest,
    (SELECT json_object_agg(last.currency, CASE WHEN last.is_debit THEN t.record -> 'debitBalance'
       ELSE t.record -> 'creditBalance' END) FROM last JOIN transfers t USING (seq)) AS balances`

const PAGE = 1000

/** Everything that a statement finds in the order of its column `key`, a page at a time: `$1` is where to go on, `$2` how far. */
async function* pages<Row extends object, Item>(
  { query }: View,
  text: string,
  itemOf: (row: Row) => Item,
  first: string | number = 0,
): AsyncGenerator<Item> {
  for (let after = first; ; ) {
    const { rows } = await query<Row & { key: string | number }>(text, [after, PAGE])
    for (const row of rows) yield itemOf(row)
    const last = rows.at(-1)
    if (rows.length < PAGE || !last) return
    after = last.key
  }
}

/** The ledger at the moment of a view, which ends when the snapshot is closed. */
export async function snapshotOf(view: View): Promise<LedgerSnapshot> {
  const { query } = view
  const { rows } = await query<{ issuer: string | null }>('SELECT issuer FROM store')
  return {
    issuer: rows[0]?.issuer ?? null,
    // A transaction that is rolled back, and a server that crashes, leave numbers out.
    hasGaps: true,
    async *blocks() {
      const text = 'SELECT height AS key, record FROM blocks WHERE height > $1 ORDER BY height LIMIT $2'
      for await (const block of pages<{ record: Block }, Block>(view, text, ({ record }) => record)) {
        const found = await query<TransferRow>('SELECT seq, record FROM transfers WHERE id = ANY($1)', [
          block.entries.map(columnText),
        ])
        const byId = new Map(found.rows.map(transferOf).map((transfer) => [transfer.id, transfer]))
        yield { block, entries: block.entries.map((id) => byId.get(id)) }
      }
    },
    unsealed: () =>
      pages<TransferRow, PostedTransfer>(
        view,
        `SELECT seq, seq AS key, record FROM unsealed_transfers JOIN transfers USING (seq) WHERE seq > $1
         ORDER BY seq LIMIT $2`,
        transferOf,
      ),
    matches: () =>
      pages<{ record: Match }, Match>(
        view,
        'SELECT id AS key, record FROM matches WHERE id > $1 ORDER BY id LIMIT $2',
        ({ record }) => record,
        '',
      ),
    async *balances() {
      yield* await playerBalances(view)
      const escrows = await query<StoredBalance>(ESCROWS)
      const shared = await query<StoredBalance>(SHARED_BALANCES)
      yield* [...escrows.rows, ...shared.rows]
    },
    close: () => view.end(),
  }
}

interface StoredBalance {
  readonly account: Account
  readonly currency: string
  readonly balance: number
}

async function playerBalances({ query }: View): Promise<readonly StoredBalance[]> {
  const { rows } = await query<StoredBalance>(
    `SELECT 'player:' || player_id AS account, key AS currency, value::bigint AS balance
     FROM player_states, json_each_text(balances)`,
  )
  return rows
}

/** Escrows of matches that are not decided, and any other that is not empty. */
const ESCROWS = `
  SELECT account, currency, sum(amount)::bigint AS balance FROM (
    SELECT debit AS account, currency, -amount AS amount FROM transfers WHERE debit LIKE 'escrow:%'
    UNION ALL SELECT credit, currency, amount FROM transfers WHERE credit LIKE 'escrow:%') AS moves
  GROUP BY account, currency HAVING sum(amount) <> 0`
