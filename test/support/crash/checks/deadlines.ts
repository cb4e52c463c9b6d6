import type { MatchDetails } from '@ante/shared'
import type { Attempt, UndecidedMatch } from '../../../../server/domain/match.ts'
import { eventually } from '../../eventually.ts'
import type { LeftBehind } from '../left-behind.ts'
import type { World } from '../load/players.ts'
import type { Record } from '../load/record.ts'
import { calls, sureReply } from '../load/send.ts'
import type { Findings } from './findings.ts'

const GRACE = 60_000
/** A server that looks at its clock no more often than this takes itself for absent. */
const MAX_SILENCE = 10_000

/** A start, from outside. */
export interface Start {
  /** When the server before it was gone. */
  readonly killedAt: number
  readonly startedAt: number
  readonly readyAt: number
}

/** The folder has every deadline that was told. */
export function expectToldDeadlines(record: Record, left: LeftBehind): void {
  for (const match of left.undecided) {
    const facts = record.matches.get(match.id)
    for (const { playerId, resultUntil } of attemptsOf(match)) {
      const told = facts?.until.get(playerId) ?? 0
      const isThere = resultUntil >= told
      const what = () => `match ${match.id}: player ${playerId} was told ${told}, ${resultUntil} is kept`
      record.findings.expect('ST64', isThere, what)
    }
  }
}

/** A start that was cut short has moved all deadlines by the outage, or none. */
export function expectWholeShift(before: LeftBehind, after: LeftBehind, start: Start, findings: Findings): void {
  const later = new Map(after.undecided.map((match) => [match.id, match]))
  const aliveAt = before.aliveAt ?? 0
  const shifts = before.undecided.flatMap((match) => {
    const kept = later.get(match.id)
    const isOpen = match.state === 'matched' && attemptsOf(match).some((attempt) => wasOpen(attempt, aliveAt))
    findings.expect('ST64', kept !== undefined || !isOpen, () => `match ${match.id} was decided before its time`)
    return kept ? openShifts(match, aliveAt, attemptsOf(kept)) : []
  })
  const moved = new Set(shifts)
  findings.expect('ST64', moved.size <= 1, () => `a start that was cut short moved deadlines by ${[...moved]}`)
  const [by = 0] = moved
  if (by === 0 || before.aliveAt === null) return
  expectLength(by, aliveAt, start, findings)
  const cameWithIt = after.aliveAt !== null && after.aliveAt >= aliveAt + by - GRACE
  findings.expect(
    'ST64',
    cameWithIt,
    () => `moved by ${by} from ${aliveAt}, and the last heartbeat is ${after.aliveAt}`,
  )
}

/** What a start has given back, and what has fired since. Nobody has called the server before. */
export async function expectRuleNine(
  world: World,
  left: LeftBehind,
  start: Start,
  findings: Findings,
): Promise<number> {
  if (left.aliveAt === null) return 0
  const { aliveAt } = left
  const silence = start.killedAt - aliveAt
  findings.expect('ST64', silence < MAX_SILENCE, () => `the last heartbeat was ${silence} ms before the kill`)
  const inspect = async ({ id }: UndecidedMatch): Promise<MatchDetails> =>
    (await sureReply(world.send, calls.read('operator', `/admin/v1/matches/${id}`))).body.match
  const shifts = new Set<number>()
  for (const match of left.undecided) {
    const now = await inspect(match)
    const attempts = [now.challenger, now.challenged].flatMap((attempt) => (attempt ? [attempt] : []))
    const kept = attempts.map(({ result_until }) => ({ resultUntil: Date.parse(result_until) }))
    for (const shift of openShifts(match, aliveAt, kept)) shifts.add(shift)
    expectUnmoved(match, aliveAt, kept, findings)
    findings.equal('ST64', Date.parse(now.open_until), match.openUntil, `open_until of ${match.id}`)
    await expectFired(match, now, aliveAt, start, findings, () => inspect(match))
  }
  findings.expect('ST64', shifts.size <= 1, () => `open attempts were moved by ${[...shifts]}`)
  for (const by of shifts) expectLength(by, aliveAt, start, findings)
  return shifts.size
}

const attemptsOf = ({ challenger, challenged }: UndecidedMatch): readonly Attempt[] =>
  challenged ? [challenger, challenged] : [challenger]

const wasOpen = (attempt: Attempt, aliveAt: number) => attempt.finish === null && attempt.resultUntil > aliveAt

/** By how much each attempt moved that was open when the outage began. */
function openShifts(
  match: UndecidedMatch,
  aliveAt: number,
  after: readonly { readonly resultUntil: number }[],
): number[] {
  return attemptsOf(match).flatMap((attempt, side) => {
    const now = after[side]
    return now && wasOpen(attempt, aliveAt) ? [now.resultUntil - attempt.resultUntil] : []
  })
}

function expectUnmoved(
  match: UndecidedMatch,
  aliveAt: number,
  after: readonly { readonly resultUntil: number }[],
  findings: Findings,
): void {
  attemptsOf(match).forEach((attempt, side) => {
    if (wasOpen(attempt, aliveAt)) return
    findings.equal('ST64', after[side]?.resultUntil, attempt.resultUntil, `the deadline of a closed attempt`)
  })
}

/** The outage was measured from the last heartbeat to a moment of the start, and got its minute. */
function expectLength(by: number, aliveAt: number, { startedAt, readyAt }: Start, findings: Findings): void {
  const recoveredAt = aliveAt + by - GRACE
  const isIt = recoveredAt >= startedAt && recoveredAt <= readyAt
  const what = () => `deadlines moved by ${by}: that ends at ${recoveredAt}, not within ${startedAt} to ${readyAt}`
  findings.expect('ST64', isIt, what)
}

/** What an outage took is given back before anything fires, so only what had passed before it may fire after it. */
async function expectFired(
  match: UndecidedMatch,
  now: MatchDetails,
  aliveAt: number,
  { startedAt }: Start,
  findings: Findings,
  inspect: () => Promise<MatchDetails>,
): Promise<void> {
  const isDue =
    match.state === 'unmatched'
      ? match.openUntil <= startedAt
      : attemptsOf(match).every((attempt) => !wasOpen(attempt, aliveAt))
  if (isDue) {
    const decided = await eventually(async () => ((await inspect()).settlement ? inspect() : null))
    const at = Date.parse(decided.settlement?.at ?? '')
    findings.expect('ST64', at >= startedAt, () => `match ${match.id} was decided at ${at}, during the outage`)
  } else if (match.state === 'matched') {
    findings.equal('ST64', now.settlement, null, `the settlement of ${match.id}, whose deadline had not passed`)
  }
}
