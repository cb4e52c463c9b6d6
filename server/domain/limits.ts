import type { Instant } from './ids.ts'

/**
 * Every limit that a caller can meet. Each has a key, so that a caller over it is refused and nobody else is. A *network* is
 * one IPv4 address or one IPv6 `/64`. `docs/limits.md` shows these tables; a test compares them.
 */
interface Limit {
  /** What is limited. */
  readonly what: string
  /** What the caller gets beyond it. */
  readonly beyond: string
}

/** A number of requests in a time, from one network. */
export interface RequestLimitSize extends Limit {
  readonly count: number
  readonly seconds: number
}

const PAGE_429 = 'page with 429 and `Retry-After`'

/** Limits on sign-in and OAuth requests, by network. `ANTE_RATE_LIMIT` multiplies each count. */
export const REQUEST_LIMITS = {
  newAccounts: { what: 'accounts and guests created', count: 100, seconds: 600, beyond: PAGE_429 },
  // Whoever collects names learns few.
  takenNames: { what: 'names asked for that somebody has', count: 20, seconds: 600, beyond: PAGE_429 },
  // The store keeps each for an hour.
  signIns: { what: 'sign-ins begun, and device pages opened or sent', count: 300, seconds: 60, beyond: PAGE_429 },
  // There are far too many to guess at this rate (RFC 8628).
  userCodes: { what: 'wrong codes tried on the device page', count: 60, seconds: 600, beyond: PAGE_429 },
  tokenCalls: {
    what: 'token, revocation, introspection and device authorization calls',
    count: 1200,
    seconds: 60,
    beyond: '429 `temporarily_unavailable` and `Retry-After`',
  },
} as const satisfies Record<string, RequestLimitSize>

/** What a wider network may do, as a multiple of what its narrowest may: `/64` or IPv4 address, `/56`, `/48`. */
export const NETWORK_FACTORS = [1, 4, 16] as const

/** A number of calls in a time, from one player and from one network. */
export interface CallLimitSize extends Limit {
  readonly perPlayer: number
  readonly perNetwork: number
  readonly seconds: number
}

const CALL_429 = '429 `too_many_requests` and `Retry-After`'

/** Limits on players' calls of the API. `ANTE_RATE_LIMIT` multiplies each count. */
export const CALL_LIMITS = {
  calls: { what: 'all calls', perPlayer: 3000, perNetwork: 30_000, seconds: 60, beyond: CALL_429 },
  // Each leaves a match that is kept for ever.
  attempts: { what: 'create, accept, join', perPlayer: 600, perNetwork: 12_000, seconds: 3600, beyond: CALL_429 },
} as const satisfies Record<string, CallLimitSize>

/** How many of something may be kept, open or waiting at once. */
export interface Cap extends Limit {
  /** Who is counted together. */
  readonly key: 'player' | 'grant' | 'application of a player' | 'network' | 'browser' | 'server process'
  readonly count: number
}

/** Limits on what is kept, open or waiting at once. */
export const CAPS = {
  connections: {
    what: 'connections; fewer where the system allows fewer open files',
    key: 'server process',
    count: 10_000,
    beyond: 'the connection that was idle longest is closed, or else the new one',
  },
  // `ANTE_RATE_LIMIT` multiplies this one.
  unauthenticatedSockets: {
    what: 'Socket.IO connections without an accepted token',
    key: 'network',
    count: 100,
    beyond: '429 and `Retry-After`',
  },
  allUnauthenticatedSockets: {
    what: 'Socket.IO connections without an accepted token',
    key: 'server process',
    count: 5000,
    beyond: '429 and `Retry-After`',
  },
  sockets: {
    what: 'Socket.IO connections',
    key: 'player',
    count: 10,
    beyond: '`connect_error` `too_many_requests`',
  },
  waitingEventCalls: { what: 'calls that wait for events', key: 'player', count: 10, beyond: CALL_429 },
  rememberedAnswers: {
    what: 'answers kept for an `Idempotency-Key`, 8 days each',
    key: 'player',
    count: 20_000,
    beyond: CALL_429,
  },
  lateRefusals: {
    what: 'answers with 429 that are sent a second late, to whoever got 50 of them in 10 seconds',
    key: 'network',
    count: 64,
    beyond: 'the 429 is sent at once',
  },
  allLateRefusals: {
    what: 'answers with 429 that are sent a second late',
    key: 'server process',
    count: 256,
    beyond: 'the 429 is sent at once',
  },
  pendingSignIns: {
    what: 'sign-ins under way',
    key: 'network',
    count: 1000,
    beyond: 'the oldest of the same network ends',
  },
  allPendingSignIns: {
    what: 'sign-ins under way',
    key: 'server process',
    count: 4000,
    beyond: 'the oldest of the same network ends, else the oldest',
  },
  // Their cookies would fill the browser's headers.
  pendingSignInsInBrowser: { what: 'sign-ins under way', key: 'browser', count: 10, beyond: 'the oldest ends' },
  pendingProviderSignIns: {
    what: 'sign-ins under way at providers',
    key: 'browser',
    count: 5,
    beyond: 'the oldest ends',
  },
  pendingDeviceCodes: {
    what: 'device codes (RFC 8628) that nobody has used',
    key: 'network',
    count: 300,
    beyond: 'the oldest of the same network ends',
  },
  allPendingDeviceCodes: {
    what: 'device codes (RFC 8628) that nobody has used',
    key: 'server process',
    count: 4000,
    beyond: 'the oldest of the same network ends, else the oldest',
  },
  sessions: {
    what: 'browsers that are signed in',
    key: 'player',
    count: 100,
    beyond: 'the browser that was away longest is signed out',
  },
  grants: {
    what: 'grants',
    key: 'application of a player',
    count: 20,
    beyond: 'the oldest ends, with its tokens',
  },
  accessTokens: { what: 'access tokens', key: 'grant', count: 50, beyond: 'the oldest ends' },
  // A client without a secret gets 24 in a day of play, for 30 days. Used ones are kept, to notice one that comes again.
  tokens: {
    what: 'tokens, used refresh tokens among them',
    key: 'grant',
    count: 2000,
    beyond: '400 `invalid_grant`, and the grant ends',
  },
  passwordChecks: {
    what: 'password checks that wait; as many again of browsers that signed in to the account before, which go first',
    key: 'server process',
    count: 64,
    beyond: 'page with 503 and `Retry-After`',
  },
} as const satisfies Record<string, Cap>

/** A largest size of something that a caller sends. */
export interface SizeLimit extends Limit {
  readonly size: number
  readonly unit: 'bytes' | 'characters'
}

/** Limits on the size of what a caller sends. */
export const SIZE_LIMITS = {
  apiBody: { what: 'the body of an API call', size: 64 * 1024, unit: 'bytes', beyond: '422 `invalid_request`' },
  pageForm: { what: 'a form of a page', size: 16 * 1024, unit: 'bytes', beyond: 'page with 413' },
  tokenBody: { what: 'the body of a token call', size: 16 * 1024, unit: 'bytes', beyond: '400 `invalid_request`' },
  socketMessage: { what: 'a Socket.IO message', size: 16 * 1024, unit: 'bytes', beyond: 'the connection is closed' },
  // The store keeps each while the player signs in.
  authorizationParameter: {
    what: 'a parameter of an authorization request',
    size: 1024,
    unit: 'characters',
    beyond: '`invalid_request` to the application',
  },
  subjectToken: {
    what: 'a `subject_token` (RFC 8693)',
    size: 8 * 1024,
    unit: 'characters',
    beyond: '400 `invalid_request`',
  },
} as const satisfies Record<string, SizeLimit>

/** A longest time that a caller may take. */
export interface TimeLimit extends Limit {
  readonly seconds: number
}

/** Limits on the time that a caller may take. */
export const TIME_LIMITS = {
  headers: { what: 'sending the headers of a request', seconds: 10, beyond: '408, and the connection is closed' },
  request: { what: 'sending a whole request', seconds: 30, beyond: '408, and the connection is closed' },
  idle: { what: 'between two requests of a connection', seconds: 5, beyond: 'the connection is closed' },
  socketToken: { what: 'sending a token on a Socket.IO connection', seconds: 10, beyond: 'the connection is closed' },
} as const satisfies Record<string, TimeLimit>

/**
 * Wrong passwords are answered more and more slowly, and never locked. `free` is how many may follow each other at once;
 * then a delay doubles with each failure, up to the longest one. Delays are in seconds. `ANTE_RATE_LIMIT` multiplies what is
 * free.
 */
export const PASSWORD_THROTTLE = {
  /** For one account from one network. */
  account: { free: 10, firstDelay: 30, longestDelay: 15 * 60, forgetEvery: 3600 },
  /** For all accounts from one network. */
  network: { free: 100, firstDelay: 1, longestDelay: 60, forgetEvery: 6 },
  /** After this many failures an hour, from anywhere, an account is under attack: other networks have fewer free ones. */
  attack: { failures: 100, free: 1 },
} as const

/** Failed attempts under a key, as they are remembered. */
export interface Attempts {
  readonly failures: number
  /** When they were counted. */
  readonly at: Instant
  /** No attempt before. */
  readonly until: Instant
  /** From then on they are as good as none, and may be removed. */
  readonly forgottenAt: Instant
}

/**
 * Replaces what is remembered under a key by what `decide` makes of it, in one step, and resolves with the answer of `decide`.
 * Null: nothing is remembered. `decide` may be called more than once.
 */
export type ChangeAttempts = <Answer>(
  key: string,
  decide: (known: Attempts | null) => { readonly next: Attempts | null; readonly answer: Answer },
) => Promise<Answer>
