import * as z from 'zod/mini'
import { isCurrency } from './currencies.ts'

/** An ISO 4217 currency code in capitals. */
export const Currency = z
  .string()
  .check(z.refine(isCurrency, { error: 'must be an ISO 4217 currency code in capitals, such as "GBP"' }))
export type Currency = z.infer<typeof Currency>

/** The largest amount of one transfer, in minor units. The sum of two stakes of this amount is still a safe integer. */
export const MAX_AMOUNT = Math.floor(Number.MAX_SAFE_INTEGER / 2)

/** A positive amount in minor units (500 = £5.00, ¥500). */
export const Amount = z.int().check(z.minimum(1), z.maximum(MAX_AMOUNT))

/** A balance or a gain in minor units, zero included. */
export const MinorUnits = z.int()

/** Minor units by currency. */
export type AmountsByCurrency = Readonly<Record<string, number>>
