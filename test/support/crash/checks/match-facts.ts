import type { MatchResult, MatchWithAttempt } from '@ante/shared'
import type { Findings } from './findings.ts'

/** How far a match has come. */
const RANKS = { unmatched: 0, matched: 1, settled: 2, expired: 2, void: 2 } as const

/** What was told of one match, by any answer or push to anybody. */
export class MatchFacts {
  readonly id: string
  /** What never changes, under its name. */
  readonly #fixed = new Map<string, unknown>()
  /** How far it had come: 0 unmatched, 1 matched, 2 decided. */
  rank = 0
  /** The latest `result_until` that each side was told. */
  readonly until = new Map<number, number>()

  constructor(id: string) {
    this.id = id
  }

  /** Everything that was told, by name: `secret of 7`, `outcome` … */
  fixed(name: string): unknown {
    return this.#fixed.get(name)
  }

  secretOf(player: number): string | undefined {
    const secret = this.#fixed.get(`secret of ${player}`)
    return typeof secret === 'string' ? secret : undefined
  }

  get sides(): number[] {
    return ['challenger_id', 'challenged_id'].flatMap((name) => {
      const id = this.#fixed.get(name)
      return typeof id === 'number' ? [id] : []
    })
  }

  /** Takes a match as `player` was shown it. */
  seeMatch(player: number, match: MatchWithAttempt, findings: Findings): void {
    const { challenger_id, challenged_id, stake_amount, currency, game_id, created_at, open_until, seed } = match
    const facts = { challenger_id, challenged_id, stake_amount, currency, game_id, created_at, open_until, seed }
    for (const [name, value] of Object.entries(facts)) this.#tell(name, value, findings)
    this.#tell(`secret of ${player}`, match.secret, findings)
    this.rank = Math.max(this.rank, RANKS[match.state])
    if (RANKS[match.state] === 2) this.#tell('state', match.state, findings)
    if (match.result_until === null) return
    const until = Date.parse(match.result_until)
    this.until.set(player, Math.max(until, this.until.get(player) ?? 0))
  }

  /** What was told must still be there in what `player` is shown now. */
  expectIn(player: number, now: MatchWithAttempt & { match_result: MatchResult }, findings: Findings): void {
    const hasFallen = RANKS[now.state] < this.rank
    findings.expect('ST60', !hasFallen, () => `match ${this.id} is ${now.state} again`)
    const { challenger_score, challenged_score } = now.match_result
    const own = now.challenger_id === player ? challenger_score : challenged_score
    const told = this.#fixed.get(`score of ${player}`)
    findings.expect('ST60', told === undefined || own === told, () => `match ${this.id}: score ${told} is ${own} now`)
    this.seeMatch(player, now, findings)
    this.seeResult(player, now.match_result, findings)
  }

  /** Takes a result as `player` was shown it. */
  seeResult(player: number, result: MatchResult, findings: Findings): void {
    const { challenger_score, challenged_score, winner_id, amount_won, outcome } = result
    if (outcome !== null) {
      this.rank = 2
      this.#tell('result', [challenger_score, challenged_score, winner_id, amount_won, outcome].join(), findings)
    }
    const own = this.#fixed.get('challenger_id') === player ? challenger_score : challenged_score
    this.#tell(`score of ${player}`, own, findings)
  }

  #tell(name: string, value: unknown, findings: Findings): void {
    if (value === undefined || value === null) return
    const known = this.#fixed.get(name)
    if (known === undefined) this.#fixed.set(name, value)
    else findings.expect('ST60', known === value, () => `match ${this.id}: ${name} was ${known}, is ${value}`)
  }
}
