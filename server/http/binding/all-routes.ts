import type * as contract from '@ante/shared'
import type { Endpoint, OperatorEndpoint, PlayerEndpoint } from '@ante/shared'
import type { Caller, Route } from './route.ts'

type Contract = typeof contract
/** Every endpoint of the contract. */
type AnyEndpoint = Extract<Contract[keyof Contract], Endpoint>

/** A route for each player's endpoint of the contract, by its id. One that is missing does not compile. */
export type PlayerRoutes = {
  readonly [E in Extract<AnyEndpoint, PlayerEndpoint> as E['id']]: Route<E, Caller>
}

/** A route for each operator's endpoint of the contract, by its id. One that is missing does not compile. */
export type OperatorRoutes = {
  readonly [E in Extract<AnyEndpoint, OperatorEndpoint> as E['id']]: Route<E, 'operator'>
}
