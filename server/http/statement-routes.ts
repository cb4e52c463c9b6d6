import * as api from '@ante/shared'
import type { ReadStatement, StatementEntry } from '../services/ledger/statement.ts'
import { presentInstant } from '../wire/present-match.ts'
import type { Binder } from './bind.ts'
import { pageMeta, sliceOf } from './paging.ts'

/** Mounts the player's own statement. */
export function bindStatement(dependencies: { binder: Binder; readStatement: ReadStatement; publicUrl: string }): void {
  const { binder, readStatement, publicUrl } = dependencies
  binder.player(api.ownStatement, {
    run: ({ query, caller }) =>
      readStatement(caller.playerId, {
        ...sliceOf(query),
        ...(query.currency !== undefined && { currency: query.currency }),
        ...(query.until !== undefined && { until: query.until }),
      }),
    present: ({ entries, count, newest, balances }, { query }) => ({
      entries: entries.map(presentEntry),
      balances: Object.fromEntries(balances),
      meta: pageMeta(publicUrl, api.ownStatement.path, { ...query, until: newest ?? query.until }, count),
    }),
  })
}

function presentEntry({ transfer, kind, amount, balance }: StatementEntry): api.StatementEntry {
  const { id, seq, at, currency, matchId, reason } = transfer
  const optional = reason === undefined ? {} : { reason }
  return { id, seq, at: presentInstant(at), kind, amount, balance, currency, match_id: matchId, ...optional }
}
