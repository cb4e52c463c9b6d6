import { Problem } from '@ante/shared'
import type { Identity, IdentityId, VerifiedWallet } from '../../domain/identity.ts'
import type { PlayerId } from '../../domain/ids.ts'
import { type Player, signedOut } from '../../domain/player.ts'
import type { CommitResult, Storage } from '../../storage/storage.ts'
import type { Clock, Randomness } from '../core/clock.ts'
import { displayNameFrom, usernameFrom } from './derived-names.ts'
import { playMoneyFor } from './players.ts'

/** What a provider said about somebody whom it has just signed in. */
export interface Proof extends IdentityId {
  /** What it calls them; it may be anything, and anybody's name. */
  readonly username: string | null
  readonly wallet: VerifiedWallet | null
}

/** Accounts at other providers, and whose they are here. Nobody is ever found by a name. */
export interface Identities {
  /** Whether somebody has signed in so before, or linked it. */
  isKnown(id: IdentityId): Promise<boolean>
  /**
   * The player to whom the identity belongs, or a new one, made with it in one commit; with play money in a demo store.
   * Throws `forbidden` where that player does not exist any more.
   */
  signIn(proof: Proof): Promise<Player>
  /** In the order in which they were linked. */
  of(playerId: PlayerId): Promise<readonly Identity[]>
  /**
   * Adds a way to sign in, and ends every session, grant and token of before; a guest becomes a player with a name who can
   * come back. Two players are never merged.
   */
  link(playerId: PlayerId, proof: Proof): Promise<'linked' | 'already_linked' | 'belongs_to_another'>
  /**
   * Takes a way to sign in away, and ends every session, grant and token of before; refused where nothing would be left:
   * neither a password nor an identity whose provider is still there.
   */
  unlink(playerId: PlayerId, id: IdentityId): Promise<'unlinked' | 'not_linked' | 'last_way_in'>
}

interface Dependencies {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Randomness
  /** Whether newcomers get play money. */
  readonly demo: boolean
  readonly providers: readonly { readonly id: string }[]
}

/** Each try but the last met a change by somebody else, or a name that was taken. */
const MAX_TRIES = 1000

export function createIdentities(dependencies: Dependencies): Identities {
  const { storage, clock, random, demo } = dependencies
  const isUsable = ({ provider }: IdentityId) => dependencies.providers.some(({ id }) => id === provider)

  async function create(proof: Proof, tries: number): Promise<Player | null> {
    const at = clock.now()
    const username = usernameFrom(proof.username, random, tries)
    const player: Player = {
      id: await storage.newPlayerId(),
      username,
      nickname: displayNameFrom(proof.username) ?? username,
      passwordHash: null,
      guest: false,
      excluded: false,
      createdAt: at,
    }
    const commitResult = await storage.commit({
      at,
      players: [player],
      identities: [{ ...proof, playerId: player.id, linkedAt: at }],
      transfers: demo ? [playMoneyFor(player.id)] : [],
    })
    return isCommitted(commitResult) ? player : null
  }

  /** Signs the identity's player in, and remembers what the provider says now; null where the identity moved meanwhile. */
  async function enter(proof: Proof, playerId: PlayerId): Promise<Player | null> {
    const preconditions = await storage.versions([{ kind: 'player', id: playerId }])
    const [identity, player] = await Promise.all([storage.identity(proof), storage.player(playerId)])
    if (identity?.playerId !== playerId) return null
    if (!player) throw new Problem('forbidden', 'This account does not exist any more.')
    if (identity.username === proof.username && proof.wallet === null) return player
    const seen = { ...identity, username: proof.username, wallet: proof.wallet ?? identity.wallet }
    const commitResult = await storage.commit({ at: clock.now(), preconditions, identities: [seen] })
    return isCommitted(commitResult) ? player : null
  }

  async function playerToChange(id: PlayerId) {
    const preconditions = await storage.versions([{ kind: 'player', id }])
    const player = await storage.player(id)
    if (!player) throw new Problem('not_found', `There is no player ${id}.`)
    return { preconditions, player }
  }

  function named(guest: Player, { username: name }: Proof, tries: number): Player {
    const nickname = displayNameFrom(name) ?? guest.nickname
    return { ...guest, guest: false, username: usernameFrom(name, random, tries), nickname }
  }

  return {
    isKnown: async (id) => (await storage.identity(id)) !== undefined,

    signIn: (proof) =>
      untilDecided(async (tries) => {
        const identity = await storage.identity(proof)
        return identity ? enter(proof, identity.playerId) : create(proof, tries)
      }),

    of: (playerId) => storage.identitiesOf(playerId),

    link: (playerId, proof) =>
      untilDecided(async (tries) => {
        const { preconditions, player } = await playerToChange(playerId)
        const known = await storage.identity(proof)
        if (known) return known.playerId === playerId ? 'already_linked' : 'belongs_to_another'
        const at = clock.now()
        const commitResult = await storage.commit({
          at,
          preconditions,
          players: [signedOut(player.guest ? named(player, proof, tries) : player)],
          identities: [{ ...proof, playerId, linkedAt: at }],
          revokes: [{ accountId: String(playerId) }],
        })
        return isCommitted(commitResult) ? 'linked' : null
      }),

    unlink: (playerId, { provider, subject }) =>
      untilDecided(async () => {
        const { preconditions, player } = await playerToChange(playerId)
        const all = await storage.identitiesOf(playerId)
        const left = all.filter((one) => one.provider !== provider || one.subject !== subject)
        if (left.length === all.length) return 'not_linked'
        if (player.passwordHash === null && !left.some(isUsable)) return 'last_way_in'
        const commitResult = await storage.commit({
          at: clock.now(),
          preconditions,
          players: [signedOut(player)],
          unlinked: [{ provider, subject }],
          revokes: [{ accountId: String(playerId) }],
        })
        return isCommitted(commitResult) ? 'unlinked' : null
      }),
  }
}

/** Decides again as long as something moved on meanwhile. */
async function untilDecided<Result>(attempt: (tries: number) => Promise<Result | null>): Promise<Result> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const result = await attempt(tries)
    if (result !== null) return result
  }
  throw new Error(`an identity was still not decided on after ${MAX_TRIES} tries`)
}

function isCommitted({ kind }: CommitResult): boolean {
  if (kind === 'committed') return true
  if (kind === 'stale' || kind === 'taken' || kind === 'identity_taken') return false
  throw new Error(`a change of an identity was refused: ${kind}`)
}
