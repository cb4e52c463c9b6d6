import type { Identity } from '../../../domain/identity.ts'
import type { MatchId, PlayerId } from '../../../domain/ids.ts'
import type { PostedTransfer } from '../../../domain/ledger.ts'
import type { Block } from '../../../domain/ledger-chain.ts'
import type { Match } from '../../../domain/match.ts'
import type { RememberedAnswer } from '../../storage.ts'
import type { Query } from '../connection/query.ts'
import { together } from '../connection/query.ts'
import type { Footprint } from './footprint.ts'

export interface MatchRow {
  readonly id: MatchId
  readonly version: number
  readonly state: Match['state']
  readonly challenged: PlayerId | null
  readonly deadline: number | null
}

export interface PlayerStateRow {
  readonly player_id: PlayerId
  readonly version: number
  readonly last_event: number
  readonly balances: Readonly<Record<string, number>>
}

export interface MetaRow {
  readonly demo: boolean | null
  readonly alive_at: number | null
  readonly clock_offset: number
  readonly issuer: string | null
}

/** What is stored of all that some changes touch, locked until the transaction ends. */
export interface Loaded {
  readonly matches: readonly MatchRow[]
  readonly players: readonly PlayerStateRow[]
  readonly versions: readonly { readonly key: string; readonly version: number }[]
  readonly meta: MetaRow | undefined
  readonly transfers: readonly PostedTransfer[]
  readonly escrows: readonly { readonly match_id: MatchId; readonly currency: string; readonly balance: number }[]
  readonly shared: readonly { readonly account: string; readonly currency: string; readonly balance: number }[]
  readonly answers: readonly RememberedAnswer[]
  readonly usernames: readonly { readonly id: PlayerId; readonly username_key: string }[]
  readonly identities: readonly Identity[]
  readonly newestBlock: Block | undefined
  readonly unsealed: readonly string[]
}

/**
 * Locks and reads everything that changes are judged by. Rows are locked table by table, and in a table by key, by every
 * process in the same order. A read that follows the locks sees what the last holder of a lock has committed.
 */
export async function load(query: Query, footprint: Footprint): Promise<Loaded> {
  const [locked, read] = await together([lock(query, footprint), readRest(query, footprint)])
  return { ...locked, ...read }
}

async function lock(query: Query, footprint: Footprint) {
  const select = async <Row extends object>(isNeeded: boolean, text: string, values: readonly unknown[] = []) =>
    isNeeded ? (await query<Row>(text, values)).rows : []
  const { matches, players, unlinked, counts, changed, reliedOn } = footprint
  const versionRows = (text: string, keys: ReadonlySet<string>) =>
    select<Loaded['versions'][number]>(keys.size > 0, text, [[...keys]])
  const [matchRows, playerRows, changedRows, reliedOnRows, countRows, metaRows] = await together([
    select<MatchRow>(
      matches.size > 0,
      `SELECT id, version, state, challenged, deadline FROM matches WHERE id = ANY($1) ORDER BY id FOR UPDATE`,
      [[...matches]],
    ),
    select<PlayerStateRow>(
      players.size + unlinked.size > 0,
      // As one list: no index helps to find what is in one of two.
      `SELECT player_id, version, last_event, balances FROM player_states
       WHERE player_id = ANY($1::bigint[] || ARRAY(SELECT player_id FROM identities WHERE key = ANY($2)))
       ORDER BY player_id FOR UPDATE`,
      [[...players], [...unlinked]],
    ),
    versionRows(`SELECT key, version FROM versions WHERE key = ANY($1) ORDER BY key FOR UPDATE`, changed),
    versionRows(`SELECT key, version FROM versions WHERE key = ANY($1) ORDER BY key FOR SHARE`, reliedOn),
    select<Loaded['versions'][number]>(
      counts.size + matches.size > 0,
      `SELECT key, version FROM versions WHERE key = ANY($1 || ARRAY(
         SELECT unnest(ARRAY['openings ' || game_id, 'pool ' || game_id || ' ' || currency || ' ' || stake])
         FROM open_matches WHERE match_id = ANY($2)))
       ORDER BY key FOR UPDATE`,
      [[...counts], [...matches]],
    ),
    select<MetaRow>(footprint.meta, 'SELECT demo, alive_at, clock_offset, issuer FROM store FOR UPDATE'),
  ])
  return {
    matches: matchRows,
    players: playerRows,
    versions: [...changedRows, ...reliedOnRows, ...countRows],
    meta: metaRows[0],
  }
}

async function readRest(query: Query, footprint: Footprint) {
  const select = async <Row extends object>(isNeeded: boolean, text: string, values: readonly unknown[] = []) =>
    isNeeded ? (await query<Row>(text, values)).rows : []
  const records = async <Item>(keys: ReadonlySet<string>, text: string) =>
    (await select<{ record: Item }>(keys.size > 0, text, [[...keys]])).map(({ record }) => record)
  const [transfers, escrows, shared, answers, usernames, identities, blocks, unsealed] = await together([
    select<{ seq: number; record: Omit<PostedTransfer, 'seq'> }>(
      footprint.transfers.size > 0,
      'SELECT seq, record FROM transfers WHERE id = ANY($1)',
      [[...footprint.transfers]],
    ),
    select<Loaded['escrows'][number]>(
      footprint.escrows.size > 0,
      `SELECT match_id, currency, sum(CASE WHEN credit = 'escrow:' || match_id THEN amount ELSE -amount END)::bigint AS balance
       FROM transfers WHERE match_id = ANY($1) AND (credit = 'escrow:' || match_id OR debit = 'escrow:' || match_id)
       GROUP BY match_id, currency`,
      [[...footprint.escrows]],
    ),
    select<Loaded['shared'][number]>(footprint.sharedAccounts, SHARED_BALANCES),
    records<RememberedAnswer>(footprint.answers, 'SELECT record FROM answers WHERE key = ANY($1)'),
    select<Loaded['usernames'][number]>(
      footprint.renamed.size > 0,
      'SELECT id, username_key FROM players WHERE username_key = ANY($1) OR id = ANY($2)',
      [[...footprint.usernames], [...footprint.renamed]],
    ),
    records<Identity>(footprint.identities, 'SELECT record FROM identities WHERE key = ANY($1)'),
    select<{ record: Block }>(footprint.seals, 'SELECT record FROM blocks ORDER BY height DESC LIMIT 1'),
    select<{ id: string }>(
      footprint.seals,
      'SELECT t.id FROM transfers t JOIN unsealed_transfers USING (seq) WHERE t.id = ANY($1)',
      [[...footprint.sealed]],
    ),
  ])
  return {
    transfers: transfers.map(({ seq, record }) => ({ ...record, seq })),
    escrows,
    shared,
    answers,
    usernames,
    identities,
    newestBlock: blocks[0]?.record,
    unsealed: unsealed.map(({ id }) => id),
  }
}

/** What the treasury and the fees hold: as of the newest block, and what has moved since. */
export const SHARED_BALANCES = `
  SELECT account, currency, sum(balance)::bigint AS balance FROM (
    SELECT account, currency, balance FROM sealed_balances
    UNION ALL
    SELECT side.account, t.currency, side.amount FROM unsealed_transfers JOIN transfers t USING (seq),
      LATERAL (VALUES (t.debit, -t.amount), (t.credit, t.amount)) AS side (account, amount)
    WHERE side.account IN ('treasury', 'fees')
  ) AS parts GROUP BY account, currency`
