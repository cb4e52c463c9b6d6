import type { PlayerEvent } from '@ante/shared'
import { MATCHES } from '../../ante.ts'
import type { World } from '../load/players.ts'
import type { Record } from '../load/record.ts'
import { calls, sureReply } from '../load/send.ts'
import type { Pushes } from './pushes.ts'

/** How many events are checked after each crash. */
const BACK = 60

/** Every player's rows are numbered without a hole, and contain what was pushed as it was pushed. */
export async function expectEvents(world: World, pushes: Pushes, record: Record, all = false): Promise<void> {
  for (const { id } of world.players) {
    const pushed = pushes.rowsOf(id)
    const after = all ? 0 : Math.max(0, pushed.length - BACK)
    const rows = await rowsAfter(world, id, after)
    const numbers = rows.map(({ seq }) => seq)
    const expected = rows.map((_, index) => after + 1 + index)
    record.findings.equal('ST62', numbers, expected, `numbers of the events of ${id}`)
    record.findings.equal('ST62', rows.slice(0, pushed.length - after), pushed.slice(after), `events pushed to ${id}`)
    if (all) expectOneEnd(id, rows, record)
  }
}

async function rowsAfter(world: World, player: number, after: number): Promise<readonly PlayerEvent[]> {
  const rows: PlayerEvent[] = []
  for (;;) {
    const path = `${MATCHES}/me/events.json?after=${after + rows.length}`
    const { body } = await sureReply(world.send, calls.read(player, path))
    if (body.events.length === 0) return rows
    rows.push(...body.events)
  }
}

/** A decided match has told each of its sides how it ended, once, and as it ended. */
function expectOneEnd(player: number, rows: readonly PlayerEvent[], { matches, findings }: Record): void {
  const ends = new Map<string, string[]>()
  for (const { type, data } of rows) {
    if (type !== 'match.settled' && type !== 'match.expired' && type !== 'match.void') continue
    const { challenger_score, challenged_score, winner_id, amount_won, outcome } = data.match_result
    const end = [challenger_score, challenged_score, winner_id, amount_won, outcome].join()
    ends.set(data.match.id, [...(ends.get(data.match.id) ?? []), end])
  }
  for (const [id, facts] of matches) {
    if (!facts.sides.includes(player)) continue
    const told = facts.fixed('result')
    // One that was read as open may have ended since.
    if (facts.rank === 2) findings.equal('ST62', ends.get(id), [told], `the end of ${id} as ${player} was told it`)
    else findings.expect('ST62', (ends.get(id)?.length ?? 0) <= 1, () => `${id} ended more than once`)
  }
}
