import type { MatchId, PlayerId } from '../../../domain/ids.ts'
import { type Account, balanceAfter, type PostedTransfer, playerAccount, playerOf } from '../../../domain/ledger.ts'
import type { Slice } from '../../storage.ts'

const EVERY_CURRENCY = ''

type Asked = { currency?: string; until?: number } & Slice

/** Transfers in order, by match and by player, and the balances after the last of them. */
export class LedgerIndex {
  readonly #inOrder: PostedTransfer[] = []
  readonly #byMatch = new Map<MatchId, PostedTransfer[]>()
  /** By currency, and all of them under `EVERY_CURRENCY`. */
  readonly #byPlayer = new Map<PlayerId, Map<string, PostedTransfer[]>>()
  readonly #balances = new Map<Account, Map<string, number>>()

  get length(): number {
    return this.#inOrder.length
  }

  /** Adds the next transfer of the ledger. Throws when its number is not the next one. */
  posted(transfer: PostedTransfer): void {
    if (transfer.seq !== this.#inOrder.length + 1) {
      throw new Error(`transfer ${transfer.seq} of the ledger follows on ${this.#inOrder.length}`)
    }
    this.#inOrder.push(transfer)
    this.#keepOfMatch(transfer)
    this.#keepOfPlayer(transfer.debit, transfer)
    this.#keepOfPlayer(transfer.credit, transfer)
    for (const account of [transfer.debit, transfer.credit]) {
      this.#keepBalance(account, transfer.currency, balanceAfter(transfer, account))
    }
  }

  at(seq: number): PostedTransfer | undefined {
    return this.#inOrder[seq - 1]
  }

  ofMatch(matchId: MatchId): readonly PostedTransfer[] {
    return this.#byMatch.get(matchId)?.slice() ?? []
  }

  /** A player's transfers up to one of them, newest first, how many there are, and what the player held then. */
  ofPlayer(playerId: PlayerId, { currency = EVERY_CURRENCY, until = Number.POSITIVE_INFINITY, offset, limit }: Asked) {
    const all = this.#byPlayer.get(playerId)?.get(currency) ?? []
    const count = countUpTo(all, until)
    const end = Math.max(0, count - offset)
    return {
      transfers: all.slice(Math.max(0, end - limit), end).reverse(),
      count,
      ...this.#holdingsAt(playerId, until),
    }
  }

  /** What a player held after the transfers up to one of them, and the last of those. */
  #holdingsAt(playerId: PlayerId, until: number): { newest: number | null; balances: ReadonlyMap<string, number> } {
    const balances = new Map<string, number>()
    let newest: number | null = null
    for (const [currency, transfers] of this.#byPlayer.get(playerId) ?? []) {
      const last = transfers[countUpTo(transfers, until) - 1]
      if (last && currency === EVERY_CURRENCY) newest = last.seq
      else if (last) balances.set(currency, balanceAfter(last, playerAccount(playerId)))
    }
    return { newest, balances }
  }

  balance(account: Account, currency: string): number {
    return this.#balances.get(account)?.get(currency) ?? 0
  }

  balancesOf(playerId: PlayerId): ReadonlyMap<string, number> {
    return new Map(this.#balances.get(playerAccount(playerId)))
  }

  /** Every balance of now; those of empty escrows are forgotten. */
  balances(): { account: Account; currency: string; balance: number }[] {
    const all = []
    for (const [account, ofAccount] of this.#balances) {
      for (const [currency, balance] of ofAccount) all.push({ account, currency, balance })
    }
    return all
  }

  #keepOfMatch(transfer: PostedTransfer): void {
    if (transfer.matchId === null) return
    const ofMatch = this.#byMatch.get(transfer.matchId)
    if (ofMatch) ofMatch.push(transfer)
    else this.#byMatch.set(transfer.matchId, [transfer])
  }

  #keepOfPlayer(account: Account, transfer: PostedTransfer): void {
    const playerId = playerOf(account)
    if (playerId === null) return
    const ofPlayer = this.#byPlayer.get(playerId) ?? new Map<string, PostedTransfer[]>()
    this.#byPlayer.set(playerId, ofPlayer)
    for (const currency of [EVERY_CURRENCY, transfer.currency]) {
      const list = ofPlayer.get(currency)
      if (list) list.push(transfer)
      else ofPlayer.set(currency, [transfer])
    }
  }

  #keepBalance(account: Account, currency: string, balance: number): void {
    const ofAccount = this.#balances.get(account) ?? new Map<string, number>()
    this.#balances.set(account, ofAccount.set(currency, balance))
    // There is an escrow for every match that ever was, and an empty one is never needed again.
    if (balance === 0 && account.startsWith('escrow:')) this.#balances.delete(account)
  }
}

/** How many of these, which are in order, are at or before a place in the ledger. */
function countUpTo(transfers: readonly PostedTransfer[], seq: number): number {
  let low = 0
  let high = transfers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((transfers[middle]?.seq ?? seq) <= seq) low = middle + 1
    else high = middle
  }
  return low
}
