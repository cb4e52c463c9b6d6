import * as z from 'zod/mini'
import { IntegerText, operatorEndpoint, SCOPES } from './endpoint.ts'
import { PlayerId, Timestamp } from './matches.ts'
import { ClientType } from './operator.ts'

const BASE = '/admin/v1'

/** A registered application as the operator sees it; never its secret. */
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

/** Gives a confidential application another secret, shown this once; the one before stops to work at once. */
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
 * Removes an application: its players' grants, tokens and sockets stop to work at once, and its id is never used again.
 * Matches that were begun through it run on; a player who is in one can report through another application of the game.
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

/** What the operator allows a player. */
export const PlayerStanding = z.object({
  id: PlayerId,
  username: z.string(),
  nickname: z.string(),
  /** True: may finish running matches, and start none. */
  excluded: z.boolean(),
  /** Not null: may do nothing at all. */
  ban: z.nullable(Ban),
})
export type PlayerStanding = z.infer<typeof PlayerStanding>

/** Looks a player up by username, whatever its case; nobody is found by anything else than the whole of it. */
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

/** Keeps a player from starting matches, or lets them again. Excluding voids the player's unmatched matches with refund. */
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
 * Keeps a player out altogether: sessions, grants, tokens and sockets stop to work at once, unmatched matches are voided
 * with refund. Matched ones run on without the player: a score that is in counts, a missing one is missing at its
 * deadline. Money stays where it is. Again, it only changes the reason.
 */
export const banPlayer = operatorEndpoint({
  id: 'banPlayer',
  method: 'POST',
  path: `${BASE}/players/:id/ban`,
  summary: 'Ban a player',
  params: playerParams,
  body: z.object({
    /** The player reads it when they try to sign in. */
    reason: z._default(z.string().check(z.maxLength(500)), ''),
  }),
  statuses: [200],
  response: z.object({ player: PlayerStanding }),
})

/** Lets a banned player sign in again; whoever is not banned stays so. */
export const unbanPlayer = operatorEndpoint({
  id: 'unbanPlayer',
  method: 'POST',
  path: `${BASE}/players/:id/unban`,
  summary: 'Lift the ban of a player',
  params: playerParams,
  statuses: [200],
  response: z.object({ player: PlayerStanding }),
})
