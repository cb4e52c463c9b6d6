import { isDeepStrictEqual } from 'node:util'
import type { PlayerEvent } from '@ante/shared'
import type { Snapshot } from '../play/snapshot.ts'
import { isDecided, type Match, sidesOf } from '../reference/model.ts'
import { attempts, changes, matchesOf, paidTo, potOf, type Rule, sum, transfersOf, when } from './seen.ts'

/**
 * 1. No cancelling: an unmatched match is accepted, or it expires or is taken back by the operator, with a full refund.
 */
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

/** 3. The player who accepts first gets the match for good. Nothing is taken from others, or for a refused call. */
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
