import { isDeepStrictEqual } from 'node:util'
import type { PlayerEvent } from '@ante/shared'
import type { PostedTransfer } from '../../server/domain/ledger.ts'
import type { Call } from './calls.ts'
import { type Answer, isDecided, type Match, SECOND, type Side, scoreOf, sidesOf } from './reference/model.ts'
import type { Snapshot } from './snapshot.ts'

/** One step of a history, with everything that the server knew before and after it. */
export interface StepSeen {
  readonly call: Call
  readonly answer: Answer
  readonly before: Snapshot
  readonly after: Snapshot
  /** The store's clock, when the step began and when it was over. */
  readonly began: number
  readonly now: number
  /** How long ago the process had looked at the system's clock when the step began. */
  readonly away: number
}

/** What a step breaks of one rule: a sentence each. */
type Rule = (seen: StepSeen) => string[]

const when = (broken: boolean, sentence: string): string[] => (broken ? [sentence] : [])
const matchesOf = (snapshot: Snapshot) => Object.values(snapshot.matches)
const transfersOf = ({ ledger }: Snapshot, match: Match) => ledger.filter(({ matchId }) => matchId === match.id)
const sum = (transfers: readonly PostedTransfer[]) => transfers.reduce((total, { amount }) => total + amount, 0)
const paidTo = (after: Snapshot, match: Match, account: string) =>
  sum(transfersOf(after, match).filter(({ credit }) => credit === account))
const potOf = (match: Match) => match.stake * sidesOf(match).length
/** Each match as it was, if it was, and as it is. */
const changes = ({ before, after }: StepSeen) =>
  matchesOf(after).map((match) => ({ was: before.matches[match.id] ?? null, is: match }))
/** Each attempt as it was, and as it is. */
const attempts = (seen: StepSeen) =>
  changes(seen).flatMap(({ was, is }) =>
    sidesOf(is).flatMap((side) => {
      const before = was && sidesOf(was).find(({ player }) => player === side.player)
      return before ? [{ match: is, was: before, is: side }] : []
    }),
  )

/** 1. No cancel: an unmatched match is accepted, expires, or is taken back by the operator, always with a full refund. */
export const rule1NoCancel: Rule = (seen) =>
  changes(seen).flatMap(({ was, is }) => {
    if (was?.state !== 'unmatched' || is.state === 'unmatched' || is.state === 'matched') return []
    const { call, after, now } = seen
    const closed = call.do === 'rules' && call.game === is.game && after.games[is.game]?.enabled === false
    const excluded = call.do === 'exclude' && call.excluded && call.player === is.challenger.player
    const allowed = is.state === 'expired' ? now >= is.openUntil : is.state === 'void' && (closed || excluded)
    const refunded = paidTo(after, is, `player:${is.challenger.player}`)
    return [
      ...when(!allowed, `match ${is.id} went from unmatched to ${is.state} by ${call.do}`),
      ...when(refunded !== is.stake, `match ${is.id} gave ${refunded} of ${is.stake} back`),
    ]
  })

/** 2. A match, its escrow, its entries and its events change together, and it is settled once. */
export const rule2OneCommit: Rule = ({ after }) =>
  matchesOf(after).flatMap((match) => {
    const transfers = transfersOf(after, match)
    const staked = transfers.filter(({ credit }) => credit === `escrow:${match.id}`)
    const settled = transfers.filter(({ debit }) => debit === `escrow:${match.id}`)
    const instants = new Set(settled.map(({ at }) => at))
    return [
      ...when(sum(staked) !== potOf(match), `match ${match.id} has ${sum(staked)} staked, not ${potOf(match)}`),
      ...when(sum(settled) !== (isDecided(match) ? potOf(match) : 0), `match ${match.id} paid out ${sum(settled)}`),
      ...when(instants.size > 1, `match ${match.id} was settled at several instants`),
      ...sidesOf(match).flatMap(({ player }) => {
        const endings = eventsAbout(after, player, match).filter(isEnding)
        const expected = isDecided(match) ? 1 : 0
        return when(endings.length !== expected, `player ${player} was told ${endings.length} endings of ${match.id}`)
      }),
    ]
  })

const isEnding = ({ type }: PlayerEvent) =>
  type === 'match.settled' || type === 'match.expired' || type === 'match.void'
const eventsAbout = ({ players }: Snapshot, player: number, match: Match) =>
  (players[player]?.events ?? []).filter(({ data }) => 'match' in data && data.match.id === match.id)

/** 3. Whoever accepts first has the match for good; nothing is ever held from others, nor for a call that was refused. */
export const rule3OneWinner: Rule = (seen) => {
  const { call, answer, before, after } = seen
  const refused = 'code' in answer && 'who' in call ? call.who.player : null
  const held = refused !== null && !isDeepStrictEqual(before.players[refused]?.money, after.players[refused]?.money)
  return [
    ...when(held, `player ${refused} was refused, and money moved`),
    ...changes(seen).flatMap(({ was, is }) => {
      const payers = new Set(
        transfersOf(after, is)
          .filter(({ credit }) => credit === `escrow:${is.id}`)
          .map(({ debit }) => debit),
      )
      const others = [...payers].filter((payer) => !sidesOf(is).some(({ player }) => payer === `player:${player}`))
      const changed = was?.challenged && was.challenged.player !== is.challenged?.player
      return [
        ...when(others.length > 0, `${others} paid for match ${is.id} without playing it`),
        ...when(Boolean(changed), `match ${is.id} was given to somebody else`),
      ]
    }),
  ]
}

/** 4. The first score wins: how an attempt ended never changes. */
export const rule4FirstScore: Rule = (seen) =>
  attempts(seen).flatMap(({ match, was, is }) =>
    when(was.end !== null && !isDeepStrictEqual(was.end, is.end), `the end of an attempt of ${match.id} changed`),
  )

/** 5. A matched match is decided in the commit that makes the second side final, by the scores that there are. */
export const rule5Decision: Rule = (seen) =>
  changes(seen).flatMap(({ was, is }) => {
    if (!is.challenged) return []
    const { challenger, challenged } = is
    const touched = !isDeepStrictEqual(was, is) || seen.call.do === 'tick'
    const finals = [challenger, challenged].filter((side) => side.end !== null || seen.now >= side.until)
    const moved = seen.call.do === 'restart' || seen.now < seen.began
    const overdue = !isDecided(is) && finals.length === 2 && touched && !moved
    const ended = challenger.end !== null && challenged.end !== null
    return [
      ...when(overdue, `match ${is.id} is not decided, and both sides are final`),
      ...when(isDecided(is) !== ended, `match ${is.id} is ${is.state} with ends ${challenger.end}, ${challenged.end}`),
      ...when(isDecided(is) && is.outcome !== outcomeOf(is), `match ${is.id} is ${is.outcome}, not ${outcomeOf(is)}`),
    ]
  })

function outcomeOf({ challenger, challenged, rules }: Match) {
  const [a, b] = [scoreOf(challenger), scoreOf(challenged)]
  if (a === null && b === null) return 'void'
  if (a === null || b === null) return 'walkover'
  if (a === b) return 'draw'
  return a > b === (rules.score_order === 'higher_wins') ? 'challenger_won' : 'challenged_won'
}

/** 6. What the house takes, and what each side gets. */
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

/** 7. Double entry: entries are whole, never edited, sum to the balances, and no account but the treasury is below zero. */
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
      ...when(from !== debitBalance || to !== creditBalance, `transfer ${id} records other balances`),
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

/** 8. Nobody plays against themselves, learns another's secret, or sees the other score before the decision. */
export const rule8Secrecy: Rule = ({ call, answer, before, after }) => {
  const told = Object.entries(after.players).map(([id, { events }]) => ({
    player: Number(id),
    text: JSON.stringify(events.slice(before.players[Number(id)]?.events.length ?? 0)),
  }))
  if ('who' in call) told.push({ player: call.who.player, text: JSON.stringify(answer) })
  return matchesOf(after).flatMap((match) => {
    const players = sidesOf(match).map(({ player }) => player)
    const leaks = told.flatMap(({ player, text }) => {
      const others = sidesOf(match).filter((side) => side.player !== player)
      return when(
        others.some((side) => text.includes(side.secret)),
        `player ${player} was told another's secret of ${match.id}`,
      )
    })
    return [
      ...when(new Set(players).size !== players.length, `player ${players[0]} plays match ${match.id} alone`),
      ...leaks,
      ...when(showsOtherScore(call, answer, match), `the other score of ${match.id} was shown before the decision`),
    ]
  })
}

function showsOtherScore(call: Call, answer: Answer, match: Match): boolean {
  if (isDecided(match) || !('who' in call) || !('body' in answer)) return false
  const body = answer.body as { match_result?: object; matches?: { match_result?: object }[] } | null
  const results = [body?.match_result, ...(body?.matches ?? []).map((each) => each.match_result)] as (
    | Record<string, unknown>
    | undefined
  )[]
  const other = match.challenger.player === call.who.player ? 'challenged_score' : 'challenger_score'
  return results.some((result) => result?.match_id === match.id && result[other] !== null)
}

/** 9. Deadlines move by prolonging and by outages, in full; expiries never move; nothing counts after its deadline. */
export const rule9Deadlines: Rule = (seen) => [
  ...changes(seen).flatMap(({ was, is }) =>
    when(was !== null && was.openUntil !== is.openUntil, `the expiry of match ${is.id} moved`),
  ),
  ...attempts(seen).flatMap(({ match, was, is }) => {
    const by = is.until - was.until
    return when(!allowedMoves(seen, match, was).includes(by), `a deadline of match ${match.id} moved by ${by}`)
  }),
  ...attempts(seen).flatMap(({ match, was, is }) =>
    when(
      was.end === null && is.end !== null && is.end !== 'timeout' && seen.now >= is.until,
      `a result of match ${match.id} counted after its deadline`,
    ),
  ),
  ...when(seen.call.do === 'tick' && overdueAfterTick(seen), 'a deadline is over, and did not fire'),
]

const GRACE = 60 * SECOND
const AWAY = 10 * SECOND

function allowedMoves({ call, before, after, began, now, away }: StepSeen, match: Match, was: Side): number[] {
  if (before === after) return [0]
  if (call.do === 'restart') {
    const aliveAt = call.orderly ? began : (before.aliveAt ?? began)
    const wasOpen = was.end === null && !isDecided(match) && aliveAt < was.until
    return [wasOpen ? Math.max(0, now - aliveAt) + GRACE : 0]
  }
  const prolongs = call.do === 'prolong' && call.who.player === was.player && call.id === match.id
  const given = away > AWAY ? away + GRACE : 0
  return [0, given].flatMap((back) => [back, ...(prolongs ? [back + match.rules.play_seconds * SECOND] : [])])
}

const overdueAfterTick = ({ after, now }: StepSeen) =>
  matchesOf(after).some((match) => {
    if (match.state === 'unmatched') return now >= match.openUntil
    return match.state === 'matched' && sidesOf(match).some(({ end, until }) => end === null && now >= until)
  })

/** 10. A player has at most `max_open` undecided matches in a game. */
export const rule10MaxOpen: Rule = ({ after }) =>
  Object.keys(after.players).flatMap((id) =>
    Object.keys(after.games).flatMap((game) => {
      const open = matchesOf(after).filter(
        (match) =>
          match.game === Number(game) &&
          !isDecided(match) &&
          sidesOf(match).some(({ player }) => player === Number(id)),
      )
      const most = Math.max(...open.map(({ rules }) => rules.max_open), 0)
      return when(
        open.length > most,
        `player ${id} has ${open.length} matches of game ${game}, and ${most} is the most`,
      )
    }),
  )

/** Section 3 of PROTOCOL, rule by rule. */
export const RULES = {
  rule1NoCancel,
  rule2OneCommit,
  rule3OneWinner,
  rule4FirstScore,
  rule5Decision,
  rule6Fees,
  rule7DoubleEntry,
  rule8Secrecy,
  rule9Deadlines,
  rule10MaxOpen,
}

/** Every rule that a step breaks, with what it breaks of it. */
export function brokenRules(seen: StepSeen): string[] {
  return Object.entries(RULES).flatMap(([name, rule]) => rule(seen).map((sentence) => `${name}: ${sentence}`))
}
