import type Provider from 'oidc-provider'
import type { Client as EngineClient, RefreshToken } from 'oidc-provider'
import type { Logger } from 'pino'
import { macOf } from '../../keys/hmac.ts'
import type { Clock, Randomness } from '../../services/core/clock.ts'
import type { OAuthRecords } from '../../storage/storage.ts'
import { recordKey } from '../provider/adapter.ts'
import type { Engine } from '../provider/engine.ts'

/** Refresh tokens of clients without a secret: each works once. */
export interface Rotation {
  /**
   * The token that takes the presented one's place. Presented again within 30 s, while the successor is unused, the same
   * one; in any other repetition the whole family is revoked and `invalid_grant` thrown.
   */
  successorOf(presented: Presented, client: EngineClient): Promise<Presented>
}

/** A refresh token and its value, which is what its holder has. */
export interface Presented {
  readonly value: string
  readonly token: RefreshToken
}

/** For a lost answer, and for tabs that refresh at once. */
const GRACE = 30_000

interface RotationDependencies {
  readonly provider: Provider
  readonly engine: Engine
  readonly records: OAuthRecords
  readonly clock: Clock
  readonly random: Randomness
  /** The first one makes successors, all of them find one again. */
  readonly secrets: readonly [string, ...string[]]
  readonly log: Logger
}

/**
 * A successor is derived from the presented token, a nonce and a secret of the server. The nonce is written in the step
 * that marks the presented token as used, so that whoever holds that token gets the same successor again, while what is
 * stored reveals no token.
 */
export function createRotation(dependencies: RotationDependencies): Rotation {
  const { provider, engine, records, clock, random, secrets, log } = dependencies
  const { InvalidGrant } = engine.errors
  const derive = (presented: string, nonce: string, secret: string = secrets[0]) =>
    macOf(secret, 'refresh-token', `${nonce} ${presented}`)

  async function rotate({ value, token }: Presented, client: EngineClient): Promise<Presented | null> {
    const nonce = random.bytes(16).toString('base64url')
    const successor = { value: derive(value, nonce), token: createSuccessor(derive(value, nonce), token, client) }
    // First there, then named: nobody learns of a successor that a crash kept from being stored.
    await successor.token.save()
    const key = recordKey('RefreshToken', value)
    const consumed = await records.consume('RefreshToken', key, clock.now(), { successor: nonce })
    if (consumed === 'consumed') return successor
    await successor.token.destroy()
    return null
  }

  function createSuccessor(jti: string, token: RefreshToken, client: EngineClient): RefreshToken {
    return new provider.RefreshToken({
      jti,
      client,
      accountId: token.accountId ?? '',
      authTime: token.authTime,
      grantId: token.grantId ?? '',
      gty: token.gty ?? '',
      iiat: token.iiat,
      rotations: (token.rotations ?? 0) + 1,
      scope: token.scope ?? '',
    })
  }

  /** The successor that was given for this token a moment ago, unless it has been used itself. */
  async function sameSuccessor(value: string): Promise<Presented | null> {
    const record = await records.get('RefreshToken', recordKey('RefreshToken', value))
    const nonce = record?.payload.successor
    if (typeof nonce !== 'string' || clock.now() - (record?.consumedAt ?? 0) >= GRACE) return null
    for (const secret of secrets) {
      const successor = derive(value, nonce, secret)
      const token = await provider.RefreshToken.find(successor)
      if (token) return token.consumed === undefined ? { value: successor, token } : null
    }
    return null
  }

  async function revokeFamily(token: RefreshToken): Promise<never> {
    if (token.grantId !== undefined) await records.deleteByGrant(token.grantId)
    log.warn({ client: token.clientId, player: token.accountId }, 'a refresh token was used again: family revoked')
    throw new InvalidGrant('refresh token already used')
  }

  return {
    async successorOf(presented, client) {
      const fresh = presented.token.consumed === undefined ? await rotate(presented, client) : null
      return fresh ?? (await sameSuccessor(presented.value)) ?? revokeFamily(presented.token)
    },
  }
}
