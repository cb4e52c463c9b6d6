import { bodyOf, type Call, type PlayerCall, pathOf } from '../play/calls.ts'
import { type Answer, answer, DAY, type Model, nowOf, refuse } from './model.ts'
import { changeRules, pay, repeatedPayment, setExcluded } from './operator.ts'
import { postScore, prolong, whyNotReport } from './play.ts'
import { read } from './reads.ts'
import { accept, create, join } from './stake.ts'
import { advance, beat, look, start, stop, tick } from './time.ts'

/** What the reference keeps of a remembered answer for; the contract says at least seven days. */
const KEPT_FOR = 8 * DAY

/**
 * Does one step in the reference, and says what its caller must be answered. `given` is what the server answered: ids,
 * secrets and seeds are taken from it, and nothing else.
 */
export function perform(model: Model, call: Call, given: Answer): Answer {
  switch (call.do) {
    case 'create':
    case 'join':
    case 'accept':
    case 'prolong':
    case 'score':
      return performForPlayer(model, call, given)
    case 'lookUp':
    case 'get':
    case 'result':
    case 'own':
      look(model)
      return read(model, call)
    case 'me':
      return read(model, call)
    case 'deposit':
    case 'withdraw': {
      const { do: kind, ...request } = call
      const repeated = repeatedPayment(model, { ...request, kind })
      if (repeated) return repeated
      look(model)
      return pay(model, { ...request, kind })
    }
    case 'rules':
      look(model)
      return changeRules(model, call.game, call.changes)
    case 'exclude':
      look(model)
      return setExcluded(model, call.player, call.excluded)
    case 'advance':
      advance(model, call.seconds)
      return answer(0, null)
    case 'clock':
      model.system += call.ms
      return answer(0, null)
    case 'tick':
      tick(model)
      return answer(0, null)
    case 'restart':
      if (call.orderly) stop(model)
      model.system += call.ms
      start(model)
      return answer(0, null)
  }
}

/** An answer under an `Idempotency-Key` is given again, for the same body, if it changed something. */
function performForPlayer(model: Model, call: PlayerCall, given: Answer): Answer {
  const refusal = call.do === 'score' ? whyNotReport(model, call.who, call.id, call.secret) : null
  if (refusal) return refusal
  if (call.key === null) return write(model, call, given).answered

  const method = call.do === 'accept' || call.do === 'prolong' ? 'PUT' : 'POST'
  const key = JSON.stringify([call.who.client, call.who.player, method, pathOf(call), call.key])
  const body = JSON.stringify(bodyOf(call))
  const known = model.remembered[key]
  if (known && nowOf(model) < known.until) {
    return known.body === body ? known.answer : refuse('idempotency_key_reused')
  }
  const { answered, changed } = write(model, call, given)
  if ('body' in answered && changed) {
    model.remembered[key] = { body, answer: answered, until: nowOf(model) + KEPT_FOR }
  }
  return answered
}

/**
 * A player who is told that an attempt is over must not learn otherwise later, so it is recorded that the server was
 * alive then.
 */
function write(model: Model, call: PlayerCall, given: Answer): { answered: Answer; changed: boolean } {
  look(model)
  const before = JSON.stringify(model.matches)
  const answered = decide(model, call, given)
  const changed = JSON.stringify(model.matches) !== before
  const isOver = 'code' in answered && ['result_too_late', 'cannot_prolong_match'].includes(answered.code)
  if (isOver) beat(model)
  return { answered, changed }
}

function decide(model: Model, call: PlayerCall, given: Answer): Answer {
  switch (call.do) {
    case 'create':
      return create(model, call.who, call.terms, given)
    case 'join':
      return join(model, call.who, call.terms, given)
    case 'accept':
      return accept(model, call.who, call.id, given)
    case 'prolong':
      return prolong(model, call.who, call.id)
    case 'score':
      return postScore(model, call.who, call.id, call.score)
  }
}
