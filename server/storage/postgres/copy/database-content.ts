import type { PlayerEvent } from '@ante/shared'
import type { PlayerId } from '../../../domain/ids.ts'
import type { PostedTransfer } from '../../../domain/ledger.ts'
import {
  type KeptRecords,
  RECORD_KINDS,
  type RecordBatch,
  type RecordKind,
  type StoreContent,
} from '../../store-copy.ts'
import type { MetaRow } from '../commit/load.ts'
import type { View } from '../connection/view.ts'
import { snapshotOf } from '../reads/ledger-reads.ts'
import { metaOf } from '../reads/player-reads.ts'
import { explained, NO_TIMEOUTS } from './open-database.ts'

/** How records of a kind are read. */
interface Reading<Row extends object, Kept> {
  readonly columns: string
  readonly from: string
  /** Left out: as they lie on the disk, which is about as they were made. */
  readonly order?: string
  readonly recordOf: (row: Row) => Kept
}

const reading = <Row extends object, Kept>(one: Reading<Row, Kept>) => one as Reading<object, unknown>

/** Rows that have the record as it is kept. */
const whole = <Kind extends RecordKind>(from: string, order?: string, columns = 'record') =>
  reading<{ record: KeptRecords[Kind] }, KeptRecords[Kind]>({
    columns,
    from,
    ...(order !== undefined && { order }),
    recordOf: ({ record }) => record,
  })

const READINGS: { readonly [Kind in RecordKind]: Reading<object, unknown> } = {
  meta: reading<MetaRow, KeptRecords['meta']>({
    columns: 'demo, alive_at, clock_offset, issuer',
    from: 'store',
    recordOf: metaOf,
  }),
  keys: whole<'keys'>("kept_texts WHERE name = 'keys'", undefined, 'text AS record'),
  counters: whole<'counters'>(
    `(SELECT 'player' AS name, last_value, is_called FROM player_ids
      UNION ALL SELECT 'game', last_value, is_called FROM game_ids) AS sequences WHERE is_called`,
    undefined,
    "json_build_object('of', name, 'last', last_value) AS record",
  ),
  players: whole<'players'>('players', 'id'),
  identities: whole<'identities'>('identities', 'position'),
  games: whole<'games'>('games', 'position'),
  clients: whole<'clients'>('clients', 'position'),
  matches: whole<'matches'>('matches'),
  transfers: reading<{ seq: number; record: Omit<PostedTransfer, 'seq'> }, KeptRecords['transfers']>({
    columns: 'seq, record',
    from: 'transfers',
    order: 'seq',
    recordOf: ({ seq, record }) => ({ ...record, seq }),
  }),
  blocks: whole<'blocks'>('blocks', 'height'),
  unsealed: whole<'unsealed'>('unsealed_transfers', 'seq', 'seq AS record'),
  events: reading<{ player_id: PlayerId; record: PlayerEvent }, KeptRecords['events']>({
    columns: 'player_id, record',
    from: 'events',
    recordOf: ({ player_id: playerId, record: event }) => ({ playerId, event }),
  }),
  eventHeads: whole<'eventHeads'>(
    'player_states WHERE last_event > 0',
    undefined,
    "json_build_object('playerId', player_id, 'last', last_event) AS record",
  ),
  answers: whole<'answers'>('answers'),
  oauth: whole<'oauth'>('oauth_records', 'position'),
}

const BATCH = 1000

/** What a database holds at the moment of a view, which ends with it. */
export async function contentOf(view: View): Promise<StoreContent> {
  await view.query(NO_TIMEOUTS)
  const counts = RECORD_KINDS.map((kind) => `(SELECT count(*) FROM ${READINGS[kind].from})`)
  const { rows } = await view.query<{ total: number }>(`SELECT ${counts.join(' + ')} AS total`)
  return {
    total: rows[0]?.total ?? 0,
    async *batches() {
      for (const kind of RECORD_KINDS) yield* batchesOf(view, kind)
    },
    ledger: await snapshotOf(view),
    close: () => view.end(),
  }
}

/** Through a cursor, so that nothing is in memory but the rows that are being looked at. */
async function* batchesOf(view: View, kind: RecordKind): AsyncGenerator<RecordBatch> {
  const query = (text: string) => explained(() => view.query(text))
  const { columns, from, order, recordOf } = READINGS[kind]
  const ordered = order === undefined ? '' : ` ORDER BY ${order}`
  await query(`DECLARE copied NO SCROLL CURSOR FOR SELECT ${columns} FROM ${from}${ordered}`)
  for (;;) {
    const { rows } = await query(`FETCH ${BATCH} FROM copied`)
    if (rows.length > 0) yield { kind, records: rows.map(recordOf) } as RecordBatch
    if (rows.length < BATCH) break
  }
  await query('CLOSE copied')
}
