import type { ClientId, Instant, MatchId } from '../../domain/ids.ts'
import type { Account, PostedTransfer } from '../../domain/ledger.ts'
import { parseTransferId } from '../../domain/transfer-cause.ts'

interface Attempt {
  readonly clientId: ClientId
  readonly startedAt: Instant
  readonly loss: number
}

/** What each application lost of one player's money in one currency, by the attempts that it started in a time until now. */
export class LossWindow {
  readonly #account: Account
  /** In the order in which they were started. */
  readonly #attempts = new Map<MatchId, Attempt>()
  readonly #losses = new Map<ClientId, number>()
  #newest = 0

  constructor(account: Account) {
    this.#account = account
  }

  /** The `seq` of the last transfer that is counted. */
  get newest(): number {
    return this.#newest
  }

  get size(): number {
    return this.#attempts.size
  }

  /** The stakes of the application's attempts, less their payouts and refunds. */
  lossOf(clientId: ClientId): number {
    return this.#losses.get(clientId) ?? 0
  }

  /**
   * Counts the player's transfers, oldest first. Those that are counted already may be among them. `clients` names the
   * application of each attempt whose stake is among them.
   */
  add(transfers: readonly PostedTransfer[], clients: ReadonlyMap<MatchId, ClientId>): void {
    for (const transfer of transfers) {
      if (transfer.seq <= this.#newest) continue
      this.#newest = transfer.seq
      this.#count(transfer, clients)
    }
  }

  /** Forgets the attempts that were started before a moment. Their later payouts count nothing. */
  forgetBefore(moment: Instant): void {
    for (const [matchId, { clientId, startedAt, loss }] of this.#attempts) {
      if (startedAt >= moment) return
      this.#attempts.delete(matchId)
      this.#change(clientId, -loss)
    }
  }

  #count({ id, debit, amount, matchId, at }: PostedTransfer, clients: ReadonlyMap<MatchId, ClientId>): void {
    if (matchId === null) return
    const known = this.#attempts.get(matchId)
    const clientId = known?.clientId ?? (isStake(id) ? clients.get(matchId) : undefined)
    if (clientId === undefined) return
    const change = debit === this.#account ? amount : -amount
    this.#attempts.set(matchId, { clientId, startedAt: known?.startedAt ?? at, loss: (known?.loss ?? 0) + change })
    this.#change(clientId, change)
  }

  #change(clientId: ClientId, by: number): void {
    const loss = this.lossOf(clientId) + by
    if (loss === 0) this.#losses.delete(clientId)
    else this.#losses.set(clientId, loss)
  }
}

/** Whether the transfer with this id is the stake of an attempt. */
export const isStake = (id: string) => parseTransferId(id)?.kind === 'stake'
