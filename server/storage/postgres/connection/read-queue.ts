import type { QueryResultRow } from 'pg'
import { StorageFailed, StorageUnavailable } from '../../storage.ts'

/** One row of what a caller asks of a shared statement. */
export type AskedRow = Readonly<Record<string, string | number | boolean | null>>

/**
 * What callers ask of a shared statement, as a table of these columns and of `n`, the number of the caller. LIMIT tells the
 * planner how many rows there are.
 */
export const askedRows = (columns: string) =>
  `(SELECT * FROM json_to_recordset($1) AS rows (n int, ${columns}) LIMIT $2) AS asked`

/** A statement with its values, ready to be sent. */
export interface FilledStatement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Sends statements together; the rows of each. */
type SendTogether = (statements: readonly FilledStatement[]) => Promise<readonly (readonly QueryResultRow[])[]>

interface Waiting {
  readonly text: string
  /** Of a shared statement. */
  readonly asked: readonly AskedRow[] | null
  /** Of any other. */
  readonly values: readonly unknown[]
  resolve(rows: QueryResultRow[]): void
  reject(error: unknown): void
}

/** The most callers that are answered together: who comes after them must not wait long. */
const MOST = 256
/** How many rounds may be under way: while the database works on one, the answers of another are dealt with. */
const AT_ONCE = 2

/**
 * Collects reads while others are under way, and sends them as one round: those of a shared statement as one statement. A
 * read is never sent before it was asked for, so it sees all that was committed until then.
 */
export class ReadQueue {
  readonly #sendTogether: SendTogether
  #waiting: Waiting[] = []
  #rounds = 0

  constructor(sendTogether: SendTogether) {
    this.#sendTogether = sendTogether
  }

  /** A statement over `askedRows`, which gives the `n` of a caller with each row; the rows of this caller. */
  readShared(text: string, asked: readonly AskedRow[]): Promise<QueryResultRow[]> {
    return this.#wait({ text, asked, values: [] })
  }

  /** Any other statement, in the same round as those. */
  readAlong(text: string, values: readonly unknown[]): Promise<QueryResultRow[]> {
    return this.#wait({ text, asked: null, values })
  }

  #wait(read: Pick<Waiting, 'text' | 'asked' | 'values'>): Promise<QueryResultRow[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...read, resolve, reject })
      if (this.#rounds < AT_ONCE) this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#rounds += 1
    do {
      // Whatever is asked for in the same turn of the event loop goes out together.
      await new Promise(setImmediate)
      if (this.#waiting.length > 0) await this.#send(this.#waiting.splice(0, MOST))
    } while (this.#waiting.length > 0)
    this.#rounds -= 1
  }

  /** A read that the database refuses for what it is must not fail the others: then each goes alone. */
  async #send(round: readonly Waiting[]): Promise<void> {
    try {
      const groups = byStatement(round)
      const answers = await this.#sendTogether(groups.map(filled))
      for (const [index, group] of groups.entries()) deliver(group, answers[index] ?? [])
    } catch (error) {
      const hopeless = round.length === 1 || error instanceof StorageUnavailable || error instanceof StorageFailed
      if (hopeless) for (const { reject } of round) reject(error)
      else for (const one of round) await this.#send([one])
    }
  }
}

/** Those of a shared statement in one group, any other by itself. */
function byStatement(round: readonly Waiting[]): Waiting[][] {
  const shared = new Map<string, Waiting[]>()
  const groups: Waiting[][] = []
  for (const one of round) {
    const known = one.asked && shared.get(one.text)
    if (known) {
      known.push(one)
      continue
    }
    const group = [one]
    groups.push(group)
    if (one.asked) shared.set(one.text, group)
  }
  return groups
}

function filled(group: readonly Waiting[]): FilledStatement {
  const { text = '', asked = null, values = [] } = group[0] ?? {}
  if (!asked) return { text, values }
  const rows = group.flatMap(({ asked }, n) => (asked ?? []).map((row) => ({ ...row, n })))
  return { text, values: [JSON.stringify(rows), rows.length] }
}

function deliver(group: readonly Waiting[], rows: readonly QueryResultRow[]): void {
  const [first] = group
  if (first && !first.asked) {
    first.resolve([...rows])
    return
  }
  const found = group.map((): QueryResultRow[] => [])
  for (const row of rows) found[row.n]?.push(row)
  for (const [n, { resolve }] of group.entries()) resolve(found[n] ?? [])
}
