import { type FieldError, Nickname, Password, Problem, Username } from '@ante/shared'
import * as z from 'zod/mini'
import type { PlayerId } from '../domain/ids.ts'
import { playerAccount, type Transfer } from '../domain/ledger.ts'
import type { Player } from '../domain/player.ts'
import type { Storage } from '../storage/storage.ts'
import type { Clock, Randomness } from './clock.ts'
import { createPasswords } from './passwords.ts'

/** What somebody who wants an account says. */
export interface NewAccount {
  readonly username: string
  readonly password: string
  /** What others see; the username where it is left out. */
  readonly nickname?: string | undefined
}

/** People with accounts. */
export interface Players {
  /**
   * An account that somebody creates for themselves; with play money in a demo store.
   * Throws `invalid_request` (with the wrong fields) and `username_taken`.
   */
  createAccount(account: NewAccount): Promise<Player>
  /** An account without a name and password, for as long as its session lasts; `forbidden` outside a demo store. */
  createGuest(): Promise<Player>
  /** An account that the operator creates, without play money. Throws as `createAccount` does. */
  createByOperator(account: NewAccount): Promise<Player>
  /** The player with this name and password; null for a wrong one of either, in the same time. */
  signIn(username: string, password: string): Promise<Player | null>
  rename(id: PlayerId, nickname: string): Promise<Player>
  /** Sets the mark alone; voiding the player's open matches is not done here. */
  exclude(id: PlayerId, excluded: boolean): Promise<Player>
  /** Throws `not_found`. */
  byId(id: PlayerId): Promise<Player>
  find(id: PlayerId): Promise<Player | undefined>
}

/** What a newcomer to a demo store plays with, once. */
export const PLAY_MONEY = { amount: 100_000, currency: 'GBP' } as const

const AccountFields = z.object({ username: Username, password: Password, nickname: z.optional(Nickname) })
const MOST_TRIES = 100

interface Dependencies {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Randomness
  /** Whether the store has play money and guests. */
  readonly demo: boolean
}

export function createPlayers({ storage, clock, random, demo }: Dependencies): Players {
  const passwords = createPasswords(random.bytes(32).toString('base64url'))

  async function add(who: Omit<Player, 'id' | 'excluded' | 'createdAt'>, playMoney: boolean): Promise<Player> {
    const at = clock.now()
    const player = { ...who, id: await storage.newPlayerId(), excluded: false, createdAt: at }
    const transfers = playMoney ? [playMoneyFor(player.id)] : []
    const verdict = await storage.commit({ at, players: [player], transfers })
    if (verdict.kind === 'committed') return player
    if (verdict.kind === 'taken') throw usernameTaken(verdict.username)
    throw new Error(`a new player was refused: ${verdict.kind}`)
  }

  async function addWithPassword(account: NewAccount, playMoney: boolean): Promise<Player> {
    const { username, password, nickname } = checked(account)
    // Saves the costly hash where the name is taken already; the commit alone decides.
    if (await storage.playerByUsername(username)) throw usernameTaken(username)
    const passwordHash = await passwords.hash(password)
    return add({ username, nickname: nickname ?? username, passwordHash, guest: false }, playMoney)
  }

  async function byId(id: PlayerId): Promise<Player> {
    const player = await storage.player(id)
    if (!player) throw new Problem('not_found', `There is no player ${id}.`)
    return player
  }

  async function change(id: PlayerId, changes: Partial<Player>): Promise<Player> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const relies = await storage.versions([{ kind: 'player', id }])
      const player = { ...(await byId(id)), ...changes }
      const verdict = await storage.commit({ at: clock.now(), relies, players: [player] })
      if (verdict.kind === 'committed') return player
      if (verdict.kind !== 'stale') throw new Error(`a change of player ${id} was refused: ${verdict.kind}`)
    }
    throw new Error(`player ${id} was still stale after ${MOST_TRIES} tries`)
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
    rename: (id, nickname) => change(id, { nickname }),
    exclude: (id, excluded) => change(id, { excluded }),
    byId,
    find: (id) => storage.player(id),
  }
}

/** What a newcomer to a demo store gets, in the commit that creates the player. */
export function playMoneyFor(id: PlayerId): Transfer {
  return { id: `play-money:${id}`, debit: 'treasury', credit: playerAccount(id), ...PLAY_MONEY, matchId: null }
}

function checked(account: NewAccount): z.infer<typeof AccountFields> {
  const parsed = z.safeParse(AccountFields, account)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(({ path, message }): FieldError => ({ path: path.join('.'), message }))
  throw new Problem('invalid_request', 'This account cannot be created as it is.', errors)
}

function usernameTaken(username: string): Problem {
  return new Problem('username_taken', `The username "${username}" is taken. Choose another one.`, [
    { path: 'username', message: 'must be one that nobody has' },
  ])
}
