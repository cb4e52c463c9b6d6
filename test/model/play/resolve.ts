import { isDecided, type Match, type Model, nowOf, otherSide, SECOND, sideOf, sidesOf } from '../reference/model.ts'
import type { Terms } from '../reference/stake.ts'
import type { Call, PlayerCall } from './calls.ts'
import { type By, CLIENTS, type Command, CURRENCIES, STAKES, type TermsChoice } from './commands.ts'

type SingleCall = Exclude<Call, { do: 'restart' }>

const pick = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(1, from.length)]
const NOWHERE = '0'.repeat(32)

/** The concrete calls for a command in this state. */
export function resolve(model: Model, command: Command, earlier: readonly PlayerCall[]): SingleCall[] {
  switch (command.do) {
    case 'restart':
    case 'crash':
    case 'crashInStart':
      throw new Error(`${command.do} is no call`)
    case 'again': {
      const call = pick(earlier, earlier.length + (earlier.length - 1 - (command.back % Math.max(1, earlier.length))))
      return call ? [call] : []
    }
    case 'create':
    case 'join':
      return [{ do: command.do, who: whoOf(model, command), key: keyOf(command.key), terms: termsOf(command.terms) }]
    case 'lookUp': {
      const { page, perPage } = command
      return [{ do: 'lookUp', who: whoOf(model, command), terms: termsOf(command.terms), page, per_page: perPage }]
    }
    case 'accept':
      return [
        {
          do: 'accept',
          who: whoOf(model, command),
          key: keyOf(command.key),
          id: matchFor(model, command)?.id ?? NOWHERE,
        },
      ]
    case 'prolong':
    case 'score':
    case 'get':
    case 'result':
      return [about(model, command)]
    case 'own': {
      const { state, page, perPage } = command
      return [{ do: 'own', who: whoOf(model, { ...command, client: 0 }), state, page, per_page: perPage }]
    }
    case 'me':
      return [{ do: 'me', who: whoOf(model, { ...command, client: 0 }) }]
    case 'deposit':
    case 'withdraw': {
      const { amount, reference } = command
      const currency = pick(CURRENCIES, command.currency) ?? 'GBP'
      return [
        {
          do: command.do,
          player: playerAt(model, command.player),
          amount,
          currency,
          reference: `payment-${reference}`,
        },
      ]
    }
    case 'rules':
      return [{ do: 'rules', game: pick(gamesOf(model), command.game) ?? 0, changes: command.changes }]
    case 'exclude':
      return [{ do: 'exclude', player: playerAt(model, command.player), excluded: command.excluded }]
    case 'pass':
      return [...increment(command.seconds * SECOND), ...ticks(command.tick)]
    case 'until': {
      const deadline = pick(deadlinesOf(model), command.deadline)
      if (deadline === undefined) return ticks(command.tick)
      return [...increment(deadline + command.off - nowOf(model)), ...ticks(command.tick)]
    }
    case 'clock':
      return [{ do: 'clock', ms: command.ms }]
    case 'leap':
      return [{ do: 'clock', ms: command.ms }, ...ticks(command.tick)]
    case 'tick':
      return ticks(true)
  }
}

const ticks = (wanted: boolean): SingleCall[] => (wanted ? [{ do: 'tick' }] : [])
const keyOf = (key: number | null) => (key === null ? null : `key-${key}`)
const gamesOf = (model: Model) => Object.keys(model.games).map(Number)
const playerAt = (model: Model, index: number) => pick(Object.keys(model.players).map(Number), index) ?? 0

/** Time goes on with the server there: whole seconds by its operator, the rest by the clock. */
function increment(ms: number): SingleCall[] {
  if (ms <= 0) return []
  const seconds = Math.floor(ms / SECOND)
  return [
    ...(seconds > 0 ? [{ do: 'advance' as const, seconds }] : []),
    ...(ms % SECOND > 0 ? [{ do: 'clock' as const, ms: ms % SECOND }] : []),
  ]
}

function whoOf(model: Model, { player, client }: { player: number; client: number }) {
  return { player: playerAt(model, player), client: pick(CLIENTS, client) ?? 'tower' }
}

function termsOf({ game, stake, currency, level }: TermsChoice): Terms {
  return {
    stake: pick(STAKES, stake) ?? 1,
    currency: pick(CURRENCIES, currency) ?? 'GBP',
    game_id: game + 1,
    ...(level !== null && { challenger_skill_level: level }),
  }
}

/** Counted from the newest, the undecided first. */
function matchAt(model: Model, index: number): Match | undefined {
  const newestFirst = Object.values(model.matches).reverse()
  return pick([...newestFirst.filter((match) => !isDecided(match)), ...newestFirst.filter(isDecided)], index)
}

/** Mostly one that waits for somebody else. */
function matchFor(model: Model, { player, match }: { player: number; match: number }): Match | undefined {
  const own = playerAt(model, player)
  const waiting = Object.values(model.matches).filter(
    ({ state, challenger }) => state === 'unmatched' && challenger.player !== own,
  )
  return waiting.length > 0 && match < 3 ? pick(waiting, match) : matchAt(model, match)
}

type About = Extract<Command, { do: 'prolong' | 'score' | 'get' | 'result' }>

function about(model: Model, command: About): SingleCall {
  const match = matchAt(model, command.match)
  const player = playerBy(model, match, command.by)
  const client = 'client' in command ? (pick(CLIENTS, command.client) ?? 'tower') : 'tower'
  const [who, id] = [{ player, client }, match?.id ?? NOWHERE]
  switch (command.do) {
    case 'get':
    case 'result':
      return { do: command.do, who, id }
    case 'prolong':
      return { do: 'prolong', who, key: keyOf(command.key), id }
    case 'score': {
      const secret = secretFor(match, player, command.secret)
      return { do: 'score', who, key: keyOf(command.key), id, score: command.score, secret }
    }
  }
}

function playerBy(model: Model, match: Match | undefined, by: By): number {
  if (typeof by === 'number') return playerAt(model, by)
  if (!match) return playerAt(model, 0)
  const next = by === 'next' ? sidesOf(match).find(({ end }) => end === null) : match[by]
  return (next ?? match.challenger).player
}

function secretFor(match: Match | undefined, player: number, which: 'own' | 'theirs' | 'wrong'): string {
  const own = match ? sideOf(match, player) : null
  if (!match || which === 'wrong') return 'x'.repeat(43)
  if (which === 'own') return (own ?? match.challenger).secret
  return (own ? otherSide(match, own) : match.challenger)?.secret ?? 'nobody'
}

function deadlinesOf(model: Model): number[] {
  return Object.values(model.matches)
    .filter((match) => !isDecided(match))
    .flatMap((match) => [
      ...(match.state === 'unmatched' ? [match.openUntil] : []),
      ...sidesOf(match)
        .filter((side) => side.end === null)
        .map((side) => side.until),
    ])
    .sort((a, b) => a - b)
}
