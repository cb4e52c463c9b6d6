import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asGameId, asPlayerId } from '../../domain/ids.ts'
import { type Storage, StorageFailed } from '../storage.ts'
import { emptyData, type RecordChange } from './data.ts'
import { judge } from './judge.ts'
import { oauthRecords } from './oauth-records.ts'
import { readsOf } from './reads.ts'
import { State } from './state.ts'

export interface LowdbOptions {
  /** The data folder; made when it does not exist. */
  readonly directory: string
}

const SWEEP_SLICE = 500

/** Opens the embedded store. */
export async function openLowdbStorage({ directory }: LowdbOptions): Promise<Storage> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, 'journal.ndjson')
  const file = await open(path, 'a+', 0o600)
  const state = new State(emptyData())
  for (const line of (await readFile(path, 'utf8')).split('\n')) if (line) state.apply(JSON.parse(line))
  let pending = ''
  let writing: Promise<void> | null = null
  let waiting: Promise<void> | null = null
  let broken: Error | null = null
  let announceFailure: (error: Error) => void = () => {}
  const failed = new Promise<Error>((resolve) => {
    announceFailure = resolve
  })
  const assertServing = () => {
    if (broken) throw new StorageFailed(broken.message, { cause: broken })
  }
  const writeAll = async () => {
    const text = pending
    pending = ''
    waiting = null
    try {
      await file.appendFile(text)
      await file.datasync()
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error))
      announceFailure(broken)
    }
    assertServing()
  }
  const write = (records: readonly RecordChange[]): Promise<void> => {
    state.apply(records)
    pending += `${JSON.stringify(records)}\n`
    waiting ??= (writing ?? Promise.resolve()).then(() => {
      writing = writeAll()
      return writing
    })
    return waiting
  }
  const flushed = async () => {
    assertServing()
    await (waiting ?? writing)
  }
  const newNumber = async (kind: 'player' | 'game', isTaken: (id: number) => boolean) => {
    assertServing()
    let id = (state.data.counters.get(kind) ?? 0) + 1
    while (isTaken(id)) id++
    await write([['counters', kind, id]])
    return id
  }
  return {
    ...readsOf(state, assertServing),
    newPlayerId: async () => asPlayerId(await newNumber('player', (id) => state.data.players.has(asPlayerId(id)))),
    newGameId: async () => asGameId(await newNumber('game', (id) => state.data.games.has(asGameId(id)))),
    async commit(change) {
      assertServing()
      const judgement = judge(state, change)
      if (judgement.kind !== 'accepted') return judgement
      if (judgement.records.length === 0) await flushed()
      else await write(judgement.records)
      return judgement.verdict
    },
    flushed,
    oauth: oauthRecords(state, { assertServing, write, flushed }),
    async sweep(now, eventsBefore) {
      for (;;) {
        assertServing()
        const records: RecordChange[] = [
          ...state.oauth.removalsAt(now, SWEEP_SLICE),
          ...state.answerExpiry.upTo(now, SWEEP_SLICE).map((key): RecordChange => ['answers', key]),
          ...state.events.removalsBefore(eventsBefore, SWEEP_SLICE),
        ]
        if (records.length === 0) return
        await write(records)
      }
    },
    check: async () => assertServing(),
    failed,
    async close() {
      await (waiting ?? writing)
      await file.close()
    },
  }
}
