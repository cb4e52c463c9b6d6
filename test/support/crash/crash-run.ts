import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ADMIN_TOKEN } from '../ante.ts'
import { quietPort } from '../ports.ts'
import { Answers, inTurns } from './checks/answers.ts'
import { expectRuleNine, expectToldDeadlines, expectWholeShift, type Start } from './checks/deadlines.ts'
import { expectEvents } from './checks/events.ts'
import type { Findings } from './checks/findings.ts'
import { expectEscrow, expectLedger, expectMoney } from './checks/money.ts'
import { Pushes } from './checks/pushes.ts'
import { expectSignIns } from './checks/sign-ins.ts'
import type { Tally } from './checks/tally.ts'
import { type LeftBehind, readFolder } from './left-behind.ts'
import { Load } from './load/load.ts'
import { createWorld, type World } from './load/players.ts'
import { Record } from './load/record.ts'
import { calls } from './load/send.ts'
import { SignIns } from './load/sign-ins.ts'
import { type Kill, startKill } from './plans.ts'
import type { SeededRandom } from './seeded-random.ts'
import { type CrashProcess, startServer } from './servers/crash-process.ts'
import type { Incident } from './servers/failing-disk.ts'
import type { Programs } from './servers/programs.ts'

/** How long to wait for a step, in milliseconds. */
const MAX_WAIT = 5_000

/** What all runs share. */
export interface Surroundings {
  readonly programs: Programs
  readonly random: SeededRandom
  readonly findings: Findings
  readonly tally: Tally
}

/** One data folder, from its first start over many kills to its last stop. */
export class CrashRun {
  readonly #in: Surroundings
  readonly #directory: string
  readonly #env: { [name: string]: string }
  readonly #world: World
  readonly #record: Record
  readonly #answers: Answers
  readonly #pushes: Pushes
  readonly #signIns: SignIns
  #server: CrashProcess
  #head: string | null = null

  private constructor(surroundings: Surroundings, directory: string, env: object, server: CrashProcess, world: World) {
    const { random, findings } = surroundings
    this.#in = surroundings
    this.#directory = directory
    this.#env = { ...env }
    this.#world = world
    this.#server = server
    this.#record = new Record(findings)
    this.#answers = new Answers(world, this.#record, random)
    this.#pushes = new Pushes(world, findings)
    this.#signIns = new SignIns(world, random, findings)
  }

  /** Starts in an empty folder; the first starts may be cut short, too. */
  static async start(surroundings: Surroundings, first: Kill): Promise<CrashRun> {
    const { programs, random, tally } = surroundings
    const directory = await mkdtemp(join(tmpdir(), 'ante-crash-'))
    const env = { DATA_DIR: directory, PORT: String(await quietPort()), ANTE_ADMIN_TOKEN: ADMIN_TOKEN }
    const cut = { programs, env, forgetful: first.forgetful, incident: startKill(random) }
    tally.kill(await cutShort(cut), 'first start')
    const server = startServer({ env, ...programOf(programs, first) })
    if (!(await server.becomesReady())) throw new Error(`no first start:\n${server.stdout()}${server.stderr()}`)
    return new CrashRun(surroundings, directory, env, server, await createWorld(server.url, random))
  }

  /** Runs under load until the planned kill, starts again as planned for the next one, and checks everything. */
  async untilKill(kill: Kill, next: Kill): Promise<void> {
    const { tally } = this.#in
    const began = performance.now()
    await this.#runUntilKilled(kill)
    const killedAt = this.#server.endedAt()
    await delay(kill.outage)
    let left = await readFolder(this.#directory)
    expectToldDeadlines(this.#record, left)
    if (kill.startsUntil) left = await this.#startAndKill(kill.startsUntil, kill.forgetful, left, killedAt)
    const start = await this.#start(next, killedAt)
    tally.startUp(start.readyAt - start.startedAt)
    tally.shifts += await expectRuleNine(this.#world, left, start, this.#in.findings)
    await this.#expectEverything(false)
    tally.round(performance.now() - began)
  }

  /** Checks everything, and stops the server as an operator does. */
  async finish(): Promise<void> {
    const { findings, tally } = this.#in
    await this.#expectEverything(true)
    const decided = [...this.#record.matches.values()].slice(-200)
    await inTurns(decided, ({ id }) => expectEscrow(this.#world, id, findings))
    findings.equal('ST60', await this.#server.kill('SIGTERM'), 0, 'the exit code after SIGTERM')
    tally.answers += this.#record.answers
    tally.matches += this.#record.matches.size
    tally.pushes += this.#pushes.count
    tally.families += this.#signIns.families.length
  }

  /** Removes the folder and ends the server, also after an error. */
  async cleanUp(): Promise<void> {
    this.#pushes.disconnect()
    await this.#server.kill()
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #runUntilKilled({ after, incident }: Kill): Promise<void> {
    const { random, tally } = this.#in
    await this.#pushes.connect()
    const load = new Load(this.#world, this.#record, random, `run-${tally.kills}`)
    const working = [load.run(), this.#signIns.run(), this.#keepHeads(), this.#renewTokens()]
    await delay(after)
    if (incident) {
      this.#server.arm()
      await Promise.race([this.#server.ended, delay(MAX_WAIT)])
    }
    if (!this.#server.hasEnded()) this.#server.child.kill('SIGKILL')
    await this.#server.ended
    load.stop()
    this.#signIns.stop()
    await Promise.all(working)
    this.#pushes.disconnect()
    tally.kill(this.#server.diedAt(), 'load')
  }

  /** Keeps the newest head of the ledger that was answered. */
  async #keepHeads(): Promise<void> {
    while (!this.#server.hasEnded()) {
      const reply = await this.#world.send(calls.read('operator', '/admin/v1/ledger/head'))
      this.#head = reply?.body.jws ?? this.#head
      await delay(50)
    }
  }

  /** Gives the players new access tokens, which take the place of the old ones at once. */
  async #renewTokens(): Promise<void> {
    const { backend, players, refreshTokens, tokens, url } = this.#world
    for (let n = 0; !this.#server.hasEnded(); n++) {
      const { id } = players[n % players.length] ?? { id: 0 }
      const form = { grant_type: 'refresh_token', refresh_token: refreshTokens.get(id) ?? '' }
      const body = new URLSearchParams({ ...form, client_id: backend.id, client_secret: backend.secret })
      const reply = await fetch(`${url}/oauth/token`, { method: 'POST', body }).catch(() => null)
      const answer = reply?.status === 200 ? await reply.json().catch(() => null) : null
      if (answer !== null) tokens.set(id, (answer as { access_token: string }).access_token)
      await delay(100)
    }
  }

  /** A start that is cut short; what it leaves. */
  async #startAndKill(incident: Incident, forgetful: boolean, left: LeftBehind, killedAt: number): Promise<LeftBehind> {
    const { programs, findings, tally } = this.#in
    const cut = { programs, env: this.#env, forgetful, incident }
    const startedAt = Date.now()
    tally.kill(await cutShort(cut), 'start')
    const now = await readFolder(this.#directory)
    expectWholeShift(left, now, { killedAt, startedAt, readyAt: Date.now() }, findings)
    return now
  }

  async #start(next: Kill, killedAt: number): Promise<Start> {
    this.#server = startServer({ env: this.#env, ...programOf(this.#in.programs, next) })
    const isReady = await this.#server.becomesReady()
    const readyAt = Date.now()
    const said = () => `${this.#server.stdout()}${this.#server.stderr()}`
    this.#in.findings.expect('ST60', isReady, () => `the server did not start again:\n${said()}`)
    if (!isReady) throw new Error(`no start:\n${said()}`)
    return { killedAt, startedAt: this.#server.startedAt, readyAt }
  }

  async #expectEverything(all: boolean): Promise<void> {
    const { findings, random, tally } = this.#in
    await expectSignIns(this.#world, this.#signIns, random, findings)
    await this.#answers.expectKept(all)
    await expectMoney(this.#world, this.#record)
    tally.transfers += await expectLedger(this.#world, findings, this.#head)
    await expectEvents(this.#world, this.#pushes, this.#record, all)
  }
}

function programOf(programs: Programs, { asBuilt, incident, forgetful }: Kill) {
  if (asBuilt) return { program: programs.main }
  return { program: programs.crash, options: { incident, forgetful, armedBy: 'signal' as const } }
}

interface Cut {
  readonly programs: Programs
  readonly env: { [name: string]: string }
  readonly forgetful: boolean
  readonly incident: Incident
}

/** Starts a server that dies at a step of its start, or soon after it. Returns the step. */
async function cutShort({ programs, env, ...options }: Cut): Promise<string> {
  const server = startServer({ program: programs.crash, env, options: { ...options, armedBy: 'start' } })
  await Promise.race([server.ended, delay(MAX_WAIT)])
  await server.kill()
  return server.diedAt()
}
