import type { GameRules, PlayerEvent } from '@ante/shared'
import { asGameId, asPlayerId } from '../../../server/domain/ids.ts'
import type { PostedTransfer } from '../../../server/domain/ledger.ts'
import type { Attempt, Match as ServerMatch } from '../../../server/domain/match.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { presentRules } from '../../../server/wire/present-game.ts'
import type { Match, Model, Side } from '../reference/model.ts'

/** Everything that a server knows about matches and money, at one moment. */
export interface Snapshot {
  readonly aliveAt: number | null
  readonly matches: Readonly<Record<string, Match>>
  readonly ledger: readonly PostedTransfer[]
  readonly players: Readonly<Record<number, PlayerSnapshot>>
  readonly games: Readonly<Record<number, GameRules>>
  readonly fees: Readonly<Record<string, number>>
}

export interface PlayerSnapshot {
  readonly excluded: boolean
  readonly money: Readonly<Record<string, number>>
  readonly events: readonly PlayerEvent[]
  /** How many answers are kept for repetitions. */
  readonly answers: number
}

const EVERYTHING = { offset: 0, limit: 10_000 }

/** Reads it all; `model` says which players, games and currencies there can be. */
export async function takeSnapshot(storage: Storage, model: Model): Promise<Snapshot> {
  const [matches, players, games, ledger] = [new Map<string, ServerMatch>(), new Map(), new Map(), []] as [
    Map<string, ServerMatch>,
    Map<number, PlayerSnapshot>,
    Map<number, GameRules>,
    PostedTransfer[],
  ]
  for (const id of Object.keys(model.players).map((each) => asPlayerId(Number(each)))) {
    for (const match of (await storage.matchesOf(id, EVERYTHING)).matches) matches.set(match.id, match)
    players.set(id, {
      excluded: (await storage.player(id))?.excluded ?? false,
      money: Object.fromEntries(await storage.balances(id)),
      events: (await storage.events(id, 0, 10_000)).events,
      answers: await storage.countAnswers(id, 10_000),
    })
  }
  for (const id of Object.keys(model.games).map(Number)) {
    const game = await storage.game(asGameId(id))
    if (game) games.set(id, presentRules(game.rules))
  }
  for await (const transfer of storage.ledger()) ledger.push(transfer)
  const fees: Record<string, number> = {}
  for (const currency of Object.keys(model.fees)) fees[currency] = await storage.balance('fees', currency)
  return {
    aliveAt: (await storage.meta()).aliveAt,
    matches: Object.fromEntries([...matches].map(([id, match]) => [id, inModelTerms(match)])),
    ledger,
    players: Object.fromEntries(players),
    games: Object.fromEntries(games),
    fees,
  }
}

/** A match of the server in the reference's words. */
function inModelTerms(match: ServerMatch): Match {
  return {
    id: match.id,
    game: match.gameId,
    rules: presentRules(match.rules),
    stake: match.stakeAmount,
    currency: match.currency,
    level: match.skillLevel,
    seed: match.seed,
    created: match.createdAt,
    openUntil: match.openUntil,
    state: match.state,
    challenger: sideInModelTerms(match.challenger),
    challenged: match.challenged && sideInModelTerms(match.challenged),
    outcome: match.settlement?.outcome ?? null,
    winner: match.settlement?.winnerId ?? null,
    won: match.settlement?.amountWon ?? 0,
    fee: match.settlement?.fee ?? 0,
  }
}

function sideInModelTerms({
  playerId,
  clientId,
  secret,
  resultUntil,
  prolongs,
  compensated = 0,
  finish,
}: Attempt): Side {
  const end = finish && (finish.kind === 'score' ? { score: finish.score } : finish.kind)
  return { player: playerId, client: clientId, secret, until: resultUntil, prolongs, given: compensated, end }
}
