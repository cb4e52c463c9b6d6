// Generated from shared/ by scripts/build/client-contract.mjs, which every build runs. Do not edit.
import type * as contract from '@ante/shared'
import { callEndpoint, type Route } from './call-endpoint.ts'
import { flag, integer, list, matching, nullable, object, oneOf, optional, record, type Shape, tagged, text, timestamp } from './shape.ts'

export const matchId = /* @__PURE__ */ matching(/^[0-9a-f]{32}$/)
export const currency = /* @__PURE__ */ matching(/^[A-Z]{3}$/)
export const matchState: Shape<contract.MatchState> = /* @__PURE__ */ oneOf('unmatched', 'matched', 'settled', 'expired', 'void')
export const outcome: Shape<contract.Outcome> = /* @__PURE__ */ oneOf('challenger_won', 'challenged_won', 'draw', 'walkover', 'void', 'expired')
export const match: Shape<contract.Match> = /* @__PURE__ */ object({
  id: matchId,
  challenger_id: /* @__PURE__ */ integer(1),
  challenged_id: /* @__PURE__ */ nullable(/* @__PURE__ */ integer(1)),
  stake_amount: /* @__PURE__ */ integer(1, 4503599627370495),
  currency: currency,
  state: matchState,
  game_id: /* @__PURE__ */ integer(1),
  created_at: timestamp,
  result_until: /* @__PURE__ */ nullable(timestamp),
  open_until: timestamp,
})
export const matchWithAttempt: Shape<contract.MatchWithAttempt> = /* @__PURE__ */ object({
  id: matchId,
  challenger_id: /* @__PURE__ */ integer(1),
  challenged_id: /* @__PURE__ */ nullable(/* @__PURE__ */ integer(1)),
  stake_amount: /* @__PURE__ */ integer(1, 4503599627370495),
  currency: currency,
  state: matchState,
  game_id: /* @__PURE__ */ integer(1),
  created_at: timestamp,
  result_until: /* @__PURE__ */ nullable(timestamp),
  open_until: timestamp,
  secret: /* @__PURE__ */ optional(text),
  seed: /* @__PURE__ */ optional(text),
})
export const matchResult: Shape<contract.MatchResult> = /* @__PURE__ */ object({
  match_id: matchId,
  challenger_score: /* @__PURE__ */ nullable(/* @__PURE__ */ integer()),
  challenged_score: /* @__PURE__ */ nullable(/* @__PURE__ */ integer()),
  winner_id: /* @__PURE__ */ nullable(/* @__PURE__ */ integer(1)),
  amount_won: /* @__PURE__ */ nullable(/* @__PURE__ */ integer()),
  currency: /* @__PURE__ */ nullable(currency),
  outcome: /* @__PURE__ */ nullable(outcome),
})
export const playerEvent: Shape<contract.PlayerEvent> = /* @__PURE__ */ tagged('type', {
  'match.matched': /* @__PURE__ */ object({
    seq: /* @__PURE__ */ integer(),
    type: /* @__PURE__ */ oneOf('match.matched'),
    at: timestamp,
    data: /* @__PURE__ */ object({
      match: match,
    }),
  }),
  'match.opponent_finished': /* @__PURE__ */ object({
    seq: /* @__PURE__ */ integer(),
    type: /* @__PURE__ */ oneOf('match.opponent_finished'),
    at: timestamp,
    data: /* @__PURE__ */ object({
      match_id: matchId,
    }),
  }),
  'match.settled': /* @__PURE__ */ object({
    seq: /* @__PURE__ */ integer(),
    type: /* @__PURE__ */ oneOf('match.settled'),
    at: timestamp,
    data: /* @__PURE__ */ object({
      match: match,
      match_result: matchResult,
    }),
  }),
  'match.expired': /* @__PURE__ */ object({
    seq: /* @__PURE__ */ integer(),
    type: /* @__PURE__ */ oneOf('match.expired'),
    at: timestamp,
    data: /* @__PURE__ */ object({
      match: match,
      match_result: matchResult,
    }),
  }),
  'match.void': /* @__PURE__ */ object({
    seq: /* @__PURE__ */ integer(),
    type: /* @__PURE__ */ oneOf('match.void'),
    at: timestamp,
    data: /* @__PURE__ */ object({
      match: match,
      match_result: matchResult,
    }),
  }),
  'wallet.changed': /* @__PURE__ */ object({
    seq: /* @__PURE__ */ integer(),
    type: /* @__PURE__ */ oneOf('wallet.changed'),
    at: timestamp,
    data: /* @__PURE__ */ object({
      currency: currency,
      balance: /* @__PURE__ */ integer(),
    }),
  }),
})
export const ready: Shape<contract.Ready> = /* @__PURE__ */ object({
  last_seq: /* @__PURE__ */ integer(),
  gap: flag,
})
export const tokenAnswer: Shape<contract.TokenAnswer> = /* @__PURE__ */ object({
  access_token: text,
  token_type: text,
  expires_in: /* @__PURE__ */ integer(),
  refresh_token: /* @__PURE__ */ optional(text),
  scope: /* @__PURE__ */ optional(text),
})
export const deviceAuthorization: Shape<contract.DeviceAuthorization> = /* @__PURE__ */ object({
  device_code: text,
  user_code: text,
  verification_uri: text,
  verification_uri_complete: text,
  expires_in: /* @__PURE__ */ integer(),
  interval: /* @__PURE__ */ optional(/* @__PURE__ */ integer()),
})
export const oAuthErrorBody: Shape<contract.OAuthErrorBody> = /* @__PURE__ */ object({
  error: text,
  error_description: /* @__PURE__ */ optional(text),
})
export const problemBody: Shape<contract.ProblemBody> = /* @__PURE__ */ object({
  type: text,
  title: text,
  status: /* @__PURE__ */ integer(),
  detail: text,
  code: text,
  errors: /* @__PURE__ */ optional(/* @__PURE__ */ list(/* @__PURE__ */ object({
    path: text,
    message: text,
  }))),
  request_id: /* @__PURE__ */ optional(text),
})
export const popupMessage: Shape<contract.PopupMessage> = /* @__PURE__ */ object({
  type: /* @__PURE__ */ oneOf('ante:authorization'),
  state: text,
  code: /* @__PURE__ */ optional(text),
  error: /* @__PURE__ */ optional(text),
  error_description: /* @__PURE__ */ optional(text),
  iss: /* @__PURE__ */ optional(text),
  wallet_jwt: /* @__PURE__ */ optional(text),
})
const oneMatch = /* @__PURE__ */ object({
  match: matchWithAttempt,
})
export const lookUpMatches: Route<typeof contract.lookUpMatches> = { id: 'lookUpMatches', method: 'GET', path: '/api/gaming-async/v1/matches.json' }
export const createMatch: Route<typeof contract.createMatch> = { id: 'createMatch', method: 'POST', path: '/api/gaming-async/v1/matches.json' }
export const acceptMatch: Route<typeof contract.acceptMatch> = { id: 'acceptMatch', method: 'PUT', path: '/api/gaming-async/v1/matches/:id/accept.json' }
export const postResult: Route<typeof contract.postResult> = { id: 'postResult', method: 'POST', path: '/api/gaming-async/v1/matches/:id/result.json' }
export const ownEvents: Route<typeof contract.ownEvents> = { id: 'ownEvents', method: 'GET', path: '/api/gaming-async/v1/me/events.json' }
export const getMe = /* @__PURE__ */ callEndpoint<typeof contract.getMe>({ id: 'getMe', method: 'GET', path: '/api/gaming-async/v1/me.json' }, /* @__PURE__ */ object({
  me: /* @__PURE__ */ object({
    id: /* @__PURE__ */ integer(1),
    username: text,
    nickname: text,
    guest: flag,
    balances: /* @__PURE__ */ record(currency, /* @__PURE__ */ integer()),
  }),
}))
export const joinMatch = /* @__PURE__ */ callEndpoint<typeof contract.joinMatch>({ id: 'joinMatch', method: 'POST', path: '/api/gaming-async/v1/matches/join.json' }, oneMatch)
export const getMatch = /* @__PURE__ */ callEndpoint<typeof contract.getMatch>({ id: 'getMatch', method: 'GET', path: '/api/gaming-async/v1/matches/:id.json' }, oneMatch)
export const getResult = /* @__PURE__ */ callEndpoint<typeof contract.getResult>({ id: 'getResult', method: 'GET', path: '/api/gaming-async/v1/matches/:id/result.json' }, /* @__PURE__ */ object({
  match_result: matchResult,
}))
export const ownMatches = /* @__PURE__ */ callEndpoint<typeof contract.ownMatches>({ id: 'ownMatches', method: 'GET', path: '/api/gaming-async/v1/me/matches.json' }, /* @__PURE__ */ object({
  matches: /* @__PURE__ */ list(/* @__PURE__ */ object({
    id: matchId,
    challenger_id: /* @__PURE__ */ integer(1),
    challenged_id: /* @__PURE__ */ nullable(/* @__PURE__ */ integer(1)),
    stake_amount: /* @__PURE__ */ integer(1, 4503599627370495),
    currency: currency,
    state: matchState,
    game_id: /* @__PURE__ */ integer(1),
    created_at: timestamp,
    result_until: /* @__PURE__ */ nullable(timestamp),
    open_until: timestamp,
    secret: /* @__PURE__ */ optional(text),
    seed: /* @__PURE__ */ optional(text),
    match_result: matchResult,
  })),
  meta: /* @__PURE__ */ object({
    count: /* @__PURE__ */ integer(),
    next_page: /* @__PURE__ */ nullable(text),
    prev_page: /* @__PURE__ */ nullable(text),
  }),
}))
export const prolongMatch = /* @__PURE__ */ callEndpoint<typeof contract.prolongMatch>({ id: 'prolongMatch', method: 'PUT', path: '/api/gaming-async/v1/matches/:id/prolong.json' }, oneMatch)
