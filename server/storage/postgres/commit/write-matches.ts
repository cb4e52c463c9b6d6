import { isUndecided, type Match, nextDeadline } from '../../../domain/match.ts'
import { type Query, together } from '../connection/query.ts'
import type { BatchState } from './batch-state.ts'
import type { MatchRow } from './load.ts'
import { sendJoined, sendKeys, sendRows } from './rows.ts'

interface Replaced {
  readonly before: MatchRow | undefined
  readonly after: Match
}

const wasOpen = ({ before }: Replaced) => before?.state === 'unmatched'
const wasUndecided = ({ before }: Replaced) => before !== undefined && before.deadline !== null
const challengedOf = ({ after }: Replaced) => after.challenged?.playerId ?? null

/** Sends the new states of matches, and everything by which they are found. */
export function writeMatches(query: Query, { matches }: Pick<BatchState, 'matches'>): Promise<unknown> {
  const replaced = [...matches.values()].flatMap(({ before, after }): Replaced[] => (after ? [{ before, after }] : []))
  if (replaced.length === 0) return Promise.resolve()
  return together([
    writeStates(query, replaced),
    writePlayers(query, replaced),
    writeUndecided(query, replaced),
    writeOpen(query, replaced),
  ])
}

const STATE_ROW = 'id text, version bigint, state text, challenged bigint, deadline bigint, record text'

function writeStates(query: Query, replaced: readonly Replaced[]): Promise<unknown> {
  const rowOf = (one: Replaced) => ({
    id: one.after.id,
    version: one.after.version,
    state: one.after.state,
    challenged: challengedOf(one),
    deadline: nextDeadline(one.after),
    record: JSON.stringify(one.after),
  })
  return together([
    sendRows(
      query,
      `INSERT INTO matches (id, version, state, challenged, deadline, record)
       SELECT id, version, state, challenged, deadline, record::json FROM json_to_recordset($1) AS r (${STATE_ROW})
       ORDER BY id COLLATE "C"`,
      replaced.filter(({ before }) => !before).map(rowOf),
    ),
    sendJoined(
      query,
      `UPDATE matches AS m SET version = r.version, state = r.state, challenged = r.challenged, deadline = r.deadline,
         record = r.record::json
       FROM (SELECT * FROM json_to_recordset($1) AS row (${STATE_ROW}) LIMIT $2) AS r WHERE m.id = r.id`,
      replaced.filter(({ before }) => before).map(rowOf),
    ),
  ])
}

function writePlayers(query: Query, replaced: readonly Replaced[]): Promise<unknown> {
  const rows = replaced.flatMap(({ before, after }) => {
    const row = (player_id: number) => ({ player_id, created_at: after.createdAt, match_id: after.id })
    const challenger = before ? [] : [row(after.challenger.playerId)]
    return after.challenged && !before?.challenged ? [...challenger, row(after.challenged.playerId)] : challenger
  })
  return sendRows(
    query,
    `INSERT INTO match_players (player_id, created_at, match_id) SELECT player_id, created_at, match_id
     FROM json_to_recordset($1) AS r (player_id bigint, created_at bigint, match_id text)
     ON CONFLICT DO NOTHING`,
    rows,
  )
}

function writeUndecided(query: Query, replaced: readonly Replaced[]): Promise<unknown> {
  const moved = (one: Replaced) =>
    !wasUndecided(one) ||
    one.before?.deadline !== nextDeadline(one.after) ||
    one.before.challenged !== challengedOf(one)
  return together([
    sendRows(
      query,
      `INSERT INTO undecided_matches (match_id, deadline, game_id, challenger, challenged)
       SELECT match_id, deadline, game_id, challenger, challenged
       FROM json_to_recordset($1) AS r
         (match_id text, deadline bigint, game_id bigint, challenger bigint, challenged bigint)
       ON CONFLICT (match_id) DO UPDATE SET deadline = excluded.deadline, challenged = excluded.challenged`,
      replaced
        .filter((one) => isUndecided(one.after) && moved(one))
        .map((one) => ({
          match_id: one.after.id,
          deadline: nextDeadline(one.after),
          game_id: one.after.gameId,
          challenger: one.after.challenger.playerId,
          challenged: challengedOf(one),
        })),
    ),
    sendKeys(
      query,
      'DELETE FROM undecided_matches WHERE match_id = ANY($1)',
      replaced.filter((one) => wasUndecided(one) && !isUndecided(one.after)).map(({ after }) => after.id),
    ),
  ])
}

function writeOpen(query: Query, replaced: readonly Replaced[]): Promise<unknown> {
  return together([
    sendRows(
      query,
      `INSERT INTO open_matches (match_id, game_id, currency, stake, skill_level, created_at, open_until, challenger,
         max_open, clients)
       SELECT match_id, game_id, currency, stake, skill_level, created_at, open_until, challenger, max_open, clients
       FROM json_to_recordset($1) AS r
         (match_id text, game_id bigint, currency text, stake bigint, skill_level bigint, created_at bigint,
          open_until bigint, challenger bigint, max_open bigint, clients text[])
`,
      replaced
        .filter((one) => one.after.state === 'unmatched' && !wasOpen(one))
        .map(({ after }) => ({
          match_id: after.id,
          game_id: after.gameId,
          currency: after.currency,
          stake: after.stakeAmount,
          skill_level: after.skillLevel,
          created_at: after.createdAt,
          open_until: after.openUntil,
          challenger: after.challenger.playerId,
          max_open: after.rules.maxOpen,
          clients: after.rules.clients,
        })),
    ),
    sendKeys(
      query,
      'DELETE FROM open_matches WHERE match_id = ANY($1)',
      replaced.filter((one) => wasOpen(one) && one.after.state !== 'unmatched').map(({ after }) => after.id),
    ),
  ])
}
