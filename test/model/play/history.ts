import { expect } from 'vitest'
import { type Model, nowOf } from '../reference/model.ts'
import { perform } from '../reference/reference.ts'
import { look } from '../reference/time.ts'
import { brokenRules } from '../rules/rules.ts'
import type { StepSeen } from '../rules/seen.ts'
import { NOTHING, type PowerCut, Server, type Strike } from '../server/server.ts'
import { seededRandomness } from '../server/services.ts'
import type { StoreKind } from '../server/stores.ts'
import { deposits, furnish, newModel } from './begin.ts'
import type { Call, PlayerCall } from './calls.ts'
import type { Command, Setup } from './commands.ts'
import { isSameState, same, sameEvents, sameState } from './compare.ts'
import { type Answered, orderThatFits } from './orders.ts'
import { resolve } from './resolve.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'

type SingleCall = Exclude<Call, { do: 'restart' }>
/** How many turns of the event loop's queue each call waits before it begins. */
export type Delays = (index: number) => number

/** A call takes about so many turns until its commit. */
const TURNS = 24
const STANDSTILL: Call = { do: 'clock', ms: 0 }

/** Plays one history on a server and on the reference. Throws when they differ. */
export class History {
  readonly #server: Server
  readonly #chance
  #model: Model
  #snapshot: Snapshot
  #eventsAtStart: number
  readonly #earlier: PlayerCall[] = []
  steps = 0
  /** The last step, as the rules saw it. */
  lastSeen: StepSeen | null = null

  private constructor(server: Server, model: Model, snapshot: Snapshot, chance: number) {
    this.#server = server
    this.#model = model
    this.#snapshot = snapshot
    this.#eventsAtStart = eventsIn(snapshot)
    this.#chance = seededRandomness(`turns ${chance}`)
  }

  /** Opens a new store with players who have money, games and clients. */
  static async begin(kind: StoreKind, setup: Setup): Promise<History> {
    const random = seededRandomness(`chance ${setup.chance}`)
    const server = await Server.start(kind, random, (storage) => furnish(storage, setup))
    const model = newModel(setup)
    const history = new History(server, model, await takeSnapshot(server.storage, model), setup.chance)
    for (const call of deposits(setup)) await history.#step(call)
    history.steps = 0
    return history
  }

  get model(): Model {
    return this.#model
  }

  /** Does one command on both sides and compares everything. */
  async run(command: Command): Promise<void> {
    switch (command.do) {
      case 'restart':
        return this.#restart(command.ms)
      case 'crash':
        return this.#crash(command.during, command.ms, command)
      case 'crashInStart':
        return this.#crashInStart(command.ms, command)
      default:
        for (const call of this.#resolve(command)) await this.#step(call)
    }
  }

  /** Does several at once, and finds an order in which the reference would have done the same. */
  async runAtOnce(commands: readonly Command[], delays: Delays = this.#anyDelay): Promise<readonly Answered[]> {
    const calls = commands.flatMap((each) => this.#resolve(each))
    const answered = await this.#askAtOnce(calls, delays, () => true)
    const after = await this.#read()
    this.#model = this.#orderOf(answered, [this.#model], after, (model) => model)
    sameEvents(this.#snapshot, after, this.#model, false)
    this.steps += calls.length
    this.#check({ call: STANDSTILL, answer: NOTHING, before: after, after, ...momentOf(this.#model) })
    return answered
  }

  async end(): Promise<void> {
    await this.#server.end()
  }

  #resolve(command: Command): SingleCall[] {
    return resolve(this.#model, command, this.#earlier)
  }

  async #step(call: SingleCall): Promise<void> {
    const began = momentOf(this.#model)
    if ('key' in call) this.#earlier.push(call)
    const answer = await this.#server.do(call)
    same(answer, perform(this.#model, call, answer), `the answer to ${JSON.stringify(call)}`)
    await this.#compare({ call, answer, ...began })
  }

  async #compare(step: Pick<StepSeen, 'call' | 'answer' | 'began' | 'away'>): Promise<void> {
    this.steps += 1
    const after = await this.#read()
    sameEvents(this.#snapshot, after, this.#model, true)
    this.#check({ ...step, before: this.#snapshot, after })
  }

  /** Compares what the server knows with the reference, and holds it against the rules. */
  #check(step: Omit<StepSeen, 'now'>): void {
    sameState(step.after, this.#model)
    this.lastSeen = { ...step, now: nowOf(this.#model) }
    const broken = brokenRules(this.lastSeen)
    same(broken, [], `the rules ${broken.join('; ')}, after ${JSON.stringify(step.call)}`)
    const pushed = this.#server.services.announced.length
    same(pushed, eventsIn(step.after) - this.#eventsAtStart, 'how many events were pushed')
    this.#snapshot = step.after
  }

  async #restart(ms: number): Promise<void> {
    const call: Call = { do: 'restart', orderly: true, ms }
    const began = momentOf(this.#model)
    await this.#server.restart(ms)
    perform(this.#model, call, NOTHING)
    this.#eventsAtStart = eventsIn(this.#snapshot)
    await this.#compare({ call, answer: NOTHING, ...began })
  }

  /** The power fails, perhaps while calls are being answered, and the server starts again from what is left. */
  async #crash(during: readonly Command[], ms: number, strike: Strike): Promise<void> {
    const began = momentOf(this.#model)
    const calls = during.flatMap((each) => this.#resolve(each))
    let answered: Answered[] = []
    const cut = await this.#server.strike(strike, async (hasStruck) => {
      answered = await this.#askAtOnce(calls, this.#anyDelay, () => !hasStruck())
    })
    // What an absence took may be given back already when nothing else has happened.
    const roots = calls.length > 0 ? [this.#model, givenBack(this.#model)] : [this.#model]
    await this.#startAfter({ cut, ms, began, answered, roots, isOneStep: calls.length === 0 })
  }

  /** The power fails, and fails again while the server starts. */
  async #crashInStart(ms: number, strike: Strike): Promise<void> {
    const began = momentOf(this.#model)
    const first = await this.#server.strike(strike, async () => {})
    const second = await this.#server.strike(strike, () => this.#server.startAfter(first, ms))
    const notStarted = structuredClone(this.#model)
    notStarted.system += ms
    const started = structuredClone(this.#model)
    perform(started, { do: 'restart', orderly: false, ms }, NOTHING)
    const roots = second.midway ? [started, notStarted] : [started]
    await this.#startAfter({ cut: second, ms: 0, began, answered: [], roots, isOneStep: false })
  }

  async #startAfter({ cut, ms, began, answered, roots, isOneStep }: Aftermath): Promise<void> {
    await this.#server.startAfter(cut, ms)
    const call: Call = { do: 'restart', orderly: false, ms }
    const after = await this.#read()
    this.#eventsAtStart = eventsIn(after)
    this.#model = this.#orderOf(answered, roots, after, (model) => {
      perform(model, call, NOTHING)
      return model
    })
    this.steps += 1 + answered.length
    this.#check({ call, answer: NOTHING, before: isOneStep ? this.#snapshot : after, after, ...began })
  }

  /** The reference as it is after some order of calls, and what happens then; throws when none fits. */
  #orderOf(
    answered: readonly Answered[],
    roots: readonly Model[],
    after: Snapshot,
    then: (model: Model) => Model,
  ): Model {
    for (const root of roots) {
      const found = orderThatFits(root, answered, (model) => {
        const end = then(structuredClone(model))
        return isSameState(after, end) ? end : null
      })
      if (found) return found
    }
    // Nothing happened at once: say what differs. Otherwise say what was answered.
    if (answered.length === 0) sameState(after, then(structuredClone(this.#model)))
    expect(answered, 'calls at once').toBe('what they would be answered in some order')
    return this.#model
  }

  #askAtOnce(calls: readonly SingleCall[], delays: Delays, isHeard: () => boolean): Promise<Answered[]> {
    return Promise.all(
      calls.map(async (call, index) => {
        if ('key' in call) this.#earlier.push(call)
        for (let turns = delays(index); turns > 0; turns--) await null
        const answer = await this.#server.do(call)
        return { call, answer, heard: isHeard() }
      }),
    )
  }

  readonly #anyDelay: Delays = () => (this.#chance.bytes(1)[0] ?? 0) % TURNS

  #read(): Promise<Snapshot> {
    return takeSnapshot(this.#server.storage, this.#model)
  }
}

/** The store's clock when a step begins, and how long ago the process had looked at the system's. */
type Moment = Pick<StepSeen, 'began' | 'away'>

/** What a start comes upon. */
interface Aftermath {
  readonly cut: PowerCut
  readonly ms: number
  readonly began: Moment
  /** Calls that were under way when the power failed. */
  readonly answered: readonly Answered[]
  /** What the reference may have been when they began. */
  readonly roots: readonly Model[]
  /** Whether nothing but the start has happened since the last snapshot, so that the rules of single steps count. */
  readonly isOneStep: boolean
}

const momentOf = (model: Model): Moment => ({
  began: nowOf(model),
  away: model.system - model.lookedAt,
})

function givenBack(before: Model): Model {
  const model = structuredClone(before)
  look(model)
  return model
}

const eventsIn = ({ players }: Snapshot) => Object.values(players).reduce((sum, { events }) => sum + events.length, 0)

/**
 * Plays a history from its beginning to its end; a list of commands is done at once. Answers how many steps it took.
 */
export async function playAll(
  kind: StoreKind,
  setup: Setup,
  commands: readonly (Command | readonly Command[])[],
): Promise<number> {
  const history = await History.begin(kind, setup)
  try {
    for (const each of commands) await (isList(each) ? history.runAtOnce(each) : history.run(each))
    return history.steps
  } finally {
    await history.end()
  }
}

const isList = (each: Command | readonly Command[]): each is readonly Command[] => Array.isArray(each)
