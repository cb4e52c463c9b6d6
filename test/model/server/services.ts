import { createHash } from 'node:crypto'
import * as api from '@ante/shared'
import { type Endpoint, Problem, type ProblemCode } from '@ante/shared'
import { pino } from 'pino'
import { asClientId, asGameId, asPlayerId } from '../../../server/domain/ids.ts'
import type { Caller } from '../../../server/http/binding/route.ts'
import { matchRoutes } from '../../../server/http/routes/match-routes.ts'
import { createAdvanceClock } from '../../../server/services/core/advance-clock.ts'
import { createAnnouncer } from '../../../server/services/core/announcer.ts'
import { type Clock, createClock, type Randomness } from '../../../server/services/core/clock.ts'
import { createHeartbeat } from '../../../server/services/core/heartbeat.ts'
import { createIdempotency } from '../../../server/services/core/idempotency.ts'
import { createUnitOfWork } from '../../../server/services/core/unit-of-work.ts'
import { createWallet } from '../../../server/services/ledger/wallet.ts'
import { createDeadlines } from '../../../server/services/matches/deadlines.ts'
import { createDowntimeCompensation } from '../../../server/services/matches/downtime-compensation.ts'
import { createGames } from '../../../server/services/matches/games.ts'
import { createMatchUnitOfWork } from '../../../server/services/matches/match-unit-of-work.ts'
import { createMatches } from '../../../server/services/matches/matches.ts'
import { createStakeLimits } from '../../../server/services/matches/stake-limits.ts'
import { createSetExcluded } from '../../../server/services/players/exclusion.ts'
import type { AnnouncedEvent, Storage } from '../../../server/storage/storage.ts'
import { presentGame } from '../../../server/wire/present-game.ts'
import { bodyOf, type Call, type PlayerCall, type PlayerRead, pathOf } from '../play/calls.ts'
import type { Answer, Who } from '../reference/model.ts'
import { createDirectCall } from './direct-binder.ts'

const PUBLIC_URL = 'http://ante.test'

/** Bytes that look random and are the same for the same seed. */
export function seededRandomness(seed: string): Randomness {
  let drawn = 0
  return {
    bytes(count) {
      const blocks: Buffer[] = []
      for (let length = 0; length < count; length += 32) {
        blocks.push(createHash('sha256').update(`${seed} ${drawn++}`).digest())
      }
      return Buffer.concat(blocks).subarray(0, count)
    },
  }
}

/**
 * The services of one process that has a store for itself, wired as in the runtime. The test controls time and randomness. A
 * store that several processes may share measures downtime by its own clock, which a test cannot move; see `test/postgres/`.
 */
export async function startServices(opened: Storage, source: Clock, random: Randomness) {
  const storage: Storage = { ...opened, shared: null }
  const log = pino({ level: 'silent' })
  const clock = await createClock(storage, source)
  const announcer = createAnnouncer()
  const announced: AnnouncedEvent[] = []
  announcer.subscribe((event) => announced.push(event))
  const base = { storage, clock, unitOfWork: createUnitOfWork({ storage, announcer, clock }), log }
  const heartbeat = createHeartbeat(base)
  const downtime = createDowntimeCompensation({ ...base, heartbeat })
  const unitOfWork = createMatchUnitOfWork({ ...base, downtime, heartbeat })
  const stakeLimits = createStakeLimits({ ...base, ceiling: null })
  const services = { ...base, stakeLimits, random, unitOfWork, downtime, heartbeat }
  const matches = createMatches(services)
  const secrets: [string] = ['the secret behind the cursors of a model']
  const routes = Object.values(matchRoutes({ matches, clock, publicUrl: PUBLIC_URL, secrets }))
  const call = createDirectCall(routes, createIdempotency(storage, clock))
  await downtime.recover()
  return {
    ...services,
    advanceClock: createAdvanceClock(base),
    announced,
    call,
    matches,
    wallet: createWallet(services),
    games: createGames(services),
    deadlines: createDeadlines(services),
    setExcluded: createSetExcluded(services),
  }
}
export type Services = Awaited<ReturnType<typeof startServices>>

const ENDPOINTS: Record<PlayerCall['do'] | Exclude<PlayerRead['do'], 'me'>, Endpoint> = {
  create: api.createMatch,
  join: api.joinMatch,
  accept: api.acceptMatch,
  prolong: api.prolongMatch,
  score: api.postResult,
  lookUp: api.lookUpMatches,
  get: api.getMatch,
  result: api.getResult,
  own: api.ownMatches,
}

/** The server's answer to a player's or the operator's call. */
export async function ask(services: Services, call: Exclude<Call, { do: 'clock' | 'restart' }>): Promise<Answer> {
  try {
    return JSON.parse(JSON.stringify(await answerTo(services, call)))
  } catch (error) {
    if (error instanceof Problem) return { status: error.status, code: error.code satisfies ProblemCode }
    throw error
  } finally {
    await services.storage.flushed()
  }
}

async function answerTo(services: Services, call: Exclude<Call, { do: 'clock' | 'restart' }>): Promise<Answer> {
  const { wallet, games, deadlines, advanceClock, setExcluded } = services
  switch (call.do) {
    case 'deposit':
    case 'withdraw': {
      const { amount, currency, reference } = call
      const balance = await wallet[call.do]({ playerId: asPlayerId(call.player), amount, currency, reference })
      return { status: 201, body: { balance, currency } }
    }
    case 'rules':
      return { status: 200, body: { game: presentGame(await games.update(asGameId(call.game), call.changes)) } }
    case 'exclude': {
      const { excluded } = await setExcluded(asPlayerId(call.player), call.excluded)
      return { status: 200, body: { excluded } }
    }
    case 'me':
      return { status: 200, body: { balances: Object.fromEntries(await wallet.balances(asPlayerId(call.who.player))) } }
    case 'advance':
      await advanceClock(call.seconds)
      return { status: 0, body: null }
    case 'tick':
      await deadlines.tick()
      return { status: 0, body: null }
    default:
      return withPageNumbers(await callPlayers(services, call))
  }
}

function callPlayers(services: Services, call: PlayerCall | Exclude<PlayerRead, { do: 'me' }>): Promise<Answer> {
  const arriving = {
    caller: callerOf(call.who),
    path: pathOf(call),
    ...('id' in call && { params: { id: call.id } }),
  }
  const { id } = ENDPOINTS[call.do]
  if ('key' in call) return services.call(id, { ...arriving, key: call.key, body: bodyOf(call) })
  return services.call(id, { ...arriving, query: queryOf(call) })
}

function queryOf(call: Exclude<PlayerRead, { do: 'me' }>): Record<string, string> {
  const fields: Record<string, unknown> =
    call.do === 'lookUp'
      ? {
          stake: call.terms.stake,
          currency: call.terms.currency,
          game_id: call.terms.game_id,
          skill_level: call.terms.challenger_skill_level,
          page: call.page,
          per_page: call.per_page,
        }
      : call.do === 'own'
        ? { state: call.state, page: call.page, per_page: call.per_page }
        : {}
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

function callerOf({ player, client }: Who): Caller {
  const clientId = asClientId(client)
  return {
    playerId: asPlayerId(player),
    clientId,
    scopes: new Set(['public']),
    expiresAt: Number.MAX_SAFE_INTEGER,
    addressHash: 'somewhere',
    client: {
      id: clientId,
      type: 'public',
      name: client,
      description: '',
      logoUri: null,
      clientUri: null,
      redirectUris: [],
      scopes: ['public'],
      allowedOrigins: [],
      secretHash: null,
      iss: true,
      createdAt: 0,
    },
  }
}

/** Links to other pages as their numbers. */
function withPageNumbers(answer: Answer): Answer {
  if (!('body' in answer)) return answer
  const { meta, ...rest } = answer.body as { meta?: Record<string, unknown> }
  if (!meta) return answer
  const number = (link: unknown) => (typeof link === 'string' ? Number(new URL(link).searchParams.get('page')) : null)
  const numbered = { ...meta, next_page: number(meta.next_page), prev_page: number(meta.prev_page) }
  return { ...answer, body: { ...rest, meta: numbered } }
}
