/** A number of requests in a time, from one network. */
export interface RequestLimitSize {
  readonly count: number
  readonly seconds: number
}

/**
 * Every limit on sign-in and OAuth requests by the network of the caller (`networksOf`). A `/56` may do four times, and a
 * `/48` sixteen times, what a `/64` or an IPv4 address may. `ANTE_RATE_LIMIT` multiplies each count.
 */
export const REQUEST_LIMITS = {
  /** Accounts and guests created. */
  newAccounts: { count: 100, seconds: 600 },
  /** Names asked for that somebody else has: whoever collects names learns few. */
  takenNames: { count: 20, seconds: 600 },
  /** Sign-ins begun, each of which the store keeps for an hour. */
  signIns: { count: 300, seconds: 60 },
  /** Codes of games tried on the page where they are confirmed (RFC 8628), right or wrong. */
  userCodes: { count: 60, seconds: 600 },
  /** Calls of the token, revocation and introspection endpoints. */
  tokenCalls: { count: 1200, seconds: 60 },
} as const satisfies Record<string, RequestLimitSize>

/** What a wider network may do, as a multiple of what its narrowest may; in the order of `networksOf`. */
export const NETWORK_FACTORS = [1, 4, 16] as const

/** A number of calls in a time, from one player and from one network. */
export interface CallLimitSize {
  readonly perPlayer: number
  /** Of an IPv4 address or a `/64`; wider networks may do more, as above. */
  readonly perNetwork: number
  readonly seconds: number
}

/** Every limit on players' calls of the API. `ANTE_RATE_LIMIT` multiplies each count. */
export const CALL_LIMITS = {
  /** All calls. */
  calls: { perPlayer: 3000, perNetwork: 30_000, seconds: 60 },
  /** Calls that begin an attempt (create, accept, join): each leaves a match that is kept for ever. */
  attempts: { perPlayer: 600, perNetwork: 12_000, seconds: 3600 },
} as const satisfies Record<string, CallLimitSize>

/** Sign-ins under way that one process keeps for an hour at most. Beyond either, the oldest of the same network ends. */
export const PENDING_INTERACTIONS = {
  /** Of an IPv4 address or a `/64`; wider networks may have more, as above. */
  perNetwork: 1000,
  total: 4000,
} as const
