import { MATCHES } from '../../ante.ts'
import type { MatchFacts } from '../checks/match-facts.ts'
import type { SeededRandom } from '../seeded-random.ts'
import type { PlayedGame, World } from './players.ts'
import type { Record } from './record.ts'
import { calls, type Sent } from './send.ts'

const WORKERS = 6
/** How many of the newest matches are played on. */
const RECENT = 40
const MORE_THAN_ANYBODY_HAS = 1e12

/** A body of the same kind with other content. */
function otherThan({ does, body }: Sent): unknown {
  if (does === 'payment') return { ...(body as object), amount: 1_234_567 }
  if (does === 'score') return { match_score: { score: 9, secret: 'another' } }
  return { match: { stake: 1, currency: 'GBP', game_id: 1 } }
}

/** What players and the operator do until the server ends. */
export class Load {
  readonly #world: World
  readonly #record: Record
  readonly #random: SeededRandom
  readonly #name: string
  #sent = 0
  #stopped = false

  constructor(world: World, record: Record, random: SeededRandom, name: string) {
    this.#world = world
    this.#record = record
    this.#random = random
    this.#name = name
  }

  /** Resolves once it was stopped and every call has ended. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: WORKERS }, () => this.#work()))
  }

  stop(): void {
    this.#stopped = true
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      const sent = this.#next()
      if (!sent) continue
      this.#record.note(sent, await this.#world.send(sent))
    }
  }

  #next(): Sent | null {
    const random = this.#random
    const player = random.pick(this.#world.players).id
    const dice = random.next()
    if (dice < 0.12) return this.#keyed(calls.create(player, this.#terms()))
    if (dice < 0.36) return this.#keyed(calls.join(player, this.#terms()))
    if (dice < 0.46) return this.#onMatch((match) => this.#keyed(calls.accept(player, match.id)))
    if (dice < 0.74) return this.#onMatch((match) => this.#score(match))
    if (dice < 0.78) return this.#onMatch((match) => this.#prolong(match))
    if (dice < 0.86) return this.#payment(player)
    if (dice < 0.9) return this.#again()
    return this.#read(player)
  }

  #terms(): object {
    const game = this.#random.pick<PlayedGame>(this.#world.games)
    const terms = { stake: this.#random.pick(game.stakes), currency: game.currency, game_id: game.id }
    if (this.#random.happens(0.03)) return { ...terms, game_id: 999 }
    return this.#random.happens(0.5) ? terms : { ...terms, challenger_skill_level: this.#random.below(5) }
  }

  #keyed(sent: Sent): Sent {
    return this.#random.happens(0.5) ? { ...sent, key: `${this.#name}-${this.#sent++}` } : sent
  }

  #onMatch(act: (match: MatchFacts) => Sent | null): Sent | null {
    const recent = [...this.#record.matches.values()].slice(-RECENT)
    return recent.length === 0 ? null : act(this.#random.pick(recent))
  }

  #score(match: MatchFacts): Sent | null {
    const random = this.#random
    const player = random.pick(match.sides)
    const secret = match.secretOf(player)
    if (secret === undefined) return null
    const dice = random.next()
    if (dice < 0.03) return calls.score(player, match.id, 1, 'not the secret of anybody')
    if (dice < 0.05) return calls.score(player, match.id, 10, secret)
    if (dice < 0.12) return this.#keyed(calls.score(player, match.id, 'forfeit', secret))
    const posted = match.fixed(`score of ${player}`)
    if (typeof posted === 'number' && random.happens(0.5)) return calls.score(player, match.id, posted, secret)
    return this.#keyed(calls.score(player, match.id, random.below(6), secret))
  }

  #prolong(match: MatchFacts): Sent | null {
    return this.#keyed(calls.prolong(this.#random.pick(match.sides), match.id))
  }

  #payment(player: number): Sent {
    const kind = this.#random.happens(0.5) ? 'deposits' : 'withdrawals'
    const amount = kind === 'withdrawals' && this.#random.happens(0.2) ? MORE_THAN_ANYBODY_HAS : this.#amount()
    const reference = `${this.#name}-${this.#sent++}`
    return calls.payment(kind, player, { amount, currency: this.#random.pick(['GBP', 'JPY']), reference })
  }

  readonly #amount = () => this.#random.between(1, 900)

  /** A repetition of an answered call, with the same content or with other content under the same key or reference. */
  #again(): Sent | null {
    const { kept } = this.#record
    if (kept.length === 0) return null
    const { sent } = this.#random.pick(kept)
    if (this.#random.happens(0.6)) return sent
    return sent.body === undefined ? sent : { ...sent, body: otherThan(sent) }
  }

  #read(player: number): Sent | null {
    const dice = this.#random.next()
    if (dice < 0.3) return calls.read(player, `${MATCHES}/me/matches.json?per_page=20`)
    if (dice < 0.5) return calls.read(player, `${MATCHES}/me.json`)
    return this.#onMatch((match) => {
      const side = this.#random.pick(match.sides)
      return calls.read(side, `${MATCHES}/matches/${match.id}${dice < 0.75 ? '' : '/result'}.json`)
    })
  }
}
