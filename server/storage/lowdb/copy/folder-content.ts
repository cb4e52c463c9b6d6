import type { PostedTransfer } from '../../../domain/ledger.ts'
import type { KeptRecords, RecordBatch, RecordKind, StoreContent } from '../../store-copy.ts'
import type { StoreData } from '../files/stored-data.ts'
import { snapshotLedger } from '../ledger-snapshot.ts'
import { State } from '../state.ts'

const BATCH = 1000

/** What was read from a data folder, with the text of its keys, as records. */
export function contentOf(data: StoreData, keys: string | null): StoreContent {
  const state = new State(data)
  const eventHeads = eventHeadsOf(state)
  const unsealed = [...state.chain.unsealedNow()].map(({ seq }) => seq)
  const { players, identities, games, clients, matches, transfers, blocks, events, answers, oauth } = data
  const records: { readonly [Kind in RecordKind]: Iterable<KeptRecords[Kind]> } = {
    meta: [state.meta],
    keys: keys === null ? [] : [keys],
    counters: countersOf(data),
    players: players.values(),
    identities: identities.values(),
    games: games.values(),
    clients: clients.values(),
    matches: matches.values(),
    transfers: numberLast(transfers.values()),
    blocks: blocks.values(),
    unsealed,
    events: events.values(),
    eventHeads,
    answers: answers.values(),
    oauth: oauth.values(),
  }
  const collections = [players, identities, games, clients, matches, transfers, blocks, events, answers, oauth]
  const few = [records.meta, records.keys, records.counters, unsealed, eventHeads].map((some) => [...some].length)
  return {
    total: [...collections.map(({ size }) => size), ...few].reduce((sum, count) => sum + count, 0),
    async *batches() {
      for (const [kind, all] of Object.entries(records)) yield* inBatches(kind as RecordKind, all)
    },
    ledger: snapshotLedger(state),
    async close() {},
  }
}

function* inBatches(kind: RecordKind, all: Iterable<unknown>): Generator<RecordBatch> {
  let records: unknown[] = []
  for (const record of all) {
    records.push(record)
    if (records.length < BATCH) continue
    yield { kind, records } as RecordBatch
    records = []
  }
  if (records.length > 0) yield { kind, records } as RecordBatch
}

/** With their properties in the same order in every store, so that copies can be compared as JSON. */
function* numberLast(transfers: Iterable<PostedTransfer>): Generator<PostedTransfer> {
  for (const { seq, ...transfer } of transfers) yield { ...transfer, seq }
}

function countersOf({ counters }: StoreData): KeptRecords['counters'][] {
  return (['player', 'game'] as const).flatMap((of) => {
    const last = counters.get(of)
    return last === undefined ? [] : [{ of, last }]
  })
}

function eventHeadsOf({ data, events }: State): KeptRecords['eventHeads'][] {
  const players = new Set([...data.eventHeads.keys(), ...data.events.ranges.keys()])
  return [...players].map((playerId) => ({ playerId, last: events.lastSeq(playerId) }))
}
