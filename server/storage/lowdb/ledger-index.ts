import type { MatchId, PlayerId } from '../../domain/ids.ts'
import { type Account, type PostedTransfer, playerAccount } from '../../domain/ledger.ts'

/** Balances and order of the transfers. */
export class LedgerIndex {
  readonly #inOrder: PostedTransfer[] = []
  readonly #byMatch = new Map<MatchId, PostedTransfer[]>()
  readonly #balances = new Map<Account, Map<string, number>>()

  get length(): number {
    return this.#inOrder.length
  }

  /** Takes the next transfer of the ledger. */
  posted(transfer: PostedTransfer): void {
    if (transfer.seq !== this.#inOrder.length + 1) {
      throw new Error(`transfer ${transfer.seq} of the ledger follows on ${this.#inOrder.length}`)
    }
    this.#inOrder.push(transfer)
    this.#keepOfMatch(transfer)
    this.#keepBalance(transfer.debit, transfer.currency, transfer.debitBalance)
    this.#keepBalance(transfer.credit, transfer.currency, transfer.creditBalance)
  }

  at(seq: number): PostedTransfer | undefined {
    return this.#inOrder[seq - 1]
  }

  ofMatch(matchId: MatchId): readonly PostedTransfer[] {
    return this.#byMatch.get(matchId)?.slice() ?? []
  }

  balance(account: Account, currency: string): number {
    return this.#balances.get(account)?.get(currency) ?? 0
  }

  balancesOf(playerId: PlayerId): ReadonlyMap<string, number> {
    return new Map(this.#balances.get(playerAccount(playerId)))
  }

  #keepOfMatch(transfer: PostedTransfer): void {
    if (transfer.matchId === null) return
    const ofMatch = this.#byMatch.get(transfer.matchId)
    if (ofMatch) ofMatch.push(transfer)
    else this.#byMatch.set(transfer.matchId, [transfer])
  }

  #keepBalance(account: Account, currency: string, balance: number): void {
    const ofAccount = this.#balances.get(account) ?? new Map<string, number>()
    this.#balances.set(account, ofAccount.set(currency, balance))
    // There is an escrow for every match that ever was, and an empty one is never needed again.
    if (balance === 0 && account.startsWith('escrow:')) this.#balances.delete(account)
  }
}
