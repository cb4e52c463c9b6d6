import * as api from '@ante/shared'
import type { ReadStatement, StatementEntry } from '../../services/ledger/statement.ts'
import { presentInstant } from '../../wire/present-match.ts'
import { playerRoute } from '../binding/route.ts'
import { pageMeta, sliceOf } from './paging.ts'

/** The route for a player's statement. */
export function statementRoutes(dependencies: { readStatement: ReadStatement; publicUrl: string }) {
  const { readStatement, publicUrl } = dependencies
  return {
    ownStatement: playerRoute(api.ownStatement, {
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
    }),
  }
}

function presentEntry({ transfer, kind, amount, balance }: StatementEntry): api.StatementEntry {
  const { id, seq, at, currency, matchId, reason } = transfer
  const optional = reason === undefined ? {} : { reason }
  return { id, seq, at: presentInstant(at), kind, amount, balance, currency, match_id: matchId, ...optional }
}
