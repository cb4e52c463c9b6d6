import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MATCHES, startAnte, type TestAnte, type TestPlayer } from '../../support/ante.ts'
import { inParallel } from '../../support/storage/load.ts'

const OPEN = 2000
const LEVELS = 40
/** Where counting ends. */
const COUNTED = 1000

let ante: TestAnte
let gameId: number
let challengers: TestPlayer[]
let seeker: TestPlayer
let rival: TestPlayer
/** The levels of all open matches. */
const levels = new Map<string, number | null>()

beforeAll(async () => {
  ante = await startAnte({ ANTE_DEMO: '1' })
  gameId = await ante.game({ max_open: 10_000 })
  const guests = await ante.guests(12)
  ;[seeker, rival] = [guests[0] as TestPlayer, guests[1] as TestPlayer]
  challengers = guests.slice(2)
  await inParallel(OPEN, 20, open)
}, 60_000)
afterAll(() => ante.close())

const levelOf = (n: number) => (n % 10 === 0 ? null : (n * 7919) % LEVELS)

async function open(n: number): Promise<void> {
  const by = challengers[n % challengers.length] as TestPlayer
  const level = levelOf(n)
  const match = { stake: 1, currency: 'GBP', game_id: gameId, challenger_skill_level: level }
  const { id } = (await by.call('POST', `${MATCHES}/matches.json`, { match })).body.match
  levels.set(id, level)
}

const accept = (id: string) => rival.call('PUT', `${MATCHES}/matches/${id}/accept.json`)
const lookUp = async (by: TestPlayer, query: string) =>
  (await by.call('GET', `${MATCHES}/matches.json?stake=1&currency=GBP&game_id=${gameId}${query}`)).body
const distance = (id: string, level: number) => Math.abs((levels.get(id) ?? Number.POSITIVE_INFINITY) - level)

interface Seen {
  id: string
  created_at: string
}

/** Follows the links from the first page to the last; something happens between two pages. */
async function walk(first: string, between: (seen: readonly Seen[]) => Promise<void>): Promise<Seen[]> {
  const seen: Seen[] = []
  for (let path: string | null = first; path !== null; ) {
    const { body } = await seeker.call('GET', path)
    seen.push(...body.matches)
    const next: string | null = body.meta.next_page
    path = next === null ? null : next.slice(ante.url.length)
    if (next) expect(next.startsWith(`${ante.url}${MATCHES}/matches.json?`)).toBe(true)
    await between(seen)
  }
  return seen
}

const start = (more: string) => `${MATCHES}/matches.json?stake=1&currency=GBP&game_id=${gameId}${more}`

describe('look-up among thousands', () => {
  it.each([
    ['nearest first', '&skill_level=13&per_page=100', 13],
    ['oldest first', '&per_page=100', null],
  ])('[MT30] %s: shows what stays open once, and nothing twice, while matches come and go', async (_, query, level) => {
    const before = new Set(levels.keys())
    const gone = new Set<string>()
    let round = 0
    const seen = await walk(start(query), async (sofar) => {
      // The one shown first, and one of those that nobody has seen yet, are accepted; two come, one of them the nearest.
      const shown = new Set(sofar.map(({ id }) => id))
      const unseen = [...before].filter((id) => !shown.has(id) && !gone.has(id))
      for (const id of [sofar[round]?.id, unseen[unseen.length >> 1]]) {
        if (id === undefined || gone.has(id)) continue
        await accept(id)
        gone.add(id)
      }
      await Promise.all([open(13 * 7919 + round), open(round)])
      round++
    })
    const ids = seen.map(({ id }) => id)
    expect(round).toBeGreaterThan(15)
    expect(new Set(ids).size).toBe(ids.length)
    const stayed = [...before].filter((id) => !gone.has(id))
    expect(stayed.filter((id) => !ids.includes(id))).toEqual([])
    for (const [index, match] of seen.slice(1).entries()) {
      const earlier = seen[index] as Seen
      const [near, far] = level === null ? [0, 0] : [distance(earlier.id, level), distance(match.id, level)]
      expect(near).toBeLessThanOrEqual(far)
      if (near === far) expect(Date.parse(earlier.created_at)).toBeLessThanOrEqual(Date.parse(match.created_at))
    }
    for (const id of gone) levels.delete(id)
  })

  it('[MT18] numbers its pages too', async () => {
    const all = [
      await lookUp(seeker, '&skill_level=5&per_page=100'),
      await lookUp(seeker, '&skill_level=5&per_page=100&page=2'),
    ]
    const small = await lookUp(seeker, '&skill_level=5&per_page=50&page=3')
    expect(small.matches).toEqual(all[1].matches.slice(0, 50))
    expect(small.meta).toMatchObject({ count: COUNTED, prev_page: expect.stringContaining('page=2') })
    expect(small.meta.prev_page).not.toContain('after=')
  })

  it('[MT34] counts to a thousand, and numbers its pages as far; links go on', async () => {
    const last = await lookUp(seeker, '&per_page=100&page=10')
    expect(last.matches).toHaveLength(100)
    expect(last.meta.count).toBe(COUNTED)
    const { body } = await seeker.call('GET', last.meta.next_page.slice(ante.url.length))
    expect(body.matches).toHaveLength(100)
    const beyond = await lookUp(seeker, '&per_page=100&page=11')
    expect(beyond).toMatchObject({ matches: [], meta: { next_page: null, count: COUNTED } })
  })

  it('[MT19] offers nobody an own match, nor one that they cannot pay', async () => {
    const [own] = challengers
    const { meta, matches } = await lookUp(own as TestPlayer, '&per_page=100')
    expect(meta.count).toBe(COUNTED)
    expect(matches.some((match: { challenger_id: number }) => match.challenger_id === own?.id)).toBe(false)
    const poor = await ante.player({ balance: 0 })
    expect(await lookUp(poor, '')).toEqual({ matches: [], meta: { count: 0, next_page: null, prev_page: null } })
  })

  it('[HT30] shows no level in a link, not even by its length', async () => {
    const cursors = await Promise.all(
      [0, 5, 1_000_000].map(async (level) => {
        const { meta } = await lookUp(seeker, `&skill_level=${level}&per_page=1`)
        return new URL(meta.next_page).searchParams.get('after') ?? ''
      }),
    )
    for (const cursor of cursors) {
      expect(cursor).toMatch(/^[\w-]+$/)
      expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/\d{13}|[0-9a-f]{32}/)
      expect(cursor).toHaveLength(cursors[0]?.length ?? 0)
    }
  })

  it('[HT14] refuses a place that no link carried', async () => {
    const forged = `5-1767225600000-${'0'.repeat(32)}`
    for (const after of ['', 'x', 'none-1', forged, Buffer.from(forged).toString('base64url'), 'A'.repeat(80)]) {
      const answer = await seeker.call('GET', start(`&after=${after}`))
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'after'])
    }
  })
})
