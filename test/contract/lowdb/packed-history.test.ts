import type { PlayerEvent } from '@ante/shared'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asPlayerId, type MatchId } from '../../../server/domain/ids.ts'
import { type PostedTransfer, playerAccount } from '../../../server/domain/ledger.ts'
import { type Block, sealBlock } from '../../../server/domain/ledger-chain.ts'
import { isUndecided, type Match } from '../../../server/domain/match.ts'
import { type LowdbStorage, openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import type { Change, Storage } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import { emptyFolder } from '../../support/storage/folders.ts'
import { fundPlayers, lifeOf, PLAYERS } from '../../support/storage/load.ts'
import { filesIn, folderOf } from '../../support/storage/simulated-disk.ts'

const MATCHES = 8

/** All that was committed and not swept, kept in the plainest way. */
class Model {
  readonly matches = new Map<MatchId, Match>()
  readonly transfers: PostedTransfer[] = []
  readonly blocks: Block[] = []
  readonly events = new Map<number, PlayerEvent[]>()
  readonly lastEvents = new Map<number, number>()

  async commit(storage: Storage, change: Change): Promise<void> {
    const done = await storage.commit(change)
    if (done.kind !== 'committed') throw new Error(JSON.stringify(done))
    for (const match of change.matches ?? []) this.matches.set(match.id, match)
    this.transfers.push(...done.transfers)
    if (change.block) this.blocks.push(change.block)
    for (const { playerId, event } of done.events) {
      this.events.set(playerId, [...(this.events.get(playerId) ?? []), event])
      this.lastEvents.set(playerId, event.seq)
    }
  }

  sweep(before: number): void {
    for (const [playerId, events] of this.events) {
      const kept = events.findIndex(({ at }) => Date.parse(at) >= before)
      this.events.set(playerId, kept < 0 ? [] : events.slice(kept))
    }
  }
}

type Step = { readonly kind: 'play' | 'seal' | 'sweep' | 'checkpoint' | 'close' | 'kill'; readonly n: number }

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('play', 'play', 'play', 'play', 'play', 'seal', 'sweep', 'checkpoint', 'close', 'kill'),
  n: fc.nat({ max: MATCHES - 1 }),
})

/** The next change of the n-th match. Every third is not accepted, and expires. */
function nextChange(n: number, match: Match | undefined): Change | undefined {
  const life = lifeOf(n)
  if (n % 3 > 0 || match?.state !== 'unmatched')
    return match && !isUndecided(match) ? undefined : life[match?.version ?? 0]
  const { at } = life[0] ?? { at: NOON }
  const settlement = { outcome: 'expired', winnerId: null, amountWon: 0, fee: 0, at: at + 9 } as const
  const stake = life[0]?.transfers?.[0]
  if (!stake) return undefined
  const refund = { ...stake, id: `${match.id}:refund:challenger`, debit: stake.credit, credit: stake.debit }
  return { at: at + 9, matches: [{ ...match, version: 2, state: 'expired', settlement }], transfers: [refund] }
}

/** A store in one folder after the other, and the model of what is in it. */
async function live(steps: readonly Step[]): Promise<void> {
  const model = new Model()
  const folders = [await emptyFolder()]
  const newest = () => folders.at(-1)?.directory ?? ''
  const open = () => openLowdbStorage({ directory: newest() })
  let storage: LowdbStorage = await open()
  let checkpoint: Promise<unknown> = Promise.resolve()
  try {
    await fundPlayers(storage)
    model.transfers.push(...(await allOf(storage.ledger())))
    for (let id = 1; id <= PLAYERS; id++) {
      const { events } = await storage.events(asPlayerId(id), 0, 10)
      model.events.set(id, [...events])
      model.lastEvents.set(id, events.length)
    }
    for (const { kind, n } of steps) {
      // What comes next is committed while the checkpoint is under way.
      if (kind === 'checkpoint') checkpoint = Promise.all([checkpoint, storage.checkpoint()])
      if (kind === 'play') {
        const change = nextChange(
          n,
          [...model.matches.values()].find(({ id }) => Number.parseInt(id, 16) === n),
        )
        if (change) await model.commit(storage, change)
      }
      if (kind === 'seal') {
        const waiting = await storage.unsealedTransfers(3 * n + 1)
        if (waiting.length > 0) {
          await model.commit(storage, { at: NOON, block: sealBlock(waiting, model.blocks.at(-1), NOON) })
        }
      }
      if (kind === 'sweep') {
        await storage.sweep(NOON, NOON + n * 1000)
        model.sweep(NOON + n * 1000)
      }
      if (kind === 'close' || kind === 'kill') await checkpoint
      if (kind === 'close') await storage.close()
      if (kind === 'kill') {
        folders.push(await emptyFolder())
        await folderOf(await filesIn(folders.at(-2)?.directory ?? ''), newest())
        await storage.close()
      }
      if (kind === 'close' || kind === 'kill') {
        storage = await open()
        await expectSame(storage, model)
      }
    }
    await checkpoint
    await expectSame(storage, model)
  } finally {
    await storage.close()
    for (const { remove } of folders) await remove()
  }
}

async function expectSame(storage: Storage, model: Model): Promise<void> {
  const { matches, transfers, blocks } = model
  expect(await allOf(storage.ledger())).toEqual(transfers)
  for (const match of matches.values()) {
    expect(await storage.match(match.id)).toEqual(match)
    expect(await storage.transfersOf(match.id)).toEqual(transfers.filter(({ matchId }) => matchId === match.id))
  }
  const byId = new Map(transfers.map((transfer) => [transfer.id, transfer]))
  const sealed = new Set(blocks.flatMap(({ entries }) => entries))
  const cut = await storage.ledgerSnapshot()
  expect(await allOf(cut.blocks())).toEqual(
    blocks.map((block) => ({ block, entries: block.entries.map((id) => byId.get(id)) })),
  )
  expect(await allOf(cut.unsealed())).toEqual(transfers.filter(({ id }) => !sealed.has(id)))
  expect(inOrder(await allOf(cut.matches()))).toEqual(inOrder(matches.values()))
  expect(inOrder(await storage.undecidedMatches())).toEqual(inOrder(matches.values()).filter(isUndecided))
  expect(await storage.newestBlock()).toEqual(blocks.at(-1))
  for (let id = 1; id <= 2 * MATCHES; id++) await expectSamePlayer(storage, model, id)
}

async function expectSamePlayer(storage: Storage, model: Model, id: number): Promise<void> {
  const playerId = asPlayerId(id)
  const own = inOrder(model.matches.values())
    .filter(({ challenger, challenged }) => challenger.playerId === playerId || challenged?.playerId === playerId)
    .reverse()
  for (const state of [undefined, 'unmatched', 'matched', 'settled', 'expired'] as const) {
    const expected = own.filter((match) => state === undefined || match.state === state)
    const page = await storage.matchesOf(playerId, { ...(state && { state }), offset: 1, limit: 2 })
    expect(page).toEqual({ matches: expected.slice(1, 3), count: expected.length })
  }
  const account = playerAccount(playerId)
  const moved = model.transfers.filter(({ debit, credit }) => debit === account || credit === account)
  const [last] = moved.slice(-1)
  const balance = last && (last.credit === account ? last.creditBalance : last.debitBalance)
  expect(await storage.transfersOfPlayer(playerId, { offset: 1, limit: 3 })).toEqual({
    transfers: moved.toReversed().slice(1, 4),
    count: moved.length,
    newest: last?.seq ?? null,
    balances: new Map([['GBP', balance]]),
  })
  expect(await storage.events(playerId, 0, 100)).toMatchObject({
    events: model.events.get(id),
    lastSeq: model.lastEvents.get(id),
  })
}

/** Oldest first: the ids of a load ascend with time. */
function inOrder<M extends Match>(matches: Iterable<M>): M[] {
  return [...matches].sort((a, b) => (a.id < b.id ? -1 : 1))
}

async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

it('[ST92] is read as a plain model of it, after any history of commits, checkpoints, sweeps and starts', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), live), { numRuns: 20 })
})
