import * as z from 'zod/mini'
import { playerEndpoint } from './endpoint.ts'
import { PlayerId } from './matches.ts'
import { Nickname } from './me.ts'
import { Currency, MinorUnits } from './money.ts'

/** A player in the shape of the Ultiverse account API. */
export const Profile = z.object({ id: PlayerId, username: z.string(), nickname: z.string() })
export type Profile = z.infer<typeof Profile>

/** The id of the caller, or `me`. */
const uidParams = z.object({
  uid: z.string().check(z.regex(/^(me|[1-9]\d{0,15})$/, { error: 'must be a player id or "me"' })),
})

/** Returns the caller's profile. The id of another player is refused (403). */
export const getProfile = playerEndpoint({
  id: 'getProfile',
  method: 'GET',
  path: '/api/v1/users/:uid',
  scope: 'public',
  tag: 'Account',
  summary: "Read the caller's profile",
  params: uidParams,
  statuses: [200],
  response: Profile,
})

/** Changes the caller's nickname. Takes JSON or form data. */
export const updateProfile = playerEndpoint({
  id: 'updateProfile',
  method: 'POST',
  path: '/api/v1/users/:uid',
  scope: 'profile',
  tag: 'Account',
  summary: "Change the caller's nickname",
  params: uidParams,
  body: z.object({ nickname: Nickname }),
  bodyFormat: 'json-or-form',
  statuses: [200],
  response: Profile,
})

/** Returns the money that the caller can stake, in minor units, by currency. */
export const getWallets = playerEndpoint({
  id: 'getWallets',
  method: 'GET',
  path: '/api/v1/users/:uid/wallets',
  scope: 'wallet',
  tag: 'Account',
  summary: "Read the caller's wallets",
  params: uidParams,
  statuses: [200],
  response: z.object({ wallets: z.array(z.object({ currency: Currency, balance: MinorUnits })) }),
})
