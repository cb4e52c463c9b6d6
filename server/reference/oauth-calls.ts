import { OAUTH_PATHS, OAuthErrorBody, TokenAnswer } from '@ante/shared'
import type { SchemaCollector } from './schemas.ts'
import type { JsonSchema, OpenApiResponse, Operation, Parameter, PathItem } from './types.ts'

const TAG = 'Sign-in'

const text = (description: string, example?: string): JsonSchema => ({
  type: 'string',
  description,
  ...(example && { examples: [example] }),
})
const object = (properties: Record<string, JsonSchema>, required: string[]): JsonSchema => ({
  type: 'object',
  properties,
  required,
})
const form = (schema: JsonSchema) => ({
  required: true,
  content: { 'application/x-www-form-urlencoded': { schema } },
})
const json = (description: string, schema: JsonSchema): OpenApiResponse => ({
  description,
  content: { 'application/json': { schema } },
})

const clientCredentials = {
  client_id: text('Who asks; HTTP Basic instead is fine too.', 'c1t2u3v4w5'),
  client_secret: text('A confidential application sends it; a public one has none.', 'sKf0…'),
}

const query = (name: string, required: boolean, description: string, example?: string): Parameter => ({
  name,
  in: 'query',
  required,
  description,
  schema: { type: 'string', ...(example && { examples: [example] }) },
})

function authorize(): Operation {
  return {
    operationId: 'authorize',
    tags: [TAG],
    summary: 'Ask a player to sign in and agree',
    description:
      'Opened in a browser, in a popup or as a whole page. Leads through sign-in and consent back to `redirect_uri`, with ' +
      '`code`, `state` and `iss`, or with `error=access_denied`. When `wallet` was asked for and granted, the fragment ' +
      'carries a signed assertion: `#wallet_jwt=…`. An unknown `client_id` or `redirect_uri` is told on a page and never ' +
      'redirected to.',
    security: [],
    parameters: [
      query('client_id', true, 'The application.', 'c1t2u3v4w5'),
      query('redirect_uri', true, 'One of those registered, compared exactly.', 'https://game.example/callback'),
      query('response_type', true, 'Always `code`.', 'code'),
      query('scope', false, 'Separated by spaces; `public` when left out.', 'public'),
      query('state', false, 'Comes back unchanged: compare it.', 'af0ifjsldkj'),
      query('code_challenge', false, 'PKCE (RFC 7636). Public and native applications must send one.'),
      query('code_challenge_method', false, 'Always `S256`.', 'S256'),
    ],
    responses: {
      303: { description: 'To the sign-in page, or straight back to `redirect_uri`.' },
      400: { description: 'A page that says what is wrong with `client_id` or `redirect_uri`.' },
    },
  }
}

function token(operationId: string, schemas: SchemaCollector, description: string): Operation {
  const failure = schemas.add(OAuthErrorBody, 'output', operationId)
  return {
    operationId,
    tags: [TAG],
    summary: 'Exchange a code, or refresh',
    description,
    security: [],
    requestBody: form(
      object(
        {
          grant_type: { ...text('What is exchanged.'), enum: ['authorization_code', 'refresh_token'] },
          code: text('With `authorization_code`: what came back; lives 60 seconds and works once.', 'dK3f…'),
          redirect_uri: text('The same as when the code was asked for.', 'https://game.example/callback'),
          code_verifier: text('What the `code_challenge` was made from.'),
          refresh_token: text('With `refresh_token`: what the last answer carried.'),
          ...clientCredentials,
        },
        ['grant_type'],
      ),
    ),
    responses: {
      200: json('The tokens.', schemas.add(TokenAnswer, 'output', operationId)),
      ...failuresOf(failure, '`invalid_grant`, `invalid_request`, `unsupported_grant_type` …'),
    },
  }
}

type Failures = Operation['responses']

/** What the calls of applications answer to mistakes (RFC 6749, section 5.2), and when they are too many. */
const failuresOf = (failure: JsonSchema, mistakes: string): Failures => ({
  400: json(mistakes, failure),
  401: json('`invalid_client`.', failure),
  429: json('`temporarily_unavailable`: wait for `Retry-After` seconds.', failure),
  500: json('`server_error`.', failure),
  503: json('`server_error`: the server cannot save anything at the moment.', failure),
})

function revoke(failures: Failures): Operation {
  return {
    operationId: 'revokeToken',
    tags: [TAG],
    summary: 'Revoke a token (RFC 7009)',
    description: 'Revoking a refresh token ends its access tokens too.',
    security: [],
    requestBody: form(object({ token: text('Access or refresh token.'), ...clientCredentials }, ['token'])),
    responses: { 200: { description: 'It is no longer valid, if it ever was.' }, ...failures },
  }
}

function introspect(failures: Failures): Operation {
  return {
    operationId: 'introspectToken',
    tags: [TAG],
    summary: 'Ask what a token is good for (RFC 7662)',
    description: "Answers for the asking application's own tokens; any other is `active: false`.",
    security: [],
    requestBody: form(object({ token: text('The token.'), ...clientCredentials }, ['token'])),
    responses: {
      200: json(
        'What is known of it.',
        object(
          {
            active: { type: 'boolean', description: 'Whether it is good now.', examples: [true] },
            sub: text("The player's id.", '41'),
            client_id: text('The application.', 'c1t2u3v4w5'),
            scope: text('What it allows.', 'public'),
            exp: { type: 'integer', description: 'When it expires, in seconds since 1970.', examples: [1_772_366_400] },
          },
          ['active'],
        ),
      ),
      ...failures,
    },
  }
}

function deviceAuthorization(): Operation {
  return {
    operationId: 'authorizeDevice',
    tags: [TAG],
    summary: 'Begin a sign-in that is confirmed elsewhere (RFC 8628)',
    description:
      'For native applications, and for browser games with registered origins. Show `user_code` and open or show ' +
      '`verification_uri_complete`; then ask the token endpoint every `interval` seconds with the `device_code`.',
    security: [],
    requestBody: form(object({ scope: text('Separated by spaces.', 'public'), ...clientCredentials }, ['client_id'])),
    responses: {
      200: json(
        'The codes.',
        object(
          {
            device_code: text('For the token endpoint alone. A secret.', 'qQ4b…'),
            user_code: text('For the player, who confirms it.', 'BCDF-GHJK'),
            verification_uri: text('Where the player types the code.', 'https://ante.example/device'),
            verification_uri_complete: text('The same with the code in it, for a link or a QR code.'),
            expires_in: { type: 'integer', description: 'Seconds until the codes end.', examples: [300] },
            interval: { type: 'integer', description: 'Seconds between two questions for tokens.', examples: [1] },
          },
          ['device_code', 'user_code', 'verification_uri', 'verification_uri_complete', 'expires_in', 'interval'],
        ),
      ),
    },
  }
}

function published(operationId: string, summary: string, answer: JsonSchema): Operation {
  return { operationId, tags: [TAG], summary, security: [], responses: { 200: json('The document.', answer) } }
}

const url = (description: string): JsonSchema => ({ type: 'string', format: 'uri', description })

const metadata = object(
  {
    issuer: url('Who issues the tokens.'),
    authorization_endpoint: url('Where players sign in.'),
    token_endpoint: url('Where codes become tokens.'),
    jwks_uri: url('The public keys.'),
  },
  ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'],
)

const keySet = object({ keys: { type: 'array', description: 'Public keys (RFC 7517).', items: { type: 'object' } } }, [
  'keys',
])

/** The authorization server's own calls, which follow RFCs and not the contract's shapes. */
export function oauthPaths(schemas: SchemaCollector): Record<string, PathItem> {
  const failures = failuresOf(schemas.add(OAuthErrorBody, 'output', 'OAuthErrorBody'), '`invalid_request`.')
  return {
    [OAUTH_PATHS.authorize]: { get: authorize() },
    [OAUTH_PATHS.token]: {
      post: token(
        'exchangeToken',
        schemas,
        "A confidential application's refresh token stays valid and is not replaced; a public one gets a new one each time.",
      ),
    },
    [OAUTH_PATHS.tokenAlias]: {
      post: token(
        'exchangeTokenAlias',
        schemas,
        'The same call at its other address, where a confidential application with one redirect URI may leave it out.',
      ),
    },
    [OAUTH_PATHS.revoke]: { post: revoke(failures) },
    [OAUTH_PATHS.introspect]: { post: introspect(failures) },
    [OAUTH_PATHS.deviceAuthorization]: { post: deviceAuthorization() },
    [OAUTH_PATHS.jwks]: { get: published('getKeys', 'The public keys', keySet) },
    [OAUTH_PATHS.metadata]: { get: published('getMetadata', 'What this server offers (RFC 8414)', metadata) },
  }
}
