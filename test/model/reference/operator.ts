import type { GameRules } from '@ante/shared'
import { type Answer, answer, type Match, type Model, type Payment, refuse } from './model.ts'
import { commit } from './money.ts'
import { ending } from './play.ts'
import { heldBy } from './stake.ts'

/** What the treasury has paid out to players and not got back, in one currency. */
function circulating(model: Model, currency: string): number {
  const sign = (payment: Payment) => (payment.kind === 'deposit' ? 1 : -1)
  return Object.values(model.payments)
    .filter((payment) => payment.currency === currency)
    .reduce((sum, payment) => sum + sign(payment) * payment.amount, 0)
}

export type PaymentRequest = Omit<Payment, 'balance'> & { reference: string }

/** The payment of this reference, if it was made: answered again, or refused when it says something else. */
export function repeatedPayment(model: Model, { reference, ...request }: PaymentRequest): Answer | null {
  const known = model.payments[reference]
  if (!known) return null
  const { balance, ...made } = known
  const isSame = (Object.keys(made) as (keyof typeof made)[]).every((field) => made[field] === request[field])
  return isSame ? answer(201, { balance, currency: known.currency }) : refuse('reference_reused')
}

export function pay(model: Model, { reference, ...request }: PaymentRequest): Answer {
  const { player, kind, amount, currency } = request
  const held = heldBy(model, player, currency)
  if (kind === 'withdraw' && held < amount) return refuse('insufficient_funds')
  const isCountable = kind === 'withdraw' || Number.isSafeInteger(circulating(model, currency) + amount)
  if (!isCountable) return refuse('balance_too_large')
  const balance = kind === 'deposit' ? held + amount : held - amount
  model.payments[reference] = { ...request, balance }
  commit(model, [], [{ player, currency, by: balance - held }])
  return answer(201, { balance, currency })
}

export function changeRules(model: Model, id: number, changes: Partial<GameRules>): Answer {
  const before = model.games[id]
  if (!before) return refuse('not_found')
  const rules = { ...before, ...changes }
  if (rules.min_score > rules.max_score) return refuse('invalid_request')
  model.games[id] = rules
  if (!rules.enabled) takeBack(model, (match) => match.game === id)
  return answer(200, { game: { id, ...rules } })
}

export function setExcluded(model: Model, id: number, excluded: boolean): Answer {
  const player = model.players[id]
  if (!player) return refuse('not_found')
  player.excluded = excluded
  if (excluded) takeBack(model, (match) => match.challenger.player === id)
  return answer(200, { excluded })
}

/** Voids the unmatched ones among these, all in one commit. */
function takeBack(model: Model, concerns: (match: Match) => boolean): void {
  const taken = Object.values(model.matches).filter((match) => match.state === 'unmatched' && concerns(match))
  const endings = taken.map((match) => ending(match, 'void', 'void'))
  commit(
    model,
    endings.flatMap(({ notices }) => notices),
    endings.flatMap(({ moves }) => moves),
  )
}
