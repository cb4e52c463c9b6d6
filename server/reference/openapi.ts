import { type Endpoint, OAUTH_PATHS, ProblemBody, type SCOPES } from '@ante/shared'
import * as z from 'zod/mini'
import { failuresOf, isRepeatable, sharedFailures } from './call-problems.ts'
import { oauthPaths } from './oauth-calls.ts'
import { describeRealtime } from './realtime.ts'
import { createSchemaCollector, isEmptyObject, type SchemaCollector } from './schemas.ts'
import type { JsonSchema, Method, OpenApiDocument, Operation, Parameter, PathItem } from './types.ts'

const SUBJECTS = {
  Matches: 'Look up, create and accept matches, and report scores.',
  Player: 'What the signed-in player has: money, matches, events.',
  Account: "The player's profile and wallets.",
  'Sign-in': 'OAuth 2.0: how an application gets a player’s token.',
  Operator: 'What whoever runs this server does. These calls exist where an operator token is set.',
} as const

const SCOPE_MEANINGS: Readonly<Record<(typeof SCOPES)[number], string>> = {
  public: 'Play, put up stakes, see what can be staked.',
  wallet: 'Read the wallets and the statement.',
  profile: 'Rename the player.',
}

/** Every endpoint among what a module exports. */
export function endpointsOf(module: Readonly<Record<string, unknown>>): Endpoint[] {
  return Object.values(module).filter(
    (value): value is Endpoint => typeof value === 'object' && value !== null && 'method' in value && 'path' in value,
  )
}

/** Whose calls a document describes. The authorization server's are the players'. */
export type Subject = 'everything' | 'players' | 'operator'

/** The OpenAPI 3.1 document of a contract's endpoints and of the authorization server, at this address. */
export function openApiDocument(
  contract: Readonly<Record<string, unknown>>,
  publicUrl: string,
  subject: Subject = 'everything',
): OpenApiDocument {
  const schemas = createSchemaCollector()
  const problem = schemas.add(ProblemBody, 'output', 'ProblemBody')
  const paths: Record<string, PathItem> = {}
  for (const endpoint of endpointsOf(contract).filter((each) => isAbout(each, subject))) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
    const method = endpoint.method.toLowerCase() as Method
    paths[path] = { ...paths[path], [method]: operationOf(endpoint, schemas, problem) }
  }
  if (subject !== 'operator') Object.assign(paths, oauthPaths(schemas))
  const realtime = subject === 'operator' ? null : describeRealtime(schemas)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Ante',
      version: '1',
      description: 'Staked asynchronous matches. Money is always an integer in minor units: 500 is £5.00, or ¥500.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    tags: tagsOf(paths),
    paths,
    ...(realtime && { 'x-realtime': realtime }),
    components: {
      schemas: schemas.components,
      responses: sharedFailures(problem),
      securitySchemes: securitySchemes(publicUrl),
    },
  }
}

/** The subjects that some call belongs to. */
function tagsOf(paths: Record<string, PathItem>): OpenApiDocument['tags'] {
  const used = new Set(Object.values(paths).flatMap((item) => Object.values(item).flatMap(({ tags }) => tags)))
  return Object.entries(SUBJECTS)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }))
}

function securitySchemes(publicUrl: string): Record<string, object> {
  return {
    player: {
      type: 'oauth2',
      description: 'A player’s access token, as `Authorization: Bearer …`.',
      flows: {
        authorizationCode: {
          authorizationUrl: `${publicUrl}${OAUTH_PATHS.authorize}`,
          tokenUrl: `${publicUrl}${OAUTH_PATHS.token}`,
          refreshUrl: `${publicUrl}${OAUTH_PATHS.token}`,
          scopes: SCOPE_MEANINGS,
        },
      },
    },
    operator: { type: 'http', scheme: 'bearer', description: 'The operator’s token (`ANTE_ADMIN_TOKEN`).' },
  }
}

function isAbout({ audience }: Endpoint, subject: Subject): boolean {
  return subject === 'everything' || (subject === 'operator') === (audience === 'operator')
}

function securityOf(endpoint: Endpoint): Record<string, string[]>[] {
  return endpoint.audience === 'operator' ? [{ operator: [] }] : [{ player: [endpoint.scope] }]
}

function operationOf(endpoint: Endpoint, schemas: SchemaCollector, problem: JsonSchema): Operation {
  const name = endpoint.id.charAt(0).toUpperCase() + endpoint.id.slice(1)
  const body = schemas.addNamed(endpoint.body, 'input', endpoint.id, `${name}Body`)
  const parameters = parametersOf(endpoint, schemas)
  return {
    operationId: endpoint.id,
    tags: [endpoint.audience === 'operator' ? 'Operator' : endpoint.tag],
    summary: endpoint.summary,
    security: securityOf(endpoint),
    ...(parameters.length > 0 && { parameters }),
    ...(!isEmptyObject(body) && {
      requestBody: { required: !z.safeParse(endpoint.body, {}).success, content: contentsOf(endpoint, body) },
    }),
    responses: {
      ...successes(endpoint, schemas.addNamed(endpoint.response, 'output', endpoint.id, `${name}Answer`)),
      ...failuresOf(endpoint, problem),
    },
  }
}

function contentsOf(endpoint: Endpoint, schema: JsonSchema) {
  const json = { 'application/json': { schema } }
  return endpoint.bodyFormat === 'json-or-form' ? { ...json, 'application/x-www-form-urlencoded': { schema } } : json
}

function parametersOf(endpoint: Endpoint, schemas: SchemaCollector): Parameter[] {
  const path = fieldsOf(schemas.add(endpoint.params, 'output', endpoint.id), 'path')
  const query = fieldsOf(schemas.add(endpoint.query, 'output', endpoint.id), 'query')
  return [...path, ...query, ...(isRepeatable(endpoint) ? [idempotencyKey] : [])]
}

function fieldsOf(schema: JsonSchema, where: 'path' | 'query'): Parameter[] {
  return Object.entries(schema.properties ?? {}).map(([name, { description, ...field }]) => ({
    name,
    in: where,
    required: (schema.required ?? []).includes(name) && field.default === undefined,
    ...(description && { description }),
    schema: field,
  }))
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes repeating the call safe: the same key and body answers as the first time, for at least 7 days. ' +
    'Printable characters of your choice.',
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[ -~]{1,128}$' },
}

function successes(endpoint: Endpoint, schema: JsonSchema): Operation['responses'] {
  const [only, other] = endpoint.statuses
  const descriptions = other === undefined ? ['Done.'] : ['Accepted an open match.', 'Created a match.']
  return Object.fromEntries(
    [only, other].flatMap((status, index) =>
      status === undefined
        ? []
        : [[status, { description: descriptions[index] ?? 'Done.', content: { 'application/json': { schema } } }]],
    ),
  )
}
