import { hash } from 'node:crypto'
import type { Clock } from '../../services/core/clock.ts'
import type { OAuthHolder, Storage } from '../../storage/storage.ts'
import type { Caller } from './caller.ts'
import type { FindCaller } from './find-caller.ts'

/** Callers beyond this push out those that were verified first, so that tokens cannot fill the memory. */
const MAX_CALLERS = 50_000

/**
 * Keeps callers whose token was verified, so that a token is looked up once and not with every call and push. Every
 * change that could end or alter a caller is reported by the store (`onRevoked`), which drops those callers. Callers that
 * are not kept are looked up each time; so is everybody while the store does not know what other processes revoked.
 */
export interface CallerCache {
  readonly authenticate: FindCaller
  /** Whether a caller that was found is still kept, and so holds. One that is not may hold too: look its token up again. */
  readonly isKept: (caller: Caller) => boolean
  /** As the store's, after this cache has dropped the callers: whoever listens here finds the new state. */
  onRevoked(listener: (holder: OAuthHolder | null) => void): void
}

export function createCallerCache(dependencies: {
  findCaller: (token: string) => Promise<Caller | null>
  storage: Pick<Storage, 'oauth' | 'shared'>
  clock: Clock
}): CallerCache {
  const { findCaller, storage, clock } = dependencies
  /** By the hash of the token: a memory dump shows no token of somebody who is not calling. */
  const callers = new Map<string, Caller>()
  const byHolder = new Map<string, Set<string>>()
  const kept = new WeakSet<Caller>()
  const listeners: ((holder: OAuthHolder | null) => void)[] = []
  /** Grows with every revocation: a caller that was looked up before one of them is not kept. */
  let revocations = 0

  function drop(key: string): void {
    const caller = callers.get(key)
    if (!caller) return
    callers.delete(key)
    kept.delete(caller)
    for (const holder of holdersOf(caller)) {
      const keys = byHolder.get(holder)
      keys?.delete(key)
      if (keys?.size === 0) byHolder.delete(holder)
    }
  }

  function keep(key: string, caller: Caller): void {
    drop(key)
    callers.set(key, caller)
    kept.add(caller)
    for (const holder of holdersOf(caller)) byHolder.set(holder, (byHolder.get(holder) ?? new Set()).add(key))
    const [oldest] = callers.keys()
    if (callers.size > MAX_CALLERS && oldest !== undefined) drop(oldest)
  }

  async function verify(key: string, token: string): Promise<Caller | null> {
    const before = revocations
    const caller = await findCaller(token)
    if (caller && before === revocations) keep(key, caller)
    return caller
  }

  storage.oauth.onRevoked((holder) => {
    revocations++
    const ended = holder === null ? callers.keys() : (byHolder.get(holderKey(holder)) ?? [])
    for (const key of [...ended]) drop(key)
    for (const listener of listeners) listener(holder)
  })

  const isKept = (caller: Caller) =>
    kept.has(caller) && caller.expiresAt > clock.now() && (storage.shared?.knowsRevocations() ?? true)

  return {
    isKept,
    authenticate(token) {
      const key = hash('sha256', token, 'base64url')
      const caller = callers.get(key)
      if (caller && isKept(caller)) return caller
      drop(key)
      return verify(key, token)
    },
    onRevoked(listener) {
      listeners.push(listener)
    },
  }
}

const holderKey = (holder: OAuthHolder) =>
  'accountId' in holder ? `account ${holder.accountId}` : `client ${holder.clientId}`

const holdersOf = ({ playerId, clientId }: Caller) => [
  holderKey({ accountId: String(playerId) }),
  holderKey({ clientId }),
]
