import * as z from 'zod/mini'
import { IntegerText, operatorEndpoint, SCOPES } from './endpoint.ts'
import { PlayerId, Timestamp } from './matches.ts'
import { ClientType } from './operator.ts'

const BASE = '/admin/v1'

/** A registered application, without its secret. */
export const RegisteredClient = z.object({
  client_id: z.string(),
  type: ClientType,
  name: z.string(),
  description: z.string(),
  logo_uri: z.nullable(z.string()),
  client_uri: z.nullable(z.string()),
  redirect_uris: z.array(z.string()),
  scopes: z.array(z.enum(SCOPES)),
  /** Web origins that may call the API with its tokens. */
  allowed_origins: z.array(z.string()),
  /** Whether its redirects carry RFC 9207's `iss`. */
  iss: z.boolean(),
  created_at: Timestamp,
})
export type RegisteredClient = z.infer<typeof RegisteredClient>

const clientParams = z.object({ id: z.string() })
const playerParams = z.object({ id: IntegerText.check(z.minimum(1)) })

/** Every application that is registered now, oldest first. */
export const listClients = operatorEndpoint({
  id: 'listClients',
  method: 'GET',
  path: `${BASE}/clients`,
  summary: 'List the registered applications',
  statuses: [200],
  response: z.object({ clients: z.array(RegisteredClient) }),
})

/**
 * Replaces the secret of a confidential application. The answer is the only one that has it; the old secret is invalid
 * at once.
 */
export const rotateClientSecret = operatorEndpoint({
  id: 'rotateClientSecret',
  method: 'POST',
  path: `${BASE}/clients/:id/secret`,
  summary: 'Give an application a new secret',
  params: clientParams,
  statuses: [200],
  response: z.object({ client_id: z.string(), client_secret: z.string() }),
})

/**
 * Removes an application: its grants, tokens and sockets end at once, and its id is never used again. Matches that were
 * started through it continue; their players can report scores through another application of the game.
 */
export const removeClient = operatorEndpoint({
  id: 'removeClient',
  method: 'DELETE',
  path: `${BASE}/clients/:id`,
  summary: 'Remove an application',
  params: clientParams,
  statuses: [200],
  response: z.object({ client: RegisteredClient }),
})

/** Why and since when a player is banned. */
export const Ban = z.object({ reason: z.string(), at: Timestamp })

/** A player, with the restrictions that the operator has set. */
export const PlayerStanding = z.object({
  id: PlayerId,
  username: z.string(),
  nickname: z.string(),
  /** True: the player may finish running matches, but not start one. */
  excluded: z.boolean(),
  /** The ban, which refuses every call of the player; null: not banned. */
  ban: z.nullable(Ban),
})
export type PlayerStanding = z.infer<typeof PlayerStanding>

/** Finds the player with exactly this username, ignoring case. */
export const findPlayers = operatorEndpoint({
  id: 'findPlayers',
  method: 'GET',
  path: `${BASE}/players`,
  summary: 'Find a player by username',
  query: z.object({ username: z.string().check(z.minLength(1), z.maxLength(100)) }),
  statuses: [200],
  response: z.object({
    /** One, or none. */
    players: z.array(PlayerStanding),
  }),
})

/**
 * Excludes a player from new matches, or ends the exclusion. Excluding voids the player's unmatched matches with a
 * refund.
 */
export const updatePlayer = operatorEndpoint({
  id: 'updatePlayer',
  method: 'PATCH',
  path: `${BASE}/players/:id`,
  summary: 'Exclude a player from new matches, or allow them again',
  params: playerParams,
  body: z.object({ excluded: z.boolean() }),
  statuses: [200],
  response: z.object({ player: PlayerStanding }),
})

/**
 * Bans a player: sessions, grants, tokens and sockets end at once, and unmatched matches are voided with a refund.
 * Matched ones continue without the player: a posted score counts, and a missing one stays missing at its deadline. The
 * player's balances do not change. A second call only changes the reason.
 */
export const banPlayer = operatorEndpoint({
  id: 'banPlayer',
  method: 'POST',
  path: `${BASE}/players/:id/ban`,
  summary: 'Ban a player',
  params: playerParams,
  body: z.object({
    /** Shown to the player who tries to sign in. */
    reason: z._default(z.string().check(z.maxLength(500)), ''),
  }),
  statuses: [200],
  response: z.object({ player: PlayerStanding }),
})

/** Lifts a ban, so that the player can sign in again. Changes nothing for a player who is not banned. */
export const unbanPlayer = operatorEndpoint({
  id: 'unbanPlayer',
  method: 'POST',
  path: `${BASE}/players/:id/unban`,
  summary: 'Lift the ban of a player',
  params: playerParams,
  statuses: [200],
  response: z.object({ player: PlayerStanding }),
})
