import * as api from '@ante/shared'
import type { Account } from '../../domain/ledger.ts'
import type { Ledger } from '../../services/ledger/operator-ledger.ts'
import { presentTransfer } from '../../wire/present-match.ts'
import { operatorRoute } from '../binding/route.ts'

/** The operator's routes for the ledger. */
export function ledgerRoutes({ ledger }: { ledger: Ledger }) {
  return {
    getLedgerHead: operatorRoute(api.getLedgerHead, {
      run: () => ledger.head(),
      present: ({ head, jws }) => ({ head: { height: head.height, hash: head.hash, entries: head.size }, jws }),
    }),
    verifyLedger: operatorRoute(api.verifyLedger, {
      run: ({ query }) => ledger.verify(query.head),
      present: ({ transfers, head, problems, problemCount }) => ({
        ok: problemCount === 0,
        transfers,
        blocks: head.height,
        problems: problems.map(({ message }) => message),
      }),
    }),
    createCorrection: operatorRoute(api.createCorrection, {
      run: ({ body }) => ledger.correct({ ...body, debit: accountIn(body.debit), credit: accountIn(body.credit) }),
      present: (transfer) => ({ transfer: presentTransfer(transfer) }),
    }),
  }
}

/** The contract has validated the text already. */
const accountIn = (text: string) => text as Account
