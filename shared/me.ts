import * as z from 'zod/mini'
import { playerEndpoint } from './endpoint.ts'
import { PlayerId } from './matches.ts'
import { Currency, MinorUnits } from './money.ts'
import { isVisibleName } from './names/display-name.ts'

/** 2 to 32 of letters, digits, `_`, `.` and `-`; unique ignoring case. */
export const Username = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_.-]{2,32}$/, { error: 'must be 2 to 32 letters, digits, "_", "." or "-"' }))
/** At least 8 characters, any of them. */
export const Password = z
  .string()
  .check(
    z.minLength(8, { error: 'must be at least 8 characters long' }),
    z.maxLength(1024, { error: 'must be at most 1024 characters long' }),
  )
/** The name that other players see, 1 to 40 visible characters. */
export const Nickname = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, { error: 'must not be empty' }),
    z.maxLength(40, { error: 'must be at most 40 characters long' }),
    z.refine(isVisibleName, { error: 'must be made of characters that people can see' }),
  )

/** Balances in minor units, by ISO 4217 currency code. */
export const Balances = z.record(Currency, MinorUnits)
export type Balances = z.infer<typeof Balances>

/** The signed-in player. */
export const Me = z.object({
  id: PlayerId,
  username: z.string(),
  nickname: z.string(),
  guest: z.boolean(),
  /** The money that can be staked now. */
  balances: Balances,
})
export type Me = z.infer<typeof Me>

export const getMe = playerEndpoint({
  id: 'getMe',
  method: 'GET',
  path: '/api/gaming-async/v1/me.json',
  scope: 'public',
  tag: 'Player',
  summary: 'The signed-in player and what can be staked now',
  statuses: [200],
  response: z.object({ me: Me }),
})
