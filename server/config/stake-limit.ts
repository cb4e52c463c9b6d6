import { Amount, type AmountsByCurrency, Currency } from '@ante/shared'
import * as z from 'zod'

const VARIABLE = 'ANTE_GRANT_STAKE_LIMIT'
const RULE = 'must be a JSON object of currencies and positive amounts in minor units, such as {"GBP":5000}'

/** What one grant may lose net in 24 hours; null without the variable: everything. */
export function readStakeLimit(text: string | undefined, report: (problem: string) => void): AmountsByCurrency | null {
  if (text === undefined || text.trim() === '') return null
  const parsed = z.record(Currency, Amount).safeParse(parseJson(text))
  if (parsed.success && Object.keys(parsed.data).length > 0) return parsed.data
  report(`${VARIABLE} ${RULE}`)
  return null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
