import { ADMIN_TOKEN } from '../../ante.ts'
import { calls } from '../load/send.ts'
import { aDeposit, operatorOf } from '../test-folder.ts'

/** What a request came to: its status, with the code of a problem. */
export type Outcome = string

const WIDTH = 8
const TIME_FOR_ANSWERS = 5_000

/** Sends deposits of one penny in parallel until the server ends. */
export class Deposits {
  readonly #url: string
  readonly #player: number
  readonly #name: string
  #stopped = false
  /** The references of those that were acknowledged. */
  readonly acknowledged: string[] = []
  /** The number of each outcome. */
  readonly outcomes = new Map<Outcome, number>()

  constructor(url: string, player: number, name: string) {
    this.#url = url
    this.#player = player
    this.#name = name
  }

  async run(): Promise<void> {
    const work = async (worker: number) => {
      for (let n = 0; !this.#stopped; n++) await this.#deposit(`${this.#name}-${worker}-${n}`)
    }
    await Promise.all(Array.from({ length: WIDTH }, (_, worker) => work(worker)))
  }

  stop(): void {
    this.#stopped = true
  }

  async #deposit(reference: string): Promise<void> {
    const { path, body } = aDeposit(this.#player, reference)
    const outcome = await outcomeOf(`${this.#url}${path}`, { method: 'POST', body: JSON.stringify(body) })
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
    if (outcome === '201') this.acknowledged.push(reference)
    // The server has ended.
    if (outcome === 'no answer') this.#stopped = true
  }
}

/** One request as the operator, by what it came to. */
export async function outcomeOf(url: string, init: RequestInit = {}): Promise<Outcome> {
  try {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(TIME_FOR_ANSWERS)
    const response = await fetch(url, { redirect: 'manual', signal, headers, ...init })
    const text = await response.text()
    if (!/problem\+json/.test(response.headers.get('content-type') ?? '')) return String(response.status)
    return `${response.status} ${JSON.parse(text).code}`
  } catch {
    return 'no answer'
  }
}

/** Repeats deposits that were acknowledged before: a server must recognise all of them. */
export async function knownDeposits(url: string, player: number, references: readonly string[]) {
  const ask = operatorOf(url)
  const balance = async (): Promise<number> =>
    (await ask(calls.read('operator', `/admin/v1/players/${player}`))).body.balances.GBP ?? 0
  const before = await balance()
  for (const reference of references) await ask(aDeposit(player, reference))
  const { ok, problems } = (await ask(calls.read('operator', '/admin/v1/ledger/verify'))).body
  return { balance: before, madeAnew: (await balance()) - before, ok, problems }
}
