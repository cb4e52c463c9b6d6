import { ownMatches, type World } from '../load/players.ts'
import type { Answered, Record } from '../load/record.ts'
import { type Reply, type Sent, sureReply } from '../load/send.ts'
import type { SeededRandom } from '../seeded-random.ts'

/** How many answers of each kind are asked for again. */
const SAMPLE = 120
/** How many calls are under way at once. */
const WIDTH = 8

/** Whether a call may be sent again without knowing what became of it: it happens once. */
const isRepeatable = ({ does, key }: Sent) => key !== undefined || does === 'payment' || does === 'score'

/** Asks again for what was acknowledged before a crash, and settles what was left open. */
export class Answers {
  readonly #world: World
  readonly #record: Record
  readonly #random: SeededRandom
  /** Calls without a key that got no answer: each may have made a match of its own, once. */
  readonly #mayHaveMade = new Map<number, number>()
  #keptBefore = 0
  #refusedBefore = 0
  #postedBefore = 0

  constructor(world: World, record: Record, random: SeededRandom) {
    this.#world = world
    this.#record = record
    this.#random = random
  }

  /** Everything of the last run, up to a bound, and some of what came before; everything when `all`. */
  async expectKept(all = false): Promise<void> {
    const { kept, posts, refusals } = this.#record
    await this.#settleDoubts()
    await inTurns(this.#sample(kept, this.#keptBefore, all), (answered) => this.#expectSame(answered))
    await inTurns(this.#sample(posts, this.#postedBefore, all), (answered) => this.#expectScore(answered))
    await inTurns(this.#sample(refusals, this.#refusedBefore, all), (answered) => this.#expectRefused(answered))
    await this.#expectMatches()
    this.#keptBefore = kept.length
    this.#postedBefore = posts.length
    this.#refusedBefore = refusals.length
  }

  #sample<T>(items: readonly T[], before: number, all: boolean): readonly T[] {
    if (all) return [...items]
    const older = this.#random.shuffled(items.slice(0, before)).slice(0, SAMPLE / 4)
    return [...this.#random.shuffled(items.slice(before)).slice(0, SAMPLE), ...older]
  }

  readonly #ask = (sent: Sent): Promise<Reply> => sureReply(this.#world.send, sent)

  /** Repeats each call that got no answer, where that is safe. From then on its answer must not change. */
  async #settleDoubts(): Promise<void> {
    for (const sent of this.#record.doubts.splice(0)) {
      if (isRepeatable(sent)) this.#record.note(sent, await this.#ask(sent))
      else if (sent.does === 'create' || sent.does === 'join') this.#allow(Number(sent.by))
    }
  }

  #allow(player: number): void {
    this.#mayHaveMade.set(player, (this.#mayHaveMade.get(player) ?? 0) + 1)
  }

  async #expectSame({ sent, reply }: Answered): Promise<void> {
    const again = await this.#ask(sent)
    this.#record.findings.equal('ST60', again, reply, `${sent.method} ${sent.path} again`)
  }

  async #expectScore({ sent, reply }: Answered): Promise<void> {
    const again = await this.#ask(sent)
    const { findings } = this.#record
    findings.equal('ST60', again.status, 200, `the score of ${sent.path} again`)
    if (again.status !== 200) return
    if (reply.body.match_result.outcome !== null) findings.equal('ST60', again.body, reply.body, sent.path)
    const result = again.body.match_result
    this.#record.factsOf(result.match_id).seeResult(Number(sent.by), result, findings)
  }

  async #expectRefused({ sent, reply }: Answered): Promise<void> {
    const again = await this.#ask(sent)
    const [now, then] = [again, reply].map(({ status, body }) => [status, body.code])
    this.#record.findings.equal('ST60', now, then, `${sent.method} ${sent.path}, refused before`)
  }

  /** Every player's own matches are those that were told, and no others but those of calls without an answer. */
  async #expectMatches(): Promise<void> {
    const { findings, matches } = this.#record
    const told = new Map([...matches].map(([id, { sides }]) => [id, sides]))
    for (const { id: player } of this.#world.players) {
      const found = await ownMatches(this.#world.send, player)
      const ids = new Set(found.map(({ id }) => id))
      findings.equal('ST60', ids.size, found.length, `different matches of player ${player}`)
      for (const match of found) this.#record.factsOf(match.id).expectIn(player, match, findings)
      for (const [id, sides] of told) {
        findings.expect('ST60', !sides.includes(player) || ids.has(id), () => `match ${id} of ${player} is gone`)
      }
      const untold = found.filter(({ id }) => !told.has(id)).length
      const allowed = this.#mayHaveMade.get(player) ?? 0
      const what = () => `player ${player} has ${untold} matches untold, with ${allowed} calls that had no answer`
      findings.expect('ST61', untold <= allowed, what)
    }
    this.#mayHaveMade.clear()
  }
}

/** Does a task with each item, a few at a time. */
export async function inTurns<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const work = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await task(item)
  }
  await Promise.all(Array.from({ length: WIDTH }, work))
}
