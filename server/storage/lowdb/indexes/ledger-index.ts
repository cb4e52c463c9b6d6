import type { MatchId, PlayerId } from '../../../domain/ids.ts'
import {
  type Account,
  balanceAfter,
  balanceFrom,
  escrowAccount,
  type PostedTransfer,
  playerAccount,
  playerOf,
} from '../../../domain/ledger.ts'
import type { Slice } from '../../storage.ts'
import { hashOfKey, KeyTable } from '../packed/key-table.ts'
import type { PackedMap } from '../packed/packed-map.ts'
import { LedgerNumbers } from './ledger-numbers.ts'

const EVERY_CURRENCY = ''

type Asked = { currency?: string; until?: number } & Slice

/** Transfers by match and by player, as their numbers in the ledger, and the balances after the last of them. */
export class LedgerIndex {
  /** In the order of the ledger. */
  readonly #transfers: PackedMap<string, PostedTransfer>
  readonly #numbers: LedgerNumbers
  readonly #newestOfMatch = new KeyTable()
  /** The same of each match whose escrow holds money, so that its next transfer is posted without reading one. */
  readonly #newestOfOpen = new Map<MatchId, number>()
  /** At the place of each transfer the one before it of the same match; 0 where there is none. */
  readonly #previousOfMatch: number[] = []
  /** By currency, and all of them under `EVERY_CURRENCY`. */
  readonly #byPlayer = new Map<PlayerId, Map<string, number[]>>()
  readonly #balances = new Map<Account, Map<string, number>>()

  /** `gapsUntil`: the last number before which some may belong to no transfer. */
  constructor(transfers: PackedMap<string, PostedTransfer>, gapsUntil = 0) {
    this.#transfers = transfers
    this.#numbers = new LedgerNumbers(gapsUntil)
  }

  /** Number of the newest transfer; 0 before the first. */
  get newest(): number {
    return this.#numbers.newest
  }

  /** Adds the next transfer of the ledger. Throws when its number is not the next one. */
  posted(transfer: PostedTransfer): void {
    this.#numbers.add(transfer.seq)
    this.#previousOfMatch.push(transfer.matchId === null ? 0 : this.#newestOf(transfer.matchId))
    this.#keepOfPlayer(transfer.debit, transfer)
    this.#keepOfPlayer(transfer.credit, transfer)
    for (const account of [transfer.debit, transfer.credit]) {
      const before = this.balance(account, transfer.currency)
      this.#keepBalance(account, transfer.currency, balanceFrom(before, transfer, account))
    }
    if (transfer.matchId !== null) this.#keepNewest(transfer.matchId, transfer.seq)
  }

  at(seq: number): PostedTransfer | undefined {
    const transfer = this.#transfers.at(this.#numbers.placeOf(seq))
    if (transfer && transfer.seq !== seq) throw new Error(`transfer ${transfer.seq} of the ledger is at ${seq}`)
    return transfer
  }

  /** The transfer at a place, from 0, in the order of the ledger; undefined beyond the newest. */
  atPlace(place: number): PostedTransfer | undefined {
    return this.#transfers.at(place)
  }

  ofMatch(matchId: MatchId): readonly PostedTransfer[] {
    const newestFirst: number[] = []
    for (let seq = this.#newestOf(matchId); seq > 0; seq = this.#previousOfMatch[this.#numbers.placeOf(seq)] ?? 0) {
      newestFirst.push(seq)
    }
    return this.#read(newestFirst.reverse())
  }

  /** A player's transfers up to one of them, newest first, how many there are, and what the player held then. */
  ofPlayer(playerId: PlayerId, { currency = EVERY_CURRENCY, until = Number.POSITIVE_INFINITY, offset, limit }: Asked) {
    const all = this.#byPlayer.get(playerId)?.get(currency) ?? []
    const count = countUpTo(all, until)
    const end = Math.max(0, count - offset)
    return {
      transfers: this.#read(all.slice(Math.max(0, end - limit), end).reverse()),
      count,
      ...this.#holdingsAt(playerId, until),
    }
  }

  /** What a player held after the transfers up to one of them, and the last of those. */
  #holdingsAt(playerId: PlayerId, until: number): { newest: number | null; balances: ReadonlyMap<string, number> } {
    const balances = new Map<string, number>()
    let newest: number | null = null
    for (const [currency, transfers] of this.#byPlayer.get(playerId) ?? []) {
      const seq = transfers[countUpTo(transfers, until) - 1] ?? 0
      const last = currency === EVERY_CURRENCY ? undefined : this.at(seq)
      if (currency === EVERY_CURRENCY) newest = seq || null
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

  #read(seqs: readonly number[]): PostedTransfer[] {
    return [...this.#transfers.valuesAt(seqs.map((seq) => this.#numbers.placeOf(seq)))]
  }

  /** 0 where there is none. */
  #newestOf(matchId: MatchId): number {
    const open = this.#newestOfOpen.get(matchId)
    return open ?? this.#newestOfMatch.find(hashOfKey(matchId), (seq) => this.#isOf(matchId, seq)) ?? 0
  }

  /** Makes a transfer, whose balances are kept already, the newest of its match. */
  #keepNewest(matchId: MatchId, seq: number): void {
    if (this.#balances.has(escrowAccount(matchId))) {
      this.#newestOfOpen.set(matchId, seq)
      return
    }
    this.#newestOfOpen.delete(matchId)
    const hash = hashOfKey(matchId)
    const isKnown = this.#newestOfMatch.replace(hash, seq, (other) => this.#isOf(matchId, other))
    if (!isKnown) this.#newestOfMatch.add(hash, seq)
  }

  #isOf(matchId: MatchId, seq: number): boolean {
    return this.at(seq)?.matchId === matchId
  }

  #keepOfPlayer(account: Account, transfer: PostedTransfer): void {
    const playerId = playerOf(account)
    if (playerId === null) return
    const ofPlayer = this.#byPlayer.get(playerId) ?? new Map<string, number[]>()
    this.#byPlayer.set(playerId, ofPlayer)
    for (const currency of [EVERY_CURRENCY, transfer.currency]) {
      const list = ofPlayer.get(currency)
      if (list) list.push(transfer.seq)
      else ofPlayer.set(currency, [transfer.seq])
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
function countUpTo(transfers: readonly number[], seq: number): number {
  let low = 0
  let high = transfers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((transfers[middle] ?? seq) <= seq) low = middle + 1
    else high = middle
  }
  return low
}
