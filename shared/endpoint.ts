import * as z from 'zod/mini'

/** What a player can allow an application to do (RFC 6749 scope values). */
export const SCOPES = ['public', 'wallet', 'profile'] as const
export type Scope = (typeof SCOPES)[number]

/** Who may call: a player's token with that scope, the operator's token, or anybody. */
export type Access = Scope | 'operator' | 'anyone'

export type Schema = z.core.$ZodType

/**
 * One HTTP operation, said once: the server's route, the client's typed call and the OpenAPI document are all derived
 * from this value.
 */
export interface Endpoint<
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Response extends Schema = Schema,
> {
  /** Unique; the `operationId` of the OpenAPI document. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path below the runtime's origin, with `:name` for each key of `params`. */
  readonly path: string
  readonly access: Access
  /** One line for the OpenAPI document. */
  readonly summary: string
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Status of a success; the second one where the operation has two (accepted 200, created 201). */
  readonly statuses: readonly [number, ...number[]]
  readonly response: Response
}

const Nothing = z.object({})
type Nothing = typeof Nothing

interface EndpointParts<P extends Schema, Q extends Schema, B extends Schema, R extends Schema> {
  id: string
  method: Endpoint['method']
  path: string
  access: Access
  summary: string
  params?: P
  query?: Q
  body?: B
  statuses: readonly [number, ...number[]]
  response: R
}

/** Declares an endpoint; params, query and body that are left out are empty. */
export function endpoint<
  R extends Schema,
  P extends Schema = Nothing,
  Q extends Schema = Nothing,
  B extends Schema = Nothing,
>(parts: EndpointParts<P, Q, B, R>): Endpoint<P, Q, B, R> {
  const { params, query, body, ...rest } = parts
  return {
    ...rest,
    params: params ?? (Nothing as unknown as P),
    query: query ?? (Nothing as unknown as Q),
    body: body ?? (Nothing as unknown as B),
  }
}

/** The typed inputs and answer of an endpoint, as a caller writes and reads them. */
export type ParamsOf<E extends Endpoint> = z.output<E['params']>
export type QueryOf<E extends Endpoint> = z.output<E['query']>
export type BodyOf<E extends Endpoint> = z.input<E['body']>
export type ResponseOf<E extends Endpoint> = z.output<E['response']>

/** The path of a call: `:name` replaced by the parameter, percent-encoded. */
export function pathOf(endpoint: Endpoint, params: Readonly<Record<string, unknown>>): string {
  return endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
}

/** An integer that arrives as a string in a query or a path. */
export const IntegerText = z.pipe(
  z.transform((value: unknown) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value)),
  z.int(),
)
