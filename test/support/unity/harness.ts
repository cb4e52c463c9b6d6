import type { Page } from 'playwright-core'

/** What the harness was told by the `.jslib`. */
export interface Told {
  readonly kind: 'answer' | 'event'
  readonly number: number
  /** Whether it was told during a call. */
  readonly inside: boolean
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the client's types say is there
  readonly message: any
}

interface HarnessModule {
  ccall(name: string, returns: 'number' | null, types: string[], args: unknown[]): number
}

declare global {
  interface Window {
    readonly told: Told[]
    readonly harness: HarnessModule
  }
}

/** Calls in the place of the C# side, in one page. */
export interface Harness {
  open(options: object): Promise<number>
  /** Starts a call, and gives its number. */
  start(client: number, method: string, ...args: unknown[]): Promise<number>
  /** Starts a call with a number of the caller's own. */
  startAs(call: number, client: number, method: string, ...args: unknown[]): Promise<void>
  /** Waits for the answer to a call. */
  answer(call: number): Promise<Told>
  call(client: number, method: string, ...args: unknown[]): Promise<Told>
  /** Waits for an event of this name. */
  event(name: string): Promise<Told>
  told(): Promise<Told[]>
  close(client: number): Promise<void>
  /** Bytes that the game has allocated. */
  allocated(): Promise<number>
}

/** The harness of a page that has been loaded. */
export function harnessOf(page: Page): Harness {
  let calls = 0
  const wait = async (kind: Told['kind'], key: 'number' | 'event', value: unknown) => {
    const found = await page.waitForFunction(
      ([kind, key, value]) =>
        window.told.find(
          (told) => told.kind === kind && (key === 'event' ? told.message.event : told.number) === value,
        ),
      [kind, key, value] as const,
    )
    return (await found.jsonValue()) as Told
  }
  const harness: Harness = {
    open: (options) =>
      page.evaluate(
        (text) => window.harness.ccall('harness_open', 'number', ['string'], [text]),
        JSON.stringify(options),
      ),
    async startAs(call, client, method, ...args) {
      const given = [client, call, method, JSON.stringify(args)]
      await page.evaluate(
        (given) => window.harness.ccall('harness_call', null, ['number', 'number', 'string', 'string'], given),
        given,
      )
    },
    async start(client, method, ...args) {
      const call = ++calls
      await harness.startAs(call, client, method, ...args)
      return call
    },
    answer: (call) => wait('answer', 'number', call),
    call: async (client, method, ...args) => harness.answer(await harness.start(client, method, ...args)),
    event: (name) => wait('event', 'event', name),
    told: () => page.evaluate(() => window.told),
    async close(client) {
      await page.evaluate((client) => window.harness.ccall('harness_close', null, ['number'], [client]), client)
    },
    allocated: () => page.evaluate(() => window.harness.ccall('harness_allocated', 'number', [], [])),
  }
  return harness
}
