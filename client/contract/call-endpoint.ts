import type { Endpoint, ResponseOf } from '@ante/shared'
import type { Shape } from './shape.ts'

/** The data that the client needs to call an endpoint of the contract and to check its answer. */
export interface CallEndpoint<E extends Endpoint, Response = ResponseOf<E>> {
  readonly id: E['id']
  readonly method: Endpoint['method']
  readonly path: E['path']
  readonly response: Shape<Response>
  /** Carries the type only; never set. */
  readonly inputs?: E
}

/** Where an endpoint is. */
export type Route<E extends Endpoint> = Omit<CallEndpoint<E>, 'response'>

/** The endpoint at a route, with the shape of its answers. */
export function callEndpoint<E extends Endpoint, Response = ResponseOf<E>>(
  route: Route<E>,
  response: Shape<Response>,
): CallEndpoint<E, Response> {
  return { ...route, response }
}
