import type { OAuthHolder, OAuthRecord, OAuthRecords } from '../storage.ts'
import { columnText } from './commit/keys.ts'
import type { Database, Ending } from './connection/database.ts'
import type { Query } from './connection/query.ts'
import { noteRevocations } from './news/revocation-log.ts'

interface RecordRow {
  readonly record: OAuthRecord
}

/** Ends a transaction in which everything was sent already. */
const asSent = <Result>(result: Result): Ending<Result> => ({ result, write: async () => {} })

/** OAuth's records in their table. `revoked` is told whose records have ended. */
export function oauthRecords(
  database: Database,
  revoked: (holders: readonly OAuthHolder[]) => void,
  onRevoked: OAuthRecords['onRevoked'],
): OAuthRecords {
  const { read, transaction } = database

  async function remove(text: string, values: readonly (readonly unknown[])[]): Promise<void> {
    const holders = await transaction(async (query) => {
      const found = new Set<string>()
      for (const [index, statement] of text.split(';').entries()) {
        const { rows } = await query<RecordRow>(`${statement} RETURNING record`, values[index])
        for (const { record } of rows) if (record.accountId !== undefined) found.add(record.accountId)
      }
      const holders = [...found].map((accountId) => ({ accountId }))
      return { result: holders, write: () => noteRevocations(query, holders) }
    })
    revoked(holders)
  }

  const one = async (condition: string, values: readonly string[]) =>
    (await read<RecordRow>(`SELECT record FROM oauth_records WHERE ${condition}`, values.map(columnText)))[0]?.record

  return {
    put: (record) =>
      transaction(async (query): Promise<Ending<'stored' | 'grant_gone'>> => {
        if (record.model !== 'Grant' && record.grantId !== undefined && !(await holdGrant(query, record.grantId))) {
          return { result: 'grant_gone' }
        }
        return { result: 'stored', write: () => query(PUT, rowOf(record)) }
      }),

    add: (record) =>
      transaction(async (query): Promise<Ending<'added' | 'exists'>> => {
        const { rowCount } = await query(ADD, rowOf(record))
        return rowCount === 1 ? asSent('added') : { result: 'exists' }
      }),

    get: (model, key) => one('model = $1 AND key = $2', [model, key]),
    getByUid: (model, uid) => one('model = $1 AND uid = $2 ORDER BY written DESC LIMIT 1', [model, uid]),

    async listBy(model, holder) {
      const { column, value } = holderColumn(holder)
      const rows = await read<RecordRow>(
        `SELECT record FROM oauth_records WHERE ${column} = $1 AND model = $2 ORDER BY position`,
        [value, columnText(model)],
      )
      return rows.map(({ record }) => record)
    },

    async countOfGrant(grantId) {
      const text = 'SELECT count(*)::int AS count FROM oauth_records WHERE grant_id = $1'
      return (await read<{ count: number }>(text, [columnText(grantId)]))[0]?.count ?? 0
    },

    consume: (model, key, at, changes = {}) =>
      transaction(async (query): Promise<Ending<'consumed' | 'already' | 'missing'>> => {
        const [row] = (await query<RecordRow>(TAKE, [columnText(model), columnText(key)])).rows
        if (!row) return { result: 'missing' }
        const { record } = row
        if (record.consumedAt !== undefined) return { result: 'already' }
        const consumed = { ...record, payload: { ...record.payload, ...changes }, consumedAt: at }
        return {
          result: 'consumed',
          write: () => query(CONSUME, [columnText(model), columnText(key), JSON.stringify(consumed)]),
        }
      }),

    delete: (model, key) =>
      remove('DELETE FROM oauth_records WHERE model = $1 AND key = $2', [[columnText(model), columnText(key)]]),

    // The grant first: nothing can be put under it from then on, so nothing is left behind.
    deleteByGrant: (grantId) =>
      remove(
        "DELETE FROM oauth_records WHERE model = 'Grant' AND key = $1; DELETE FROM oauth_records WHERE grant_id = $1",
        [[columnText(grantId)], [columnText(grantId)]],
      ),

    onRevoked,
  }
}

function holderColumn(holder: OAuthHolder): { column: 'account_id' | 'client_id'; value: string } {
  return 'accountId' in holder
    ? { column: 'account_id', value: columnText(holder.accountId) }
    : { column: 'client_id', value: columnText(holder.clientId) }
}

/** Whether the grant is there; it stays until the transaction ends. */
async function holdGrant(query: Query, grantId: string): Promise<boolean> {
  const text = "SELECT 1 FROM oauth_records WHERE model = 'Grant' AND key = $1 FOR KEY SHARE"
  return (await query(text, [columnText(grantId)])).rowCount === 1
}

const ADD = `
  INSERT INTO oauth_records (model, key, grant_id, uid, account_id, client_id, expires_at, record)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (model, key) DO NOTHING`

const PUT = `
  INSERT INTO oauth_records (model, key, grant_id, uid, account_id, client_id, expires_at, record)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (model, key) DO UPDATE SET grant_id = excluded.grant_id, uid = excluded.uid,
    account_id = excluded.account_id, client_id = excluded.client_id, expires_at = excluded.expires_at,
    record = excluded.record, written = nextval('oauth_writes')`

const TAKE = 'SELECT record FROM oauth_records WHERE model = $1 AND key = $2 FOR NO KEY UPDATE'
const CONSUME = 'UPDATE oauth_records SET record = $3 WHERE model = $1 AND key = $2'

/** The columns of a record, in the order of `PUT`. */
export function rowOf(record: OAuthRecord) {
  const optional = (text: string | undefined) => (text === undefined ? null : columnText(text))
  return [
    columnText(record.model),
    columnText(record.key),
    optional(record.grantId),
    optional(record.uid),
    optional(record.accountId),
    optional(record.clientId),
    record.expiresAt,
    JSON.stringify(record),
  ] as const
}
