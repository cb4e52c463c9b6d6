import type { Findings } from '../checks/findings.ts'
import { MatchFacts } from '../checks/match-facts.ts'
import type { Reply, Sent } from './send.ts'

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
  /** The keys with which a player sent the same accept or score, by call; '' stands for none. */
  readonly #keysOf = new Map<string, Set<string>>()

  constructor(findings: Findings) {
    this.findings = findings
  }

  /** Takes what came of a call. */
  note(sent: Sent, reply: Reply | null): void {
    const isAlone = this.#isOnlyKey(sent)
    if (!reply) {
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
    if (typeof sent.by === 'number') this.#see(sent.by, body)
    if (isAlone && (sent.key !== undefined || sent.does === 'payment')) this.#keep({ sent, reply })
    else if (sent.does === 'score') this.posts.push({ sent, reply })
  }

  /**
   * Whether no other key came with the same accept or score. Only one of them changes the match.
   * The others change nothing, so their answers are not stored: a repetition shows the match as it is then.
   */
  #isOnlyKey({ does, by, path, key = '' }: Sent): boolean {
    if (does !== 'accept' && does !== 'score') return true
    const call = `${does} ${by} ${path}`
    const keys = (this.#keysOf.get(call) ?? new Set()).add(key)
    this.#keysOf.set(call, keys)
    if (keys.size === 1) return true
    for (let i = this.kept.length - 1; i >= 0; i--) {
      const { sent, reply } = this.kept[i] as Answered
      if (`${sent.does} ${sent.by} ${sent.path}` !== call) continue
      this.kept.splice(i, 1)
      if (does === 'score') this.posts.push({ sent, reply })
    }
    return false
  }

  /** A call that was said again is kept once, with its first answer. */
  #keep(answered: Answered): void {
    const { path, key, body } = answered.sent
    const name = `${path} ${key ?? JSON.stringify(body)}`
    const known = this.#keptByName.get(name)
    if (known) this.findings.equal('ST60', answered.reply, known.reply, `${path} again`)
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
