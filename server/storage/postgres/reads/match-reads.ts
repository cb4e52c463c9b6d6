import { isUndecided, type Match, type Pool, type UndecidedMatch, type UnmatchedMatch } from '../../../domain/match.ts'
import type { OfferFilter, OffersPage, Storage } from '../../storage.ts'
import type { Database } from '../connection/database.ts'
import { askedRows } from '../connection/read-queue.ts'
import { StatementParameters } from './parameters.ts'

type MatchReads = Pick<
  Storage,
  'match' | 'offers' | 'countOffers' | 'undecidedMatches' | 'matchesOf' | 'dueMatches' | 'nextDeadline'
>

export function matchReads({ read, readShared, readAlong }: Database): MatchReads {
  const records = async <Kind extends Match>(text: string, values: readonly unknown[]) =>
    (await read<{ record: Kind }>(text, values)).map(({ record }) => record)

  async function offered(open: Open, page: { skillLevel: number | null; after: OffersPage['after'] }, slice: Slice) {
    const parameters = new StatementParameters()
    const branches = branchesOf(open, page, parameters, slice.offset + slice.limit)
    const [offset, limit] = [parameters.add(slice.offset), parameters.add(slice.limit)]
    const rows = await readAlong<{ record: UnmatchedMatch }>(
      `SELECT m.record FROM (
         SELECT match_id, distance, created_at FROM (${branches.join(' UNION ALL ')}) AS branches
         ORDER BY distance NULLS LAST, created_at, match_id OFFSET ${offset} LIMIT ${limit}) AS page
       JOIN matches m ON m.id = page.match_id ORDER BY page.distance NULLS LAST, page.created_at, page.match_id`,
      parameters.values,
    )
    return rows.map(({ record }) => record)
  }

  return {
    match: async (id) => (await readShared<{ record: Match }>(MATCH, [{ id }]))[0]?.record,

    offers: (filter, { skillLevel, after, limit }) => offered(filter, { skillLevel, after }, { offset: 0, limit }),

    async countOffers(filter, limit) {
      const parameters = new StatementParameters()
      const condition = conditionOf(filter, parameters)
      // In the order of an index: so that the matches of other pools are not looked through to find these.
      const rows = await readAlong<{ count: number }>(
        `SELECT count(*) FROM (SELECT 1 FROM open_matches WHERE ${condition}
           ORDER BY created_at, match_id LIMIT ${parameters.add(limit)}) AS found`,
        parameters.values,
      )
      return rows[0]?.count ?? 0
    },

    undecidedMatches(of = {}) {
      const parameters = new StatementParameters()
      const conditions = ['true']
      if (of.gameId !== undefined) conditions.push(`u.game_id = ${parameters.add(of.gameId)}`)
      if (of.playerId !== undefined) {
        const player = parameters.add(of.playerId)
        conditions.push(`(u.challenger = ${player} OR u.challenged = ${player})`)
      }
      return records<UndecidedMatch>(
        `SELECT m.record FROM undecided_matches u JOIN matches m ON m.id = u.match_id WHERE ${conditions.join(' AND ')}`,
        parameters.values,
      )
    },

    async matchesOf(playerId, { state, offset, limit }) {
      const [row] = await read<{ count: number; matches: readonly Match[] }>(
        `WITH own AS (${ownMatches(state)}), page AS (
           SELECT m.record, own.created_at, own.match_id FROM
             (SELECT * FROM own ORDER BY created_at DESC, match_id DESC OFFSET $2 LIMIT $3) AS own
           JOIN matches m ON m.id = own.match_id)
         SELECT (SELECT count(*) FROM own) AS count,
           (SELECT coalesce(json_agg(record ORDER BY created_at DESC, match_id DESC), '[]') FROM page) AS matches`,
        [playerId, offset, limit, ...(state === undefined ? [] : [state])],
      )
      return { matches: row?.matches ?? [], count: row?.count ?? 0 }
    },

    dueMatches: async (now, limit) =>
      (
        await records<Match>(
          `SELECT m.record FROM
             (SELECT match_id, deadline FROM undecided_matches WHERE deadline <= $1 ORDER BY deadline, match_id LIMIT $2) AS due
           JOIN matches m ON m.id = due.match_id ORDER BY due.deadline, due.match_id`,
          [now, limit],
        )
      ).filter(isUndecided),

    async nextDeadline() {
      const rows = await read<{ deadline: number }>(
        'SELECT deadline FROM undecided_matches ORDER BY deadline, match_id LIMIT 1',
      )
      return rows[0]?.deadline ?? null
    },
  }
}

const MATCH = `SELECT n, record FROM ${askedRows('id text')} JOIN matches USING (id)`

interface Slice {
  readonly offset: number
  readonly limit: number
}

/** Which open matches are looked for: those of a pool, or those of it that pass a filter. */
type Open = OfferFilter | { readonly pool: Pool }

function conditionOf(open: Open, parameters: StatementParameters): string {
  const { pool } = open
  const inPool = [
    `game_id = ${parameters.add(pool.gameId)}`,
    `currency = ${parameters.add(pool.currency)}`,
    `stake = ${parameters.add(pool.stakeAmount)}`,
  ]
  if (!('playerId' in open)) return inPool.join(' AND ')
  const admitting = [
    `challenger <> ${parameters.add(open.playerId)}`,
    `open_until > ${parameters.add(open.now)}`,
    `max_open > ${parameters.add(open.undecided)}`,
    `(clients = '{}' OR ${parameters.add(open.clientId)} = ANY(clients))`,
  ]
  return [...inPool, ...admitting].join(' AND ')
}

/**
 * The ways in which an index has the matches in order: those at or above the level upwards, those below it downwards, those
 * without a level by age. Each gives as many as are wanted in all.
 */
function branchesOf(
  open: Open,
  { skillLevel, after }: { skillLevel: number | null; after: OffersPage['after'] },
  parameters: StatementParameters,
  wanted: number,
): string[] {
  const condition = conditionOf(open, parameters)
  const limit = parameters.add(wanted)
  const branch = (distance: string, order: string, ...conditions: string[]) =>
    `(SELECT match_id, ${distance} AS distance, created_at FROM open_matches
      WHERE ${[condition, ...conditions].join(' AND ')} ORDER BY ${order}created_at, match_id LIMIT ${limit})`
  const age = after && [parameters.add(after.createdAt), parameters.add(after.id)].join(', ')
  const younger = age === null ? [] : [`(created_at, match_id) > (${age})`]
  if (skillLevel === null) return [branch('0::bigint', '', ...younger)]

  const unranked = (...conditions: string[]) => branch('NULL::bigint', '', 'skill_level IS NULL', ...conditions)
  if (after?.skillLevel === null) return [unranked(...younger)]
  const level = parameters.add(skillLevel)
  const reached = after === null ? null : parameters.add(Math.abs(after.skillLevel - skillLevel))
  const beyond = (column: string, from: string) =>
    reached === null ? [] : [`(${column}, created_at, match_id) > (${from} + ${reached}, ${age})`]
  return [
    branch(`skill_level - ${level}`, 'skill_level, ', `skill_level >= ${level}`, ...beyond('skill_level', level)),
    branch(
      `${level} - skill_level`,
      '-skill_level, ',
      `-skill_level > -${level}`,
      ...beyond('-skill_level', `-${level}`),
    ),
    unranked(),
  ]
}

/** A player's matches with the columns that order them. There are few undecided ones, so those are looked for first. */
function ownMatches(state: Match['state'] | undefined): string {
  switch (state) {
    case undefined:
      return 'SELECT match_id, created_at FROM match_players WHERE player_id = $1'
    case 'unmatched':
    case 'matched':
      return `SELECT u.match_id, p.created_at FROM undecided_matches u
        JOIN match_players p ON p.player_id = $1 AND p.match_id = u.match_id
        JOIN matches m ON m.id = u.match_id AND m.state = $4 WHERE u.challenger = $1 OR u.challenged = $1`
    case 'settled':
    case 'expired':
    case 'void':
      return `SELECT p.match_id, p.created_at FROM match_players p
        JOIN matches m ON m.id = p.match_id AND m.state = $4 WHERE p.player_id = $1`
  }
}
