import { isDeepStrictEqual } from 'node:util'
import { isDecided, type Match, type Side, sidesOf } from '../reference/model.ts'
import { matchesOf, paidTo, potOf, type Rule, when } from './seen.ts'

/** 6. The fee, and what each side gets. */
export const rule6Fees: Rule = ({ after }) =>
  matchesOf(after)
    .filter(isDecided)
    .flatMap((match) => {
      const fee = feeDue(match)
      const taken = paidTo(after, match, 'fees')
      return [
        ...when(taken !== fee, `match ${match.id} (${match.outcome}) paid a fee of ${taken}, not ${fee}`),
        ...sidesOf(match).flatMap((side) => {
          const due = shareOf(match, side, fee)
          const got = paidTo(after, match, `player:${side.player}`)
          return when(got !== due, `player ${side.player} got ${got} of match ${match.id}, not ${due}`)
        }),
      ]
    })

function feeDue({ outcome, stake, rules }: Match): number {
  const fee = Number((BigInt(2 * stake) * BigInt(rules.fee_bps)) / 10_000n)
  switch (outcome) {
    case 'challenger_won':
    case 'challenged_won':
    case 'walkover':
      return fee
    case 'draw':
      return rules.draw_fee ? fee - (fee % 2) : 0
    default:
      return 0
  }
}

function shareOf(match: Match, side: Side, fee: number): number {
  if (match.winner !== null) return side.player === match.winner ? 2 * match.stake - fee : 0
  return match.stake - fee / 2
}

/** A store need not record what the treasury and the fees hold after each transfer. */
const agrees = (balance: number, recorded: number | null) => recorded === null || recorded === balance

/**
 * 7. Double entry: entries are whole, never edited, sum to the balances, and no account but the treasury is below zero.
 */
export const rule7DoubleEntry: Rule = ({ before, after }) => {
  const balances = new Map<string, number>()
  const move = (account: string, currency: string, by: number) => {
    const key = `${account} ${currency}`
    const balance = (balances.get(key) ?? 0) + by
    balances.set(key, balance)
    return balance
  }
  const entries = after.ledger.flatMap(({ id, debit, credit, amount, currency, debitBalance, creditBalance }) => {
    const [from, to] = [move(debit, currency, -amount), move(credit, currency, amount)]
    return [
      ...when(!Number.isSafeInteger(amount) || amount <= 0, `transfer ${id} moves ${amount}`),
      ...when(debit === credit, `transfer ${id} stays where it is`),
      ...when(from < 0 && debit !== 'treasury', `transfer ${id} overdraws ${debit}`),
      ...when(!agrees(from, debitBalance) || !agrees(to, creditBalance), `transfer ${id} records other balances`),
    ]
  })
  const kept = isDeepStrictEqual(after.ledger.slice(0, before.ledger.length), before.ledger)
  return [
    ...entries,
    ...when(!kept, 'entries of the ledger were edited'),
    ...Object.entries(after.players).flatMap(([id, { money }]) =>
      Object.entries(money).flatMap(([currency, balance]) =>
        when((balances.get(`player:${id} ${currency}`) ?? 0) !== balance, `player ${id} holds ${balance} ${currency}`),
      ),
    ),
    ...matchesOf(after).flatMap((match) => {
      const held = balances.get(`escrow:${match.id} ${match.currency}`) ?? 0
      return when(held !== (isDecided(match) ? 0 : potOf(match)), `the escrow of ${match.id} holds ${held}`)
    }),
  ]
}
