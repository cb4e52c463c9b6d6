import type { Findings } from '../checks/findings.ts'
import { MatchFacts } from '../checks/match-facts.ts'
import { calls, type Reply, type Sent } from './send.ts'

/** An answered call. */
export interface Answered {
  readonly sent: Sent
  readonly reply: Reply
}

/** What is refused once is refused for ever. */
const FOR_EVER = new Set([
  'score_already_posted',
  'already_matched',
  'own_match',
  'wrong_secret',
  'match_closed',
  'result_too_late',
  'score_out_of_range',
  'unknown_game',
  'stake_not_allowed',
  'idempotency_key_reused',
  'reference_reused',
])

/** Everything that a server has answered under load, and the calls that got no answer. */
export class Record {
  readonly findings: Findings
  readonly matches = new Map<string, MatchFacts>()
  /** Calls that must always get the same answer: calls with a key, and payments. */
  readonly kept: Answered[] = []
  /** Scores that were taken without a key. */
  readonly posts: Answered[] = []
  readonly refusals: Answered[] = []
  /** Calls without an answer. */
  readonly doubts: Sent[] = []
  answers = 0
  readonly #keptByName = new Map<string, Answered>()
  /** What may have made the change that an accept or a score asks for: each key it came with ('' for none), or a join. */
  readonly #causes = new Map<string, Set<string>>()

  constructor(findings: Findings) {
    this.findings = findings
  }

  /** Takes what came of a call. */
  note(sent: Sent, reply: Reply | null): void {
    const isOnlyCause = this.#isOnlyCause(sent, sent.key ?? '')
    if (!reply) {
      // It may have taken any match, and cannot be asked.
      if (sent.does === 'join' && sent.key === undefined) {
        this.#forget(({ does, by }) => does === 'accept' && by === sent.by)
      }
      if (sent.does !== 'read') this.doubts.push(sent)
      return
    }
    this.answers++
    const { status, body } = reply
    const what = () => `${sent.method} ${sent.path}: ${status} ${JSON.stringify(body)}`
    this.findings.expect('ST60', status < 500 && status !== 401, what)
    if (status >= 400) {
      // A payment is refused only where it takes more than anybody ever has.
      const isForEver = FOR_EVER.has(body.code) || (sent.does === 'payment' && body.code === 'insufficient_funds')
      if (isForEver) this.refusals.push({ sent, reply })
      return
    }
    const isKnownToPlay = sent.does === 'accept' && this.#knowsToPlay(sent.by, body.match.id)
    if (typeof sent.by === 'number') this.#see(sent.by, body)
    if (sent.does === 'join' && typeof sent.by === 'number') {
      this.#isOnlyCause(calls.accept(sent.by, body.match.id), 'join')
    }
    if (isOnlyCause && (sent.key !== undefined || sent.does === 'payment')) this.#keep({ sent, reply }, isKnownToPlay)
    else if (sent.does === 'score') this.posts.push({ sent, reply })
  }

  /**
   * Whether nothing else may have made the change that an accept or a score asks for. An answer to a call that changed
   * nothing is not stored: a repetition shows the match as it is then.
   */
  #isOnlyCause(sent: Sent, cause: string): boolean {
    if (sent.does !== 'accept' && sent.does !== 'score') return true
    const isSameCall = ({ does, by, path }: Sent) => does === sent.does && by === sent.by && path === sent.path
    const call = `${sent.does} ${sent.by} ${sent.path}`
    const causes = (this.#causes.get(call) ?? new Set()).add(cause)
    this.#causes.set(call, causes)
    if (causes.size === 1) return true
    const forgotten = this.#forget(isSameCall)
    if (sent.does === 'score') this.posts.push(...forgotten)
    return false
  }

  #forget(isMeant: (sent: Sent) => boolean): Answered[] {
    const forgotten = this.kept.filter(({ sent }) => isMeant(sent))
    for (const answered of forgotten) this.kept.splice(this.kept.indexOf(answered), 1)
    return forgotten
  }

  #knowsToPlay(by: Sent['by'], id: string): boolean {
    return this.matches.get(id)?.sides.some((side) => side === by) ?? false
  }

  /** A call that was said again is kept once, with its first answer. */
  #keep(answered: Answered, mayHaveChangedNothing: boolean): void {
    const { path, key, body } = answered.sent
    const name = `${path} ${key ?? JSON.stringify(body)}`
    const known = this.#keptByName.get(name)
    if (known) this.findings.equal('ST60', answered.reply, known.reply, `${path} again`)
    else if (mayHaveChangedNothing) return
    else this.kept.push(answered)
    this.#keptByName.set(name, known ?? answered)
  }

  factsOf(id: string): MatchFacts {
    const facts = this.matches.get(id) ?? new MatchFacts(id)
    this.matches.set(id, facts)
    return facts
  }

  /** Records what an answer says about matches. */
  #see(player: number, body: Reply['body']): void {
    const { match, match_result: result, matches } = body
    if (match) this.factsOf(match.id).seeMatch(player, match, this.findings)
    if (result) this.factsOf(result.match_id).seeResult(player, result, this.findings)
    for (const one of matches ?? []) {
      const facts = this.factsOf(one.id)
      facts.seeMatch(player, one, this.findings)
      if (one.match_result) facts.seeResult(player, one.match_result, this.findings)
    }
  }
}
