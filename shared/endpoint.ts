import * as z from 'zod/mini'

/** What a player can allow an application to do (OAuth scope values, RFC 6749 section 3.3). */
export const SCOPES = ['public', 'wallet', 'profile'] as const
export type Scope = (typeof SCOPES)[number]

export type Schema = z.core.$ZodType

/** The section of the reference that lists a player's call. */
export type Tag = 'Matches' | 'Player' | 'Account'

interface EndpointOf<
  Id extends string,
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
  Response extends Schema,
> {
  /** Unique; the `operationId` of the OpenAPI document. */
  readonly id: Id
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path below the runtime's origin, with `:name` for each key of `params`. */
  readonly path: string
  /** One line for the OpenAPI document. */
  readonly summary: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** `json`: the body is read as JSON whatever its `Content-Type` says. `json-or-form`: form data is read too. */
  readonly bodyFormat: 'json' | 'json-or-form'
  /** The statuses of a success. Most operations have one; `joinMatch` has two (accepted 200, created 201). */
  readonly statuses: readonly [number, ...number[]]
  readonly response: Response
}

/** A call that needs a player's access token with a scope. */
export interface PlayerEndpoint<
  Id extends string = string,
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Response extends Schema = Schema,
> extends EndpointOf<Id, Params, Query, Body, Response> {
  readonly audience: 'player'
  readonly scope: Scope
  readonly tag: Tag
}

/** A call that needs the operator's token. */
export interface OperatorEndpoint<
  Id extends string = string,
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Response extends Schema = Schema,
> extends EndpointOf<Id, Params, Query, Body, Response> {
  readonly audience: 'operator'
  /** True: only a demo store has this call. */
  readonly demoOnly: boolean
}

/**
 * The definition of one HTTP operation. The server's route, the client's typed call and the OpenAPI document are all
 * derived from this value.
 */
export type Endpoint = PlayerEndpoint | OperatorEndpoint

const Nothing = z.object({})
type Nothing = typeof Nothing

interface Parts<Id extends string, P extends Schema, Q extends Schema, B extends Schema, R extends Schema> {
  id: Id
  method: Endpoint['method']
  path: string
  summary: string
  params?: P
  query?: Q
  body?: B
  bodyFormat?: Endpoint['bodyFormat']
  statuses: readonly [number, ...number[]]
  response: R
}

function complete<Id extends string, P extends Schema, Q extends Schema, B extends Schema, R extends Schema>(
  parts: Parts<Id, P, Q, B, R>,
): EndpointOf<Id, P, Q, B, R> {
  const { params, query, body, bodyFormat = 'json', ...rest } = parts
  return {
    ...rest,
    bodyFormat,
    params: params ?? (Nothing as unknown as P),
    query: query ?? (Nothing as unknown as Q),
    body: body ?? (Nothing as unknown as B),
  }
}

/** Declares a player's call; params, query and body that are left out are empty. */
export function playerEndpoint<
  Id extends string,
  R extends Schema,
  P extends Schema = Nothing,
  Q extends Schema = Nothing,
  B extends Schema = Nothing,
>({ scope, tag, ...parts }: Parts<Id, P, Q, B, R> & { scope: Scope; tag: Tag }): PlayerEndpoint<Id, P, Q, B, R> {
  return { ...complete(parts), audience: 'player', scope, tag }
}

/** Declares an operator's call; params, query and body that are left out are empty. */
export function operatorEndpoint<
  Id extends string,
  R extends Schema,
  P extends Schema = Nothing,
  Q extends Schema = Nothing,
  B extends Schema = Nothing,
>({ demoOnly = false, ...parts }: Parts<Id, P, Q, B, R> & { demoOnly?: boolean }): OperatorEndpoint<Id, P, Q, B, R> {
  return { ...complete(parts), audience: 'operator', demoOnly }
}

/** The parsed path parameters of a call. */
export type ParamsOf<E extends Endpoint> = z.output<E['params']>
/** The parsed query of a call. */
export type QueryOf<E extends Endpoint> = z.output<E['query']>
/** The body of a call as a caller writes it; fields with a default may be left out. */
export type BodyOf<E extends Endpoint> = z.input<E['body']>
/** The body of a successful answer. */
export type ResponseOf<E extends Endpoint> = z.output<E['response']>

/** An integer that arrives as a string in a query or a path. */
export const IntegerText = z.pipe(
  z.transform((value: unknown) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value)),
  z.int({ error: 'must be a whole number' }),
)
