import { Problem } from '@ante/shared'
import type { PlayerId } from '../../domain/ids.ts'
import type { Player } from '../../domain/player.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Clock, Randomness } from '../core/clock.ts'
import type { Reply, UnitOfWork } from '../core/unit-of-work.ts'
import { createChangePlayer } from './change-player.ts'
import { assertUsernameFree, type Credentials, createCredentials } from './credentials.ts'
import { type NewAccount, parseNewAccount } from './new-account.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { playMoneyFor } from './play-money.ts'
import { requirePlayer } from './require-player.ts'

/** People with accounts. */
export interface Players extends Credentials {
  /**
   * Creates an account for a person who signs up, with play money in a demo store. Throws `invalid_request` (with the
   * wrong fields) and `username_taken`.
   */
  createAccount(account: NewAccount): Promise<Player>
  /** Creates an account without a password, which lasts as long as its session. Throws `forbidden` outside a demo store. */
  createGuest(): Promise<Player>
  /** Creates an account for the operator, without play money. Throws as `createAccount` does. */
  createByOperator(account: NewAccount): Promise<Player>
  /** The player with this name and password, banned or not. Null if either is wrong, and that takes as long. */
  signIn(username: string, password: string, hasPriority?: boolean): Promise<Player | null>
  /** Throws `not_found`. */
  rename(id: PlayerId, nickname: string, reply?: Reply<Player>): Promise<Player>
  /** Throws `not_found`. */
  byId(id: PlayerId): Promise<Player>
  /** The player with this name, whatever its case, banned or not. */
  byUsername(username: string): Promise<Player | undefined>
  /** The player, unless banned: the one to ask whether a session or token still counts. */
  find(id: PlayerId): Promise<Player | undefined>
}

interface Dependencies {
  readonly storage: Storage
  /** Argon2id when left out. */
  readonly passwords?: Passwords
  readonly clock: Clock
  readonly random: Randomness
  readonly unitOfWork: UnitOfWork
  /** Whether the store has play money and guests. */
  readonly demo: boolean
}

export function createPlayers({ storage, clock, random, unitOfWork, demo, ...given }: Dependencies): Players {
  const { passwords = createPasswords(random.bytes(32).toString('base64url')) } = given
  const change = createChangePlayer({ storage, clock, unitOfWork })

  async function add(fields: Omit<Player, 'id' | 'excluded' | 'createdAt'>, playMoney: boolean): Promise<Player> {
    const id = await storage.newPlayerId()
    const { result } = await unitOfWork.run(async () => {
      const at = clock.now()
      const player: Player = { ...fields, id, excluded: false, createdAt: at }
      const transfers = playMoney ? [playMoneyFor(id)] : []
      return { change: { at, players: [player], transfers }, result: player }
    })
    return result
  }

  async function addWithPassword(account: NewAccount, playMoney: boolean): Promise<Player> {
    const { username, password, nickname } = parseNewAccount(account)
    await assertUsernameFree(storage, username)
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
    async signIn(username, password, hasPriority) {
      const player = await storage.playerByUsername(username)
      const matches = await passwords.matches(password, player?.passwordHash ?? null, hasPriority)
      return player && matches ? player : null
    },
    ...createCredentials({ change, passwords, storage }),
    rename: (id, nickname, reply) => change(id, (player) => ({ ...player, nickname }), { reply }),
    byId: (id) => requirePlayer(storage, id),
    byUsername: (username) => storage.playerByUsername(username),
    async find(id) {
      const player = await storage.player(id)
      return player?.ban ? undefined : player
    },
  }
}
