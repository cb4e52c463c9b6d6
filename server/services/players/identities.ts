import { Problem } from '@ante/shared'
import type { Identity, IdentityId, VerifiedWallet } from '../../domain/identity.ts'
import type { PlayerId } from '../../domain/ids.ts'
import { type Player, signedOut } from '../../domain/player.ts'
import type { Precondition, Storage } from '../../storage/storage.ts'
import type { Clock, Randomness } from '../core/clock.ts'
import type { Outcome, UnitOfWork } from '../core/unit-of-work.ts'
import { readPlayer } from './change-player.ts'
import { nicknameFrom, usernameFrom } from './derived-names.ts'
import { playMoneyFor } from './play-money.ts'

/** What a provider said about the person whom it has just signed in. */
export interface Proof extends IdentityId {
  /** The name that the provider shows. It may be any text, and another person may have it here. */
  readonly username: string | null
  readonly wallet: VerifiedWallet | null
}

/** Accounts at other providers, and the players whom they belong to. A player is never found by a name. */
export interface Identities {
  /** Whether the identity belongs to a player. */
  isKnown(id: IdentityId): Promise<boolean>
  /**
   * The player whom the identity belongs to, or else a new one, created in one commit with the identity (and play money
   * in a demo store). Throws `forbidden` when that player does not exist any more.
   */
  signIn(proof: Proof): Promise<Player>
  /** In the order in which they were linked. */
  of(playerId: PlayerId): Promise<readonly Identity[]>
  /**
   * Adds a sign-in method, and ends all sessions, grants and tokens of the account. A guest becomes a player with a name
   * who can sign in again. Two players are never merged. Throws `not_found`.
   */
  link(playerId: PlayerId, proof: Proof): Promise<'linked' | 'already_linked' | 'belongs_to_another'>
  /**
   * Removes a sign-in method, and ends all sessions, grants and tokens of the account. Refused (`last_way_in`) if no
   * method would be left: no password, and no identity of a provider that is still configured. Throws `not_found`.
   */
  unlink(playerId: PlayerId, id: IdentityId): Promise<'unlinked' | 'not_linked' | 'last_way_in'>
}

interface Dependencies {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Randomness
  readonly unitOfWork: UnitOfWork
  /** Whether new players get play money. */
  readonly demo: boolean
  /** The providers that are configured. */
  readonly providers: readonly { readonly id: string }[]
}

/** Another name is tried when a player has it, and an identity that another call linked meanwhile is read again. */
const WHEN_TAKEN = { retryOn: ['taken', 'identity_taken'] } as const

export function createIdentities(dependencies: Dependencies): Identities {
  const { storage, clock, random, unitOfWork, demo } = dependencies
  const isUsable = ({ provider }: IdentityId) => dependencies.providers.some(({ id }) => id === provider)

  async function create(proof: Proof, tries: number): Promise<Outcome<Player>> {
    const at = clock.now()
    const username = usernameFrom(proof.username, random, tries)
    const player: Player = {
      id: await storage.newPlayerId(),
      username,
      nickname: nicknameFrom(proof.username) ?? username,
      passwordHash: null,
      guest: false,
      excluded: false,
      createdAt: at,
    }
    const identities = [{ ...proof, playerId: player.id, linkedAt: at }]
    const transfers = demo ? [playMoneyFor(player.id)] : []
    return { change: { at, players: [player], identities, transfers }, result: player }
  }

  /** Stores what the provider says now, for the player whom the identity belongs to. */
  async function recordSignIn(
    proof: Proof,
    identity: Identity,
    preconditions: readonly Precondition[],
  ): Promise<Outcome<Player>> {
    const player = await storage.player(identity.playerId)
    if (!player) throw new Problem('forbidden', 'This account does not exist any more.')
    if (identity.username === proof.username && proof.wallet === null) return { change: null, result: player }
    const seen = { ...identity, username: proof.username, wallet: proof.wallet ?? identity.wallet }
    return { change: { at: clock.now(), preconditions, identities: [seen] }, result: player }
  }

  function withName(guest: Player, { username: name }: Proof, tries: number): Player {
    const nickname = nicknameFrom(name) ?? guest.nickname
    return { ...guest, guest: false, username: usernameFrom(name, random, tries), nickname }
  }

  return {
    isKnown: async (id) => (await storage.identity(id)) !== undefined,

    async signIn(proof) {
      const { result } = await unitOfWork.run(async (tries) => {
        const found = await storage.identity(proof)
        if (!found) return create(proof, tries)
        // Its version tells whether the identity still belongs to this player: read it first, then the identity again.
        const preconditions = await storage.versions([{ kind: 'player', id: found.playerId }])
        const identity = await storage.identity(proof)
        return identity?.playerId === found.playerId
          ? recordSignIn(proof, identity, preconditions)
          : create(proof, tries)
      }, WHEN_TAKEN)
      return result
    },

    of: (playerId) => storage.identitiesOf(playerId),

    async link(playerId, proof) {
      const { result } = await unitOfWork.run<Awaited<ReturnType<Identities['link']>>>(async (tries) => {
        const { preconditions, player } = await readPlayer(storage, playerId)
        const known = await storage.identity(proof)
        if (known) {
          return { change: null, result: known.playerId === playerId ? 'already_linked' : 'belongs_to_another' }
        }
        const at = clock.now()
        const players = [signedOut(player.guest ? withName(player, proof, tries) : player)]
        const identities = [{ ...proof, playerId, linkedAt: at }]
        const revokes = [{ accountId: String(playerId) }]
        return { change: { at, preconditions, players, identities, revokes }, result: 'linked' }
      }, WHEN_TAKEN)
      return result
    },

    async unlink(playerId, { provider, subject }) {
      const { result } = await unitOfWork.run<Awaited<ReturnType<Identities['unlink']>>>(async () => {
        const { preconditions, player } = await readPlayer(storage, playerId)
        const all = await storage.identitiesOf(playerId)
        const left = all.filter((one) => one.provider !== provider || one.subject !== subject)
        if (left.length === all.length) return { change: null, result: 'not_linked' }
        if (player.passwordHash === null && !left.some(isUsable)) return { change: null, result: 'last_way_in' }
        const players = [signedOut(player)]
        const revokes = [{ accountId: String(playerId) }]
        const unlinked = [{ provider, subject }]
        return { change: { at: clock.now(), preconditions, players, unlinked, revokes }, result: 'unlinked' }
      })
      return result
    },
  }
}
