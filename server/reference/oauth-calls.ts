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
  client_id: text('The application. HTTP Basic authentication is accepted instead.', 'c1t2u3v4w5'),
  client_secret: text('The secret of a confidential application; other applications have none.', 'sKf0…'),
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
    summary: 'Ask a player to sign in and to give consent',
    description:
      'Opened in a browser, in a popup or as a whole page. After sign-in and consent it redirects to `redirect_uri` with ' +
      '`code`, `state` and `iss`, or with `error=access_denied`. When `wallet` was requested and granted, the fragment ' +
      'contains a signed assertion: `#wallet_jwt=…`. With an unknown `client_id` or `redirect_uri`, the server shows an ' +
      'error page and does not redirect.',
    security: [],
    parameters: [
      query('client_id', true, 'The application.', 'c1t2u3v4w5'),
      query('redirect_uri', true, 'A registered redirect URI, compared exactly.', 'https://game.example/callback'),
      query('response_type', true, 'Always `code`.', 'code'),
      query('scope', false, 'Separated by spaces; `public` when left out.', 'public'),
      query('state', false, 'Returned unchanged; the application must compare it.', 'af0ifjsldkj'),
      query('code_challenge', false, 'PKCE (RFC 7636). Public and native applications must send one.'),
      query('code_challenge_method', false, 'Always `S256`.', 'S256'),
    ],
    responses: {
      303: { description: 'Redirects to the sign-in page, or to `redirect_uri`.' },
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
          grant_type: { ...text('The kind of grant.'), enum: ['authorization_code', 'refresh_token'] },
          code: text(
            'With `authorization_code`: the code of the redirect, valid for 60 seconds and for one use.',
            'dK3f…',
          ),
          redirect_uri: text('The same value as in the authorization request.', 'https://game.example/callback'),
          code_verifier: text('The value that the `code_challenge` was computed from (RFC 7636).'),
          refresh_token: text('With `refresh_token`: the refresh token of the last answer.'),
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

/** The error answers of the OAuth endpoints (RFC 6749, section 5.2). `mistakes` describes the codes of status 400. */
const failuresOf = (failure: JsonSchema, mistakes: string): Failures => ({
  400: json(mistakes, failure),
  401: json('`invalid_client`.', failure),
  429: json('`temporarily_unavailable`: wait for `Retry-After` seconds.', failure),
  500: json('`server_error`.', failure),
  503: json('`server_error`: the server cannot reach its storage at the moment.', failure),
})

function revoke(failures: Failures): Operation {
  return {
    operationId: 'revokeToken',
    tags: [TAG],
    summary: 'Revoke a token (RFC 7009)',
    description: 'Revoking a refresh token ends its access tokens too.',
    security: [],
    requestBody: form(object({ token: text('Access or refresh token.'), ...clientCredentials }, ['token'])),
    responses: {
      200: { description: 'The token is invalid now. An unknown token gets the same answer.' },
      ...failures,
    },
  }
}

function introspect(failures: Failures): Operation {
  return {
    operationId: 'introspectToken',
    tags: [TAG],
    summary: 'Introspect a token (RFC 7662)',
    description: "Describes the application's own tokens. The answer for any other token is `active: false`.",
    security: [],
    requestBody: form(object({ token: text('The token.'), ...clientCredentials }, ['token'])),
    responses: {
      200: json(
        'The state of the token.',
        object(
          {
            active: { type: 'boolean', description: 'Whether the token is valid.', examples: [true] },
            sub: text("The player's id.", '41'),
            client_id: text('The application.', 'c1t2u3v4w5'),
            scope: text('The scopes of the token, separated by spaces.', 'public'),
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
    summary: 'Start a device sign-in (RFC 8628)',
    description:
      'For native applications, and for browser games with registered origins. Show `user_code` and open or show ' +
      '`verification_uri_complete`; then poll the token endpoint with the `device_code` every `interval` seconds.',
    security: [],
    requestBody: form(object({ scope: text('Separated by spaces.', 'public'), ...clientCredentials }, ['client_id'])),
    responses: {
      200: json(
        'The codes.',
        object(
          {
            device_code: text('A secret, which only the token endpoint may receive.', 'qQ4b…'),
            user_code: text('The code that the player confirms.', 'BCDF-GHJK'),
            verification_uri: text('The page where the player types the code.', 'https://ante.example/device'),
            verification_uri_complete: text('The same page with the code filled in, for a link or a QR code.'),
            expires_in: { type: 'integer', description: 'Seconds until the codes expire.', examples: [300] },
            interval: {
              type: 'integer',
              description: 'Seconds to wait between two polls of the token endpoint.',
              examples: [1],
            },
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
    issuer: url('The issuer of the tokens.'),
    authorization_endpoint: url('The authorization endpoint.'),
    token_endpoint: url('The token endpoint.'),
    jwks_uri: url('The public keys.'),
  },
  ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'],
)

const keySet = object({ keys: { type: 'array', description: 'Public keys (RFC 7517).', items: { type: 'object' } } }, [
  'keys',
])

/**
 * The OpenAPI paths of the authorization server. They follow the OAuth RFCs and are not part of the contract in
 * `shared/`.
 */
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
        'The same call at the path of the Ultiverse document. A confidential application with one redirect URI may leave it out.',
      ),
    },
    [OAUTH_PATHS.revoke]: { post: revoke(failures) },
    [OAUTH_PATHS.introspect]: { post: introspect(failures) },
    [OAUTH_PATHS.deviceAuthorization]: { post: deviceAuthorization() },
    [OAUTH_PATHS.jwks]: { get: published('getKeys', 'The public keys', keySet) },
    [OAUTH_PATHS.metadata]: {
      get: published('getMetadata', 'The metadata of the authorization server (RFC 8414)', metadata),
    },
  }
}
