import type * as contract from '@ante/shared'
import type { Endpoint, OperatorEndpoint, PlayerEndpoint } from '@ante/shared'
import type { Caller, Route } from './route.ts'

type Contract = typeof contract
/** Every endpoint of the contract. */
type AnyEndpoint = Extract<Contract[keyof Contract], Endpoint>

/** The route of every player endpoint of the contract, by the endpoint's id. A missing route does not compile. */
export type PlayerRoutes = {
  readonly [E in Extract<AnyEndpoint, PlayerEndpoint> as E['id']]: Route<E, Caller>
}

/** The route of every operator endpoint of the contract, by the endpoint's id. A missing route does not compile. */
export type OperatorRoutes = {
  readonly [E in Extract<AnyEndpoint, OperatorEndpoint> as E['id']]: Route<E, 'operator'>
}
