import { Problem } from '@ante/shared'
import type { PlayerId } from '../../domain/ids.ts'
import { playerAccount, type Transfer } from '../../domain/ledger.ts'
import type { Player } from '../../domain/player.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock, Randomness } from '../core/clock.ts'
import type { Remember } from '../core/unit-of-work.ts'
import { createChangePlayer, existing, usernameTaken } from './change-player.ts'
import { type Credentials, createCredentials } from './credentials.ts'
import { checkedAccount, type NewAccount } from './new-account.ts'
import { createPasswords, type Passwords } from './passwords.ts'

/** People with accounts. */
export interface Players extends Credentials {
  /**
   * An account that somebody creates for themselves; with play money in a demo store.
   * Throws `invalid_request` (with the wrong fields) and `username_taken`.
   */
  createAccount(account: NewAccount): Promise<Player>
  /** An account without a name and password, for as long as its session lasts; `forbidden` outside a demo store. */
  createGuest(): Promise<Player>
  /** An account that the operator creates, without play money. Throws as `createAccount` does. */
  createByOperator(account: NewAccount): Promise<Player>
  /** The player with this name and password, banned or not; null for a wrong one of either, after the same work. */
  signIn(username: string, password: string): Promise<Player | null>
  rename(id: PlayerId, nickname: string, remember?: Remember<Player>): Promise<Player>
  /** Throws `not_found`. */
  byId(id: PlayerId): Promise<Player>
  /** The player of this name, whatever its case, banned or not. */
  byUsername(username: string): Promise<Player | undefined>
  /** The player, unless there is none or the operator has banned them: who may be spoken for. */
  find(id: PlayerId): Promise<Player | undefined>
}

/** What a newcomer to a demo store plays with, once. */
export const PLAY_MONEY = { amount: 100_000, currency: 'GBP' } as const

interface Dependencies {
  readonly storage: Storage
  /** Argon2id, unless another one is given. */
  readonly passwords?: Passwords
  readonly clock: Clock
  readonly random: Randomness
  /** Whether the store has play money and guests. */
  readonly demo: boolean
}

export function createPlayers({ storage, clock, random, demo, ...given }: Dependencies): Players {
  const { passwords = createPasswords(random.bytes(32).toString('base64url')) } = given
  const change = createChangePlayer({ storage, clock })

  async function add(who: Omit<Player, 'id' | 'excluded' | 'createdAt'>, playMoney: boolean): Promise<Player> {
    const at = clock.now()
    const player = { ...who, id: await storage.newPlayerId(), excluded: false, createdAt: at }
    const transfers = playMoney ? [playMoneyFor(player.id)] : []
    const commitResult = await storage.commit({ at, players: [player], transfers })
    if (commitResult.kind === 'committed') return player
    if (commitResult.kind === 'taken') throw usernameTaken(commitResult.username)
    throw new Error(`a new player was refused: ${commitResult.kind}`)
  }

  async function addWithPassword(account: NewAccount, playMoney: boolean): Promise<Player> {
    const { username, password, nickname } = checkedAccount(account)
    // Saves the costly hash where the name is taken already; the commit alone decides.
    if (await storage.playerByUsername(username)) throw usernameTaken(username)
    const passwordHash = await passwords.hash(password)
    return add({ username, nickname: nickname ?? username, passwordHash, guest: false }, playMoney)
  }

  return {
    createAccount: (account) => addWithPassword(account, demo),
    createByOperator: (account) => addWithPassword(account, false),
    createGuest() {
      if (!demo) throw new Problem('forbidden', 'Guests are not allowed here. Create an account.')
      const number = 1000 + (random.bytes(4).readUInt32BE() % 9000)
      const username = `guest-${number}-${random.bytes(6).toString('hex')}`
      return add({ username, nickname: `Guest ${number}`, passwordHash: null, guest: true }, true)
    },
    async signIn(username, password) {
      const player = await storage.playerByUsername(username)
      const matches = await passwords.matches(password, player?.passwordHash ?? null)
      return player && matches ? player : null
    },
    ...createCredentials({ change, passwords, storage }),
    rename: (id, nickname, remember = null) => change(id, (player) => ({ ...player, nickname }), { remember }),
    byId: (id) => existing(storage, id),
    byUsername: (username) => storage.playerByUsername(username),
    async find(id) {
      const player = await storage.player(id)
      return player?.ban ? undefined : player
    },
  }
}

/** What a newcomer to a demo store gets, in the commit that creates the player. */
export function playMoneyFor(id: PlayerId): Transfer {
  return { id: `play-money:${id}`, debit: 'treasury', credit: playerAccount(id), ...PLAY_MONEY, matchId: null }
}
