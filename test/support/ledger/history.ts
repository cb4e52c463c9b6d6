import { createHash } from 'node:crypto'
import { Problem } from '@ante/shared'
import fc from 'fast-check'
import { pino } from 'pino'
import { asClientId, asGameId, type PlayerId } from '../../../server/domain/ids.ts'
import { playerAccount } from '../../../server/domain/ledger.ts'
import { isUndecided, sideOf } from '../../../server/domain/match.ts'
import { createAnnouncer } from '../../../server/services/core/announcer.ts'
import { createUnitOfWork } from '../../../server/services/core/unit-of-work.ts'
import { createCorrect } from '../../../server/services/ledger/corrections.ts'
import { createSealer } from '../../../server/services/ledger/sealer.ts'
import { createWallet } from '../../../server/services/ledger/wallet.ts'
import { createDeadlines } from '../../../server/services/matches/deadlines.ts'
import { createMatches } from '../../../server/services/matches/matches.ts'
import { createStakeLimits } from '../../../server/services/matches/stake-limits.ts'
import { createPlayers } from '../../../server/services/players/players.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { NOON, someRules } from '../builders.ts'

const PLAYERS = 4
const CURRENCIES = ['GBP', 'JPY', 'KWD'] as const
const RULES = [
  someRules({ feeBps: 333, maxOpen: 1000 }),
  someRules({ feeBps: 5000, drawFee: true, scoreOrder: 'lower_wins', maxOpen: 1000 }),
]
const SECOND = 1000
const DAY = 24 * 3600 * SECOND

/** A random step that moves money or tries to. Its numbers select the player, the action and the match. */
export interface Step {
  readonly do:
    | 'deposit'
    | 'withdraw'
    | 'create'
    | 'accept'
    | 'score'
    | 'forfeit'
    | 'correct'
    | 'newcomer'
    | 'wait'
    | 'seal'
  readonly who: number
  readonly which: number
  readonly amount: number
}

export const someSteps = (maxLength: number) =>
  fc.array(
    fc.record<Step>({
      do: fc.constantFrom(
        ...(['deposit', 'withdraw', 'create', 'accept', 'score', 'forfeit', 'correct', 'newcomer'] as const),
        ...(['create', 'accept', 'accept', 'score', 'score', 'score', 'score', 'wait', 'seal'] as const),
      ),
      who: fc.nat(20),
      which: fc.nat(1000),
      amount: fc.integer({ min: 1, max: 700 }),
    }),
    { minLength: 1, maxLength, size: 'max' },
  )

/** A store on which the real use cases run, with a separate clock. */
export interface LedgerWorld {
  readonly players: readonly PlayerId[]
  readonly sealer: ReturnType<typeof createSealer>
  /** Takes a step; a refusal counts as taken. */
  take(step: Step): Promise<void>
  /** That many steps of a history that is the same every time. */
  live(steps: number): Promise<void>
}

export async function aLedgerWorld(storage: Storage): Promise<LedgerWorld> {
  let now = NOON
  let drawn = 0
  const clock = { now: () => now }
  const random = {
    bytes(count: number) {
      const digest = createHash('sha512').update(`${++drawn}`).digest()
      return digest.subarray(0, count)
    },
  }
  const log = pino({ level: 'silent' })
  const nothing = async () => {}
  const heartbeat = { record: nothing, recordIfDue: nothing, noteRecorded: () => {} }
  const downtime = { recover: nothing, compensate: nothing }
  const unitOfWork = createUnitOfWork({ storage, announcer: createAnnouncer(), clock })
  const stakeLimits = createStakeLimits({ storage, clock, ceiling: null })
  const services = { storage, stakeLimits, clock, random, unitOfWork, downtime, heartbeat, log }
  const matches = createMatches(services)
  const wallet = createWallet(services)
  const correct = createCorrect(services)
  const deadlines = createDeadlines(services)
  const people = createPlayers({ ...services, demo: true })
  const sealer = createSealer({ ...services, issuer: 'https://ante.example' })
  const players: PlayerId[] = []
  const games = RULES.map((rules, index) => ({ id: asGameId(index + 1), rules }))
  await storage.commit({ at: now, games })
  for (let count = 0; count < PLAYERS; count++) players.push((await people.createGuest()).id)

  const pick = <Item>(items: readonly Item[], number: number): Item | undefined => items[number % items.length]

  async function run({ do: what, who, which, amount }: Step): Promise<unknown> {
    const playerId = pick(players, who)
    const other = pick(players, which)
    const currency = pick(CURRENCIES, which)
    const game = pick(games, which)
    if (!playerId || !other || !currency || !game) throw new Error('there is always somebody')
    const caller = { playerId, clientId: asClientId('game'), addressHash: 'somewhere' }
    const reference = `${what}-${drawn}-${now}`
    switch (what) {
      case 'deposit':
        return wallet.deposit({ playerId, amount, currency, reference })
      case 'withdraw':
        return wallet.withdraw({ playerId, amount, currency, reference })
      case 'create':
        return matches.create(caller, { gameId: game.id, stakeAmount: amount, currency: 'GBP', skillLevel: null })
      case 'accept': {
        const open = (await storage.undecidedMatches()).filter(({ state }) => state === 'unmatched')
        const match = pick(open, which)
        return match && matches.accept(caller, match.id)
      }
      case 'score':
      case 'forfeit': {
        const match = pick(await storage.undecidedMatches({ playerId }), which)
        const side = match && sideOf(match, playerId)
        const attempt = side && match[side]
        if (!attempt || !isUndecided(match)) return undefined
        const score = what === 'forfeit' ? what : amount % 3
        return matches.postResult(caller, match.id, { secret: attempt.secret, score })
      }
      case 'correct': {
        const accounts = ['fees', 'treasury', playerAccount(other)] as const
        const [debit, credit] =
          who % 2
            ? [playerAccount(playerId), pick(accounts, amount)]
            : [pick(accounts, amount), playerAccount(playerId)]
        if (!debit || !credit) return undefined
        return correct({ debit, credit, amount, currency, reason: `Reason ${which} – "ü"`, reference })
      }
      case 'newcomer':
        return players.length < 8 && players.push((await people.createGuest()).id)
      case 'wait':
        now += which * (which % 5 === 0 ? DAY / 500 : SECOND / 5)
        return deadlines.fireDue()
      case 'seal':
        return sealer.seal()
    }
  }

  async function take(step: Step): Promise<void> {
    now += 1
    try {
      await run(step)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  }

  return {
    players,
    sealer,
    take,
    async live(steps) {
      const life = fc.sample(someSteps(steps), { seed: 20_260_101, numRuns: 30 }).flat()
      for (const step of life.slice(0, steps)) await take(step)
      if (life.length < steps) throw new Error(`only ${life.length} steps`)
    },
  }
}
