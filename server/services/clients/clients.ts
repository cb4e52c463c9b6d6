import { type NewClient, Problem, popupCallbackPath } from '@ante/shared'
import type { Client } from '../../domain/client.ts'
import { asClientId, type ClientId } from '../../domain/ids.ts'
import { hashSecret } from '../../keys/secret-hash.ts'
import type { Change, Storage } from '../../storage/storage.ts'
import type { Clock, Randomness } from '../core/clock.ts'
import type { UnitOfWork } from '../core/unit-of-work.ts'
import { validateClient } from './validate-client.ts'

/** A client that was just registered. The secret of a confidential client is known this once. */
export interface Registration {
  readonly client: Client
  readonly secret?: string
}

/** The applications that may ask players to sign in: OAuth clients. */
export interface Clients {
  /**
   * Registers a client; under `id`, if one is given, in place of the client that had this id.
   * Throws `invalid_request` with every wrong field.
   */
  register(input: NewClient, id?: ClientId): Promise<Registration>
  /** All clients that were not removed, oldest first. */
  list(): Promise<readonly Client[]>
  /** A client that was not removed. */
  find(id: ClientId): Promise<Client | undefined>
  /** Replaces the secret. Throws `not_found`, and `invalid_request` for a client that has none. */
  rotateSecret(id: ClientId): Promise<string>
  /** Removes the client and ends its grants and tokens, in one commit. Throws `not_found`. */
  remove(id: ClientId): Promise<Client>
  /** All addresses that its players may return to: the registered ones and, for a browser game, the popup's own page. */
  redirectUrisOf(client: Client): readonly string[]
  /** Whether any client names this web origin. */
  originRegistered(origin: string): Promise<boolean>
}

interface Dependencies {
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Randomness
  readonly unitOfWork: UnitOfWork
  readonly publicUrl: string
  /** A demo store allows plain http everywhere. */
  readonly demo: boolean
}

export function createClients({ storage, clock, random, unitOfWork, publicUrl, demo }: Dependencies): Clients {
  const newSecret = () => random.bytes(32).toString('base64url')

  async function find(id: ClientId): Promise<Client | undefined> {
    const client = await storage.client(id)
    return client?.removedAt === undefined ? client : undefined
  }

  async function list(): Promise<readonly Client[]> {
    return (await storage.clients()).filter(({ removedAt }) => removedAt === undefined)
  }

  async function change(
    id: ClientId,
    changed: (client: Client) => Client,
    beside: Pick<Change, 'revokes'> = {},
  ): Promise<Client> {
    const { result } = await unitOfWork.run(async () => {
      const preconditions = await storage.versions([{ kind: 'client', id }])
      const before = await find(id)
      if (!before) throw new Problem('not_found', `There is no client "${id}".`)
      const client = changed(before)
      return { change: { at: clock.now(), preconditions, clients: [client], ...beside }, result: client }
    })
    return result
  }

  return {
    async register(input, id = asClientId(random.bytes(12).toString('hex'))) {
      const errors = validateClient(input, demo)
      if (errors.length > 0) throw new Problem('invalid_request', 'This client cannot be registered as it is.', errors)
      const secret = input.type === 'confidential' ? newSecret() : undefined
      const secretHash = secret === undefined ? null : hashSecret(secret)
      const { result: client } = await unitOfWork.run(async () => {
        const at = clock.now()
        const registered = clientOf(input, { id, secretHash, createdAt: at })
        return { change: { at, clients: [registered] }, result: registered }
      })
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

function clientOf(input: NewClient, own: Pick<Client, 'id' | 'secretHash' | 'createdAt'>): Client {
  return {
    ...own,
    type: input.type,
    name: input.name,
    description: input.description,
    logoUri: input.logo_uri ?? null,
    clientUri: input.client_uri ?? null,
    redirectUris: [...new Set(input.redirect_uris)],
    scopes: [...new Set(input.scopes)],
    allowedOrigins: [...new Set(input.allowed_origins)],
    iss: input.iss,
  }
}
