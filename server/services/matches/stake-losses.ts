import type { ClientId, Instant, MatchId, PlayerId } from '../../domain/ids.ts'
import { type PostedTransfer, playerAccount } from '../../domain/ledger.ts'
import { sideOf } from '../../domain/match.ts'
import type { Storage } from '../../storage/storage.ts'
import { isStake, LossWindow } from './loss-window.ts'

/** The player who granted access, and the application that has it. */
export interface GrantParties {
  readonly playerId: PlayerId
  readonly clientId: ClientId
}

/** What applications lost of players' money. It keeps what it read, so a call only reads the transfers that are new. */
export interface StakeLosses {
  /**
   * The stakes of the attempts that the application started since a moment, less their payouts and refunds. A player's
   * moments must not go back.
   */
  since(since: Instant, grant: GrantParties, currency: string): Promise<number>
}

const PER_READ = 100
/** Attempts that are kept. Beyond that, those of the players who were quiet longest are read again when they are needed. */
const MAX_ATTEMPTS = 50_000

export function createStakeLosses(storage: Storage): StakeLosses {
  /** By player and currency, in the order of last use. */
  const windows = new Map<string, LossWindow>()
  let attemptsKept = 0

  /** A player's transfers after one of them and since a moment, oldest first. */
  async function newTransfers(
    playerId: PlayerId,
    currency: string,
    after: { readonly seq: number; readonly at: Instant },
  ): Promise<PostedTransfer[]> {
    const found: PostedTransfer[] = []
    let until = Number.MAX_SAFE_INTEGER
    for (;;) {
      const { transfers } = await storage.transfersOfPlayer(playerId, { currency, until, offset: 0, limit: PER_READ })
      for (const transfer of transfers) {
        if (transfer.seq <= after.seq || transfer.at < after.at) return found.reverse()
        found.push(transfer)
        until = transfer.seq - 1
      }
      if (transfers.length < PER_READ) return found.reverse()
    }
  }

  async function clientOf(matchId: MatchId, playerId: PlayerId): Promise<ClientId | undefined> {
    const match = await storage.match(matchId)
    const side = match && sideOf(match, playerId)
    return side ? match[side]?.clientId : undefined
  }

  /** The application of each attempt whose stake is among these transfers. */
  async function clientsOf(transfers: readonly PostedTransfer[], playerId: PlayerId) {
    const stakes = transfers.flatMap(({ id, matchId }) => (matchId !== null && isStake(id) ? [matchId] : []))
    const clients = new Map<MatchId, ClientId>()
    for (let begin = 0; begin < stakes.length; begin += PER_READ) {
      const some = stakes.slice(begin, begin + PER_READ)
      const found = await Promise.all(some.map((matchId) => clientOf(matchId, playerId)))
      for (const [index, matchId] of some.entries()) {
        const clientId = found[index]
        if (clientId !== undefined) clients.set(matchId, clientId)
      }
    }
    return clients
  }

  function keep(key: string, window: LossWindow, change: () => void): void {
    const before = windows.get(key)
    windows.delete(key)
    attemptsKept -= before?.size ?? 0
    change()
    windows.set(key, window)
    attemptsKept += window.size
    for (const [other, { size }] of windows) {
      if (attemptsKept <= MAX_ATTEMPTS) return
      windows.delete(other)
      attemptsKept -= size
    }
  }

  return {
    async since(since, { playerId, clientId }, currency) {
      const key = `${playerId} ${currency}`
      const window = windows.get(key) ?? new LossWindow(playerAccount(playerId))
      const transfers = await newTransfers(playerId, currency, { seq: window.newest, at: since })
      const clients = await clientsOf(transfers, playerId)
      keep(key, window, () => {
        window.add(transfers, clients)
        window.forgetBefore(since)
      })
      return window.lossOf(clientId)
    },
  }
}
