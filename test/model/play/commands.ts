import { DEFAULT_RULES, type GameRules, MAX_AMOUNT } from '@ante/shared'
import fc from 'fast-check'
import type { Loss } from '../../support/storage/simulated-disk.ts'
import type { PowerFailure } from '../server/stores.ts'

export const CLIENTS = ['tower', 'other', 'backend'] as const
export const CURRENCIES = ['GBP', 'JPY', 'KWD'] as const
export const STAKES = [100, 5, 333, MAX_AMOUNT] as const
/** How far off the clock of a machine without a battery can be. */
const YEARS = 10 * 365 * 86_400_000
const SCORES = [0, 1, 5, 10, -1, 11, 'forfeit'] as const
const AMOUNTS = [1, 50, 1000, 20_000, MAX_AMOUNT] as const

/** What a history begins with. */
export interface Setup {
  readonly players: number
  readonly games: readonly GameRules[]
  /** What each player has in each currency. */
  readonly funds: number
  /** Where ids, secrets and seeds come from. */
  readonly chance: number
}

/**
 * A step of a history before it meets a state: players, games and matches are numbers that are counted off against what is
 * there, so that any list of commands is a history, and a shorter one is too.
 */
export type Command =
  | { do: 'create' | 'join'; player: number; client: number; key: number | null; terms: TermsChoice }
  | { do: 'lookUp'; player: number; client: number; terms: TermsChoice; page: number; perPage: number }
  | { do: 'accept'; player: number; client: number; key: number | null; match: number }
  /** A repetition of an earlier call. */
  | { do: 'again'; back: number }
  | { do: 'prolong'; by: By; client: number; key: number | null; match: number }
  | {
      do: 'score'
      by: By
      client: number
      key: number | null
      match: number
      score: number | 'forfeit'
      secret: 'own' | 'theirs' | 'wrong'
    }
  | { do: 'get' | 'result'; by: By; match: number }
  | { do: 'own'; player: number; state: string | null; page: number; perPage: number }
  | { do: 'me'; player: number }
  | { do: 'deposit' | 'withdraw'; player: number; amount: number; currency: number; reference: number }
  | { do: 'rules'; game: number; changes: Partial<GameRules> }
  | { do: 'exclude'; player: number; excluded: boolean }
  | { do: 'pass'; seconds: number; tick: boolean }
  /** Until a deadline that somebody waits for, or a millisecond before or after it. */
  | { do: 'until'; deadline: number; off: number; tick: boolean }
  | { do: 'clock'; ms: number }
  /** The system's clock leaps ahead under a running process. */
  | { do: 'leap'; ms: number; tick: boolean }
  | { do: 'tick' }
  | { do: 'restart'; ms: number }
  /** The power fails: at that step of the disk while calls are answered, or between two calls. */
  | { do: 'crash'; ms: number; failure: PowerFailure; during: Command[]; atStep: number }
  /** The power fails between two calls, and again at that step of the disk while the server starts. */
  | { do: 'crashInStart'; ms: number; failure: PowerFailure; atStep: number }

export interface TermsChoice {
  game: number
  stake: number
  currency: number
  level: number | null
}

/** One of a match's two players, the one who is still playing, or any player. */
export type By = 'challenger' | 'challenged' | 'next' | number

/** Mostly the first, so that players meet. */
const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(usual, ...others) })

/** Nearly always the first, so that most calls go through. */
const usually = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })

const player = fc.nat({ max: 3 })
const client = usually<number>(0, 1, 2)
const match = fc.oneof({ weight: 8, arbitrary: fc.nat({ max: 3 }) }, { weight: 2, arbitrary: fc.nat({ max: 30 }) })
const key = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: 9 }) })
const by: fc.Arbitrary<By> = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<By>('next', 'challenger', 'challenged', 'next') },
  { weight: 1, arbitrary: player },
)
const terms: fc.Arbitrary<TermsChoice> = fc.record({
  game: usually<number>(0, 1, 1, 9),
  stake: usually<number>(0, 1, 2, 3),
  currency: usually<number>(0, 1, 2),
  level: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: fc.nat({ max: 3 }) }),
})
const perPage = fc.constantFrom(1, 2, 20)
const page = mostly<number>(1, 2, 3)

/** Rules with everything that decides something set to any of a few telling values. */
const choices = {
  score_order: fc.constantFrom('higher_wins' as const, 'lower_wins' as const),
  min_score: mostly<number>(0, 1),
  max_score: mostly<number>(10, 5),
  fee_bps: fc.constantFrom(0, 1, 250, 999, 3333, 5000),
  draw_fee: fc.boolean(),
  play_seconds: mostly<number>(600, 60, 1, 86_400),
  open_seconds: mostly<number>(3600, 1, 60, 604_800),
  max_prolongs: fc.constantFrom(1, 0, 2),
  max_open: mostly<number>(10, 1, 2, 3),
  stakes: usually<number[]>([], [100], [5, 333]),
  clients: usually<string[]>([], ['tower'], ['tower', 'other']),
  result_clients: usually<string[]>([], ['backend'], ['tower', 'backend']),
}
const gameRules: fc.Arbitrary<GameRules> = fc
  .record(choices)
  .map((chosen) => ({ ...DEFAULT_RULES, name: 'Tower', ...chosen, max_score: 10, min_score: 0 }))
const ruleChanges: fc.Arbitrary<Partial<GameRules>> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ enabled: mostly(true, false) }) },
  { weight: 2, arbitrary: fc.record(choices, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.constant({ min_score: 20 }) },
)

/** The kind of a command: one of these words. */
const named = <Do extends string>(...names: Do[]) => fc.constantFrom(...names)
const weighted = (weight: number, arbitrary: fc.Arbitrary<Command>) => ({ weight, arbitrary })

const staking = fc.record({ do: named('create', 'join'), player, client, key, terms })
const accept = fc.record({ do: named('accept'), player, client, key, match })
const again = fc.record({ do: named('again'), back: fc.nat({ max: 5 }) })
const prolong = fc.record({ do: named('prolong'), by, client, key, match })
const score = fc.record({
  do: named('score'),
  by,
  client,
  key,
  match,
  score: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom<number | 'forfeit'>(1, 5) },
    { weight: 2, arbitrary: fc.constantFrom(...SCORES) },
  ),
  secret: usually<'own' | 'theirs' | 'wrong'>('own', 'theirs', 'wrong'),
})
const payment = fc.record({
  do: named('deposit', 'withdraw'),
  player,
  amount: fc.constantFrom(...AMOUNTS),
  currency: mostly<number>(0, 1, 2),
  reference: fc.nat({ max: 9 }),
})
const rules = fc.record({ do: named('rules'), game: mostly<number>(0, 1), changes: ruleChanges })
const exclude = fc.record({ do: named('exclude'), player, excluded: mostly(false, true) })
const writes: fc.Arbitrary<Command> = fc.oneof(
  weighted(8, staking),
  weighted(6, accept),
  weighted(10, score),
  weighted(3, again),
  weighted(2, prolong),
  weighted(2, payment),
  weighted(1, rules),
  weighted(1, exclude),
)

const tick = fc.boolean()
const ticking = fc.record({ do: named('tick') })
const downtime = fc.constantFrom(
  0,
  0,
  1000,
  1000,
  30_000,
  30_000,
  7 * 86_400_000,
  7 * 86_400_000,
  -5000,
  -5000,
  -YEARS,
  YEARS,
)
const failure = fc.record({
  loss: fc.constantFrom<Loss>(
    'everything unsynced',
    'nothing',
    'a part of each file',
    'folder entries',
    'file contents',
  ),
  torn: fc.constantFrom(0, 0.3, 0.9),
})
const incidents: fc.Arbitrary<Command> = fc.oneof(
  weighted(
    6,
    fc.record({ do: named('until'), deadline: usually<number>(0, 1, 2, 3), off: fc.constantFrom(0, -1, 1), tick }),
  ),
  weighted(2, fc.record({ do: named('pass'), seconds: usually<number>(1, 10, 60, 3600, 800_000), tick })),
  weighted(
    2,
    fc.record({ do: named('clock'), ms: fc.constantFrom(1, 500, 3000, -1, -2000, -3_600_000, -YEARS, YEARS) }),
  ),
  weighted(
    1,
    fc.record({ do: named('leap'), ms: fc.constantFrom(9000, 11_000, 600_000, 604_800_000, YEARS, -YEARS), tick }),
  ),
  weighted(3, ticking),
  weighted(1, fc.record({ do: named('restart'), ms: downtime })),
  weighted(
    3,
    fc.record({
      do: named('crash'),
      ms: downtime,
      failure,
      during: fc.array(writes, { maxLength: 3, size: 'max' }),
      atStep: fc.nat({ max: 5 }),
    }),
  ),
  weighted(1, fc.record({ do: named('crashInStart'), ms: downtime, failure, atStep: fc.nat({ max: 14 }) })),
)
const states = [null, 'unmatched', 'matched', 'settled', 'expired', 'void']
const reads: fc.Arbitrary<Command> = fc.oneof(
  weighted(3, fc.record({ do: named('lookUp'), player, client, terms, page, perPage })),
  weighted(3, fc.record({ do: named('get', 'result'), by, match })),
  weighted(1, fc.record({ do: named('own'), player, state: fc.constantFrom(...states), page, perPage })),
  weighted(1, fc.record({ do: named('me'), player })),
)

/** A step of a single stream of events. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  weighted(28, writes),
  weighted(10, incidents),
  weighted(4, reads),
)
/** A call that others can be under way beside. */
export const concurrentCommand: fc.Arbitrary<Command> = fc.oneof(weighted(8, writes), weighted(1, ticking))

export const setup: fc.Arbitrary<Setup> = fc.record({
  players: fc.integer({ min: 2, max: 4 }),
  games: fc.array(gameRules, { minLength: 1, maxLength: 2 }),
  funds: fc.constantFrom(1000, 150, 100_000),
  chance: fc.nat(),
})
