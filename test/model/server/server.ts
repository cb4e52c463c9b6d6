import type { Randomness } from '../../../server/services/core/clock.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import type { Call } from '../play/calls.ts'
import type { Answer } from '../reference/model.ts'
import { ask, type Services, startServices } from './services.ts'
import type { Home, PowerFailure, StoreKind } from './stores.ts'

export const NOTHING: Answer = { status: 0, body: null }

/** When the power fails: before that step of the disk, counted from the beginning of what is under way. */
export interface Strike {
  readonly failure: PowerFailure
  readonly atStep: number
}

/** A server on its own store. The test controls its clock and its power supply. */
export class Server {
  services: Services
  #home: Home
  readonly #random: Randomness
  readonly #clock: { now: () => number; system: number }
  readonly #disk: { onStep: () => void }

  private constructor(parts: {
    home: Home
    services: Services
    random: Randomness
    clock: { now: () => number; system: number }
    disk: { onStep: () => void }
  }) {
    this.#home = parts.home
    this.services = parts.services
    this.#random = parts.random
    this.#clock = parts.clock
    this.#disk = parts.disk
  }

  /** Starts on a new store at noon, once `furnish` has put into it what it begins with. */
  static async start(
    kind: StoreKind,
    random: Randomness,
    furnish: (storage: Storage) => Promise<void>,
  ): Promise<Server> {
    const home = await kind.newHome()
    const clock = { system: NOON, now: () => clock.system }
    const disk = { onStep: () => {} }
    const storage = await home.open(() => disk.onStep())
    await furnish(storage)
    const services = await startServices(storage, clock, random)
    return new Server({ home, services, random, clock, disk })
  }

  get storage(): Storage {
    return this.services.storage
  }

  async do(call: Exclude<Call, { do: 'restart' }>): Promise<Answer> {
    if (call.do !== 'clock') return ask(this.services, call)
    this.#clock.system += call.ms
    return NOTHING
  }

  /** An orderly end, and a start after so much time of the system's clock. */
  async restart(ms: number): Promise<void> {
    await this.services.deadlines.stop()
    await this.storage.close()
    await this.#startAt(this.#home, ms)
  }

  /**
   * Does something while the power fails, or right before it fails. The caller does not notice; what is left is
   * recorded.
   */
  async strike({ failure, atStep }: Strike, work: (hasStruck: () => boolean) => Promise<void>): Promise<PowerCut> {
    let left: (() => Promise<Home>) | null = null
    let step = 0
    this.#disk.onStep = () => {
      if (step++ === atStep) left ??= this.#home.afterPowerFailure(failure)
    }
    await work(() => left !== null)
    this.#disk.onStep = () => {}
    return { midway: left !== null, left: left ?? this.#home.afterPowerFailure(failure) }
  }

  /** Starts from what a failure left, after so much time. */
  async startAfter({ left }: PowerCut, ms: number): Promise<void> {
    const home = await left()
    const { onStep } = this.#disk
    // The end of the old store is none of what the power fails in.
    this.#disk.onStep = () => {}
    await this.end()
    this.#disk.onStep = onStep
    await this.#startAt(home, ms)
  }

  async end(): Promise<void> {
    await this.storage.close()
    await this.#home.remove()
  }

  async #startAt(home: Home, ms: number): Promise<void> {
    this.#home = home
    this.#clock.system += ms
    const storage = await home.open(() => this.#disk.onStep())
    this.services = await startServices(storage, this.#clock, this.#random)
  }
}

/** What a power failure left, and whether it struck before the work was done. */
export interface PowerCut {
  readonly midway: boolean
  readonly left: () => Promise<Home>
}
