import { expect, it } from 'vitest'
import { asPlayerId, type PlayerId } from '../../../server/domain/ids.ts'
import { type PostedTransfer, playerAccount } from '../../../server/domain/ledger.ts'
import { type Block, sealBlock } from '../../../server/domain/ledger-chain.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { NOON } from '../../support/builders.ts'
import { arrange, committed, deposit, type Open, opened } from './arrange.ts'

export function describeChain(open: Open): void {
  it('[LG27] appends blocks, each of which goes on from the newest one', async () => {
    const { storage, alice } = await arrange(open)
    expect(await storage.newestBlock()).toBeUndefined()
    const first = await sealNext(storage)
    expect(await storage.newestBlock()).toEqual(first)
    await committed(storage, { transfers: [deposit(alice, { id: 'more' })] })
    const second = await sealNext(storage)
    expect(second).toMatchObject({ height: 2, previous: first.hash, size: 3, entries: ['more'] })
    expect(await storage.newestBlock()).toEqual(second)
  })

  it('[LG27] refuses as stale a block that does not go on from the newest one', async () => {
    const { storage, alice } = await arrange(open)
    const first = await sealNext(storage)
    await committed(storage, { transfers: [deposit(alice, { id: 'more' })] })
    const [more] = await storage.unsealedTransfers(1)
    const block = sealBlock(more ? [more] : [], first, NOON)
    for (const wrong of [
      { ...block, height: 1 },
      { ...block, height: 3 },
      { ...block, previous: block.hash },
    ]) {
      expect(await storage.commit({ at: NOON, block: wrong, meta: { aliveAt: 7 } })).toEqual({ kind: 'stale' })
    }
    expect(await storage.newestBlock()).toEqual(first)
    expect((await storage.meta()).aliveAt).toBeNull()
    await committed(storage, { block })
  })

  it('[LG27] seals no transfer twice, none that there is not, and none of the same change', async () => {
    const { storage, alice } = await arrange(open)
    const first = await sealNext(storage)
    await committed(storage, { transfers: [deposit(alice, { id: 'more' })] })
    const [more] = await storage.unsealedTransfers(1)
    if (!more) throw new Error('nothing waits')
    const block = sealBlock([more], first, NOON)
    for (const entries of [first.entries.slice(0, 1), ['more', ...first.entries], ['more', 'more'], ['more', 'none']]) {
      expect(await storage.commit({ at: NOON, block: { ...block, entries } })).toEqual({ kind: 'stale' })
    }
    const together = { block: { ...block, entries: ['new'] }, transfers: [deposit(alice, { id: 'new' })] }
    expect(await storage.commit({ at: NOON, ...together })).toEqual({ kind: 'stale' })
    expect(await storage.transfer('new')).toBeUndefined()
    expect(await storage.unsealedTransfers(9)).toEqual([more])
  })

  it('[LG27] lets one of many sealers append, and nothing of the others', async () => {
    const { storage } = await arrange(open)
    const waiting = await storage.unsealedTransfers(9)
    const blocks = Array.from({ length: 20 }, (_, index) => sealBlock(waiting, undefined, NOON + index))
    const commitResults = await Promise.all(blocks.map((block) => storage.commit({ at: NOON, block })))
    expect(commitResults.filter(({ kind }) => kind === 'committed')).toHaveLength(1)
    expect(commitResults.filter(({ kind }) => kind === 'stale')).toHaveLength(19)
    expect(await storage.unsealedTransfers(9)).toEqual([])
  })

  it('[LG27] takes the entries of a block in any order', async () => {
    const { storage } = await arrange(open)
    const waiting = [...(await storage.unsealedTransfers(9))].reverse()
    const block = sealBlock(waiting, undefined, NOON)
    await committed(storage, { block })
    expect((await readSnapshot(storage)).blocks).toEqual([{ block, entries: waiting }])
  })

  it('[LG28] hands out what waits for a block, oldest first', async () => {
    const { storage, alice, bob } = await arrange(open)
    expect((await storage.unsealedTransfers(9)).map(({ id }) => id)).toEqual([`deposit:${alice}`, `deposit:${bob}`])
    expect(await storage.unsealedTransfers(1)).toHaveLength(1)
    const block = sealBlock(await storage.unsealedTransfers(1), undefined, NOON)
    await committed(storage, { block })
    expect((await storage.unsealedTransfers(9)).map(({ id }) => id)).toEqual([`deposit:${bob}`])
  })

  it('[LG28] cuts the whole ledger as of one moment, whatever is committed meanwhile', async () => {
    const { storage, alice, gameId } = await arrange(open)
    const { match, stake } = opened(1, { gameId, playerId: alice })
    const block = await sealNext(storage)
    await committed(storage, { matches: [match], transfers: [stake], meta: { issuer: 'https://ante.example' } })
    const snapshot = await storage.ledgerSnapshot()
    await sealNext(storage)
    await committed(storage, { transfers: [deposit(alice, { id: 'later' })] })
    await committed(storage, { matches: [opened(2, { gameId, playerId: alice }).match] })
    const read = await readSnapshot(storage, snapshot)
    expect(snapshot.issuer).toBe('https://ante.example')
    expect(read.blocks.map((one) => [one.block, one.entries.map((entry) => entry?.id)])).toEqual([
      [block, block.entries],
    ])
    expect(read.unsealed).toMatchObject([stake])
    expect(read.matches).toEqual([match])
    expect(
      read.balances
        .filter(({ balance }) => balance !== 0)
        .map(textOf)
        .sort(),
    ).toEqual(
      [
        `player:${alice} 9500 GBP`,
        `player:${alice + 1} 10000 GBP`,
        `escrow:${match.id} 500 GBP`,
        'treasury -20000 GBP',
      ].sort(),
    )
  })

  it('[LG29] reads the transfers of a player on either side, newest first, a page at a time', async () => {
    const { storage, alice, bob } = await arrange(open)
    await committed(storage, {
      transfers: [
        { ...deposit(alice, { id: 'to bob', amount: 1 }), debit: playerAccount(alice), credit: playerAccount(bob) },
        deposit(alice, { id: 'euros', currency: 'EUR', amount: 2 }),
        deposit(bob, { id: 'to bob alone' }),
        deposit(alice, { id: 'pounds', amount: 3 }),
      ],
    })
    const idsOf = async (
      playerId: PlayerId,
      filter: { currency?: string; until?: number; offset?: number; limit?: number } = {},
    ) => {
      const { transfers, count } = await storage.transfersOfPlayer(playerId, { offset: 0, limit: 10, ...filter })
      return [count, ...transfers.map(({ id }) => id)]
    }
    expect(await idsOf(alice)).toEqual([4, 'pounds', 'euros', 'to bob', `deposit:${alice}`])
    expect(await idsOf(bob)).toEqual([3, 'to bob alone', 'to bob', `deposit:${bob}`])
    expect(await idsOf(alice, { currency: 'GBP' })).toEqual([3, 'pounds', 'to bob', `deposit:${alice}`])
    expect(await idsOf(alice, { offset: 1, limit: 2 })).toEqual([4, 'euros', 'to bob'])
    expect(await idsOf(alice, { currency: 'GBP', offset: 2, limit: 2 })).toEqual([3, `deposit:${alice}`])
    expect(await idsOf(alice, { offset: 9 })).toEqual([4])
    expect(await idsOf(alice, { currency: 'JPY' })).toEqual([0])
    expect(await idsOf(asPlayerId(99))).toEqual([0])
    const { balances, newest } = await storage.transfersOfPlayer(alice, { offset: 0, limit: 1 })
    expect(newest).toBe((await storage.transfer('pounds'))?.seq)
    expect([...balances].sort()).toEqual([
      ['EUR', 2],
      ['GBP', 10_002],
    ])
  })

  it('[LG29] reads them as they were after any one of them', async () => {
    const { storage, alice, bob } = await arrange(open)
    const at = NOON
    const moves = [
      deposit(alice, { id: 'euros', amount: 2, currency: 'EUR' }),
      { ...deposit(alice), id: 'to bob', debit: playerAccount(alice), credit: playerAccount(bob), amount: 1 },
      deposit(bob, { id: 'to bob alone', amount: 4 }),
      deposit(alice, { id: 'pounds', amount: 3 }),
    ]
    const seen: Awaited<ReturnType<Storage['transfersOfPlayer']>>[] = []
    const read = (until?: number) =>
      storage.transfersOfPlayer(alice, { offset: 1, limit: 2, ...(until !== undefined && { until }) })
    for (const transfer of moves) {
      await committed(storage, { at, transfers: [transfer] })
      seen.push(await read())
    }
    for (const [index, { id }] of moves.entries()) {
      expect(await read((await storage.transfer(id))?.seq)).toEqual(seen[index])
    }
    expect(await read(0)).toEqual({ transfers: [], count: 0, newest: null, balances: new Map() })
    expect(await read(Number.MAX_SAFE_INTEGER)).toEqual(seen.at(-1))
  })

  it('[LG29] keeps the reason of a correction', async () => {
    const { storage, alice } = await arrange(open)
    const correction = deposit(alice, { id: 'correction:1', reason: 'paid twice' })
    const [posted] = (await committed(storage, { transfers: [correction] })).transfers
    expect(posted?.reason).toBe('paid twice')
    expect(await storage.transfer(correction.id)).toEqual(posted)
    const other = { ...correction, reason: 'paid three times' }
    expect(await storage.commit({ at: NOON, transfers: [other] })).toMatchObject({ kind: 'conflict' })
  })
}

const textOf = ({ account, balance, currency }: { account: string; balance: number; currency: string }) =>
  `${account} ${balance} ${currency}`

async function sealNext(storage: Storage): Promise<Block> {
  const block = sealBlock(await storage.unsealedTransfers(100), await storage.newestBlock(), NOON)
  await committed(storage, { block })
  return block
}

async function readSnapshot(storage: Storage, given?: Awaited<ReturnType<Storage['ledgerSnapshot']>>) {
  const snapshot = given ?? (await storage.ledgerSnapshot())
  const blocks: { block: Block; entries: readonly (PostedTransfer | undefined)[] }[] = []
  for await (const one of snapshot.blocks()) blocks.push(one)
  const unsealed = []
  for await (const transfer of snapshot.unsealed()) unsealed.push(transfer)
  const matches = []
  for await (const match of snapshot.matches()) matches.push(match)
  const balances = []
  for await (const balance of snapshot.balances()) balances.push(balance)
  await snapshot.close()
  return { blocks, unsealed, matches, balances }
}
