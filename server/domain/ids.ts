declare const brand: unique symbol
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name }

export type MatchId = Branded<string, 'MatchId'>
export type PlayerId = Branded<number, 'PlayerId'>
export type GameId = Branded<number, 'GameId'>
export type ClientId = Branded<string, 'ClientId'>

/** Milliseconds since 1970, on the server's clock. */
export type Instant = number

/** For values that were validated at the edge or have just been generated. */
export const asMatchId = (id: string) => id as MatchId
export const asPlayerId = (id: number) => id as PlayerId
export const asGameId = (id: number) => id as GameId
export const asClientId = (id: string) => id as ClientId
