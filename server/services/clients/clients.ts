import { type FieldError, type NewClient, Problem, popupCallbackPath } from '@ante/shared'
import type { Client } from '../../domain/client.ts'
import { asClientId, type ClientId } from '../../domain/ids.ts'
import { hashSecret } from '../../keys/secret-hash.ts'
import type { Change, Storage } from '../../storage/storage.ts'
import type { Clock, Randomness } from '../core/clock.ts'
import { createKeyedMutex } from '../core/mutex.ts'
import { validateOrigin, validateRedirectUri } from './redirect-uris.ts'

/** A client just registered; the secret of a confidential one is known this once. */
export interface Registration {
  readonly client: Client
  readonly secret?: string
}

/** The applications that may ask players to sign in. */
export interface Clients {
  /**
   * Registers an application; under `id`, where one is given, it replaces the one registered before.
   * Throws `invalid_request` with every wrong field.
   */
  register(input: NewClient, id?: ClientId): Promise<Registration>
  /** Every one that is in use, oldest first. */
  list(): Promise<readonly Client[]>
  find(id: ClientId): Promise<Client | undefined>
  /** Another secret in place of the one before. Throws `not_found`, and `invalid_request` where there can be none. */
  rotateSecret(id: ClientId): Promise<string>
  /** In one commit: nobody knows the application any more, and all of its grants and tokens end. Throws `not_found`. */
  remove(id: ClientId): Promise<Client>
  /** Every address that its players may return to: the registered ones and, for browser games, the popup's own page. */
  redirectUrisOf(client: Client): readonly string[]
  /** Whether any client names this web origin. */
  originRegistered(origin: string): Promise<boolean>
}

interface Dependencies {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Randomness
  readonly publicUrl: string
  /** A demo store takes plain http anywhere. */
  readonly demo: boolean
}

export function createClients({ storage, clock, random, publicUrl, demo }: Dependencies): Clients {
  const newSecret = () => random.bytes(32).toString('base64url')
  const runExclusive = createKeyedMutex()

  async function find(id: ClientId): Promise<Client | undefined> {
    const client = await storage.client(id)
    return client?.removedAt === undefined ? client : undefined
  }

  async function list(): Promise<readonly Client[]> {
    return (await storage.clients()).filter(({ removedAt }) => removedAt === undefined)
  }

  /** Changes follow each other, so that none brings back what another one has just taken away. */
  function change(id: ClientId, changed: (client: Client) => Client, beside: Partial<Change> = {}): Promise<Client> {
    return runExclusive(id, async () => {
      const client = await find(id)
      if (!client) throw new Problem('not_found', `There is no client "${id}".`)
      const after = changed(client)
      const commitResult = await storage.commit({ at: clock.now(), clients: [after], ...beside })
      if (commitResult.kind !== 'committed')
        throw new Error(`a change of client ${id} was refused: ${commitResult.kind}`)
      return after
    })
  }

  return {
    async register(input, id = asClientId(random.bytes(12).toString('hex'))) {
      const errors = validateAccounts(input, demo)
      if (errors.length > 0) throw new Problem('invalid_request', 'This client cannot be registered as it is.', errors)
      const secret = input.type === 'confidential' ? newSecret() : undefined
      const at = clock.now()
      const client: Client = {
        id,
        type: input.type,
        name: input.name,
        description: input.description,
        logoUri: input.logo_uri ?? null,
        clientUri: input.client_uri ?? null,
        redirectUris: [...new Set(input.redirect_uris)],
        scopes: [...new Set(input.scopes)],
        allowedOrigins: [...new Set(input.allowed_origins)],
        secretHash: secret === undefined ? null : hashSecret(secret),
        iss: input.iss,
        createdAt: at,
      }
      const commitResult = await storage.commit({ at, clients: [client] })
      if (commitResult.kind !== 'committed') throw new Error(`a new client was refused: ${commitResult.kind}`)
      return { client, ...(secret !== undefined && { secret }) }
    },
    list,
    find,
    async rotateSecret(id) {
      const secret = newSecret()
      await change(id, (client) => {
        if (client.secretHash === null) {
          throw new Problem('invalid_request', `"${client.name}" is a ${client.type} client, which keeps no secret.`)
        }
        return { ...client, secretHash: hashSecret(secret) }
      })
      return secret
    },
    remove: (id) => change(id, (client) => ({ ...client, removedAt: clock.now() }), { revokes: [{ clientId: id }] }),
    redirectUrisOf(client) {
      const popup = client.type === 'public' && client.allowedOrigins.length > 0
      return popup ? [...client.redirectUris, `${publicUrl}${popupCallbackPath(client.id)}`] : client.redirectUris
    },
    async originRegistered(origin) {
      return (await list()).some((client) => client.allowedOrigins.includes(origin))
    },
  }
}

function validateAccounts(input: NewClient, demo: boolean): FieldError[] {
  const each = (field: 'redirect_uris' | 'allowed_origins', mistakeIn: (value: string) => string | null) =>
    input[field].flatMap((value, index): FieldError[] => {
      const message = mistakeIn(value)
      return message === null ? [] : [{ path: `${field}.${index}`, message }]
    })
  return [
    ...each('redirect_uris', (uri) => validateRedirectUri(uri, input.type, demo)),
    ...each('allowed_origins', (origin) => validateOrigin(origin, demo)),
    ...whereNobodyCouldReturnTo(input),
  ]
}

function whereNobodyCouldReturnTo(input: NewClient): FieldError[] {
  if (input.redirect_uris.length > 0) return []
  if (input.type !== 'public')
    return [{ path: 'redirect_uris', message: 'must name at least one address to return to' }]
  if (input.allowed_origins.length > 0) return []
  return [{ path: 'allowed_origins', message: "must name the game's web origin, unless redirect_uris are given" }]
}
