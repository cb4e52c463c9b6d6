import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { asMatchId, asPlayerId } from '../../../server/domain/ids.ts'
import { type PostedTransfer, playerAccount } from '../../../server/domain/ledger.ts'
import { hashOf, headOf, NO_BLOCK, sealBlock } from '../../../server/domain/ledger-chain.ts'
import {
  aSoundLedger,
  audit,
  entriesOf,
  forge,
  found,
  messagesOf,
  type PlainLedger,
  replaced,
} from '../../support/ledger/plain-ledger.ts'

let sound: PlainLedger
let entries: PostedTransfer[]
beforeAll(async () => {
  sound = await aSoundLedger()
  entries = entriesOf(sound)
})

const player = (id: number) => playerAccount(asPlayerId(id))
const problemsOf = (ledger: PlainLedger, ...known: Parameters<typeof audit>[1] & object) =>
  messagesOf(audit(ledger, known))
const forged = (old: PostedTransfer, ...others: PostedTransfer[]) => forge(sound, replaced(entries, old, ...others))

describe('the audit of a ledger', () => {
  it('[LG22] finds nothing wrong with what the use cases wrote, whatever happened', () => {
    const outcomes = new Set(sound.matches.map(({ outcome }) => outcome))
    expect(outcomes.size).toBe(7)
    expect(audit(sound)).toMatchObject({ transfers: entries.length, problems: [], problemCount: 0 })
    expect(sound.blocks.length).toBeGreaterThan(10)
    expect(audit(forge(sound, entries)).problems).toEqual([])
  })

  it('[LG22] finds nothing wrong with an empty one', () => {
    const empty = { blocks: [], unsealed: [], matches: [], balances: [] }
    expect(audit(empty, [NO_BLOCK])).toMatchObject({ transfers: 0, unsealed: 0, head: NO_BLOCK, problemCount: 0 })
  })

  it('[LG22] takes blocks whose entries are in another order than the ledger', () => {
    const [first = [], second = [], third = []] = [entries.slice(2, 9), entries.slice(0, 2), entries.slice(9)]
    const blocks: PlainLedger['blocks'][number][] = []
    for (const sealed of [first.toReversed(), second, third]) {
      blocks.push({ block: sealBlock(sealed, blocks.at(-1)?.block, sealed[0]?.at ?? 0), entries: sealed })
    }
    expect(problemsOf({ ...sound, blocks, unsealed: [] })).toBe('')
  })
})

describe('the chain', () => {
  it('[LG23] finds any change of any sealed entry', () => {
    const change = fc.constantFrom<Partial<PostedTransfer>>(
      { id: 'payment:forged' },
      { at: 0 },
      { amount: 499 },
      { currency: 'EUR' },
      { debit: player(3) },
      { credit: player(3) },
      { matchId: asMatchId('f'.repeat(32)) },
      { reason: 'forged' },
      { seq: 5 },
    )
    const at = fc.nat(sound.blocks.length - 1)
    fc.assert(
      fc.property(at, fc.nat(), change, (height, place, forged) => {
        const sealed = found(sound.blocks, ({ block }) => block.height === height + 1)
        const old = sealed.entries[place % sealed.entries.length]
        if (!old) return
        const isSame = Object.entries(forged).every(([name, value]) => old[name as keyof PostedTransfer] === value)
        fc.pre(!isSame)
        const entries = replaced(sealed.entries, old, { ...old, ...forged })
        const blocks = replaced(sound.blocks, sealed, { ...sealed, entries })
        expect(problemsOf({ ...sound, blocks })).toContain(`Block ${height + 1}: its entries are not those`)
      }),
    )
  })

  const middle = () => found(sound.blocks, ({ block, entries }) => block.height > 3 && entries.length > 2)
  type Sealed = PlainLedger['blocks'][number]
  const withMiddle = (change: (sealed: Sealed) => Sealed[]) => {
    const sealed = middle()
    return { ...sound, blocks: replaced(sound.blocks, sealed, ...change(sealed)) }
  }

  it.each<[string, RegExp, (sealed: Sealed) => Sealed[]]>([
    ['a block that is gone', /Block \d+: it comes after block/, () => []],
    ['a block that is there twice', /Block \d+: it comes after block/, (sealed) => [sealed, sealed]],
    [
      'entries in another order',
      /Block \d+: its entries are not those that were sealed/,
      ({ block, entries }) => [{ block, entries: entries.toReversed() }],
    ],
    [
      'an entry that is gone',
      /Block \d+: the ledger has no transfer \S+\.\n/,
      ({ block, entries }) => [{ block, entries: [undefined, ...entries.slice(1)] }],
    ],
    [
      'another time of sealing',
      /^Block \d+: its content does not give its hash\.$/,
      ({ block, entries }) => [{ block: { ...block, sealedAt: block.sealedAt + 1 }, entries }],
    ],
    [
      'another hash',
      /^Block \d+: its content does not give its hash\.$/,
      ({ block, entries }) => [{ block: { ...block, hash: 'f'.repeat(64) }, entries }],
    ],
    [
      'another number of entries',
      /Block \d+: it counts \d+ entries in the chain; there are \d+/,
      ({ block, entries }) => [{ block: rehashed({ ...block, size: block.size + 1 }), entries }],
    ],
    [
      'a change with a hash that fits it',
      /^Block \d+: it does not go on from block \d+ as it is now\.$/,
      ({ block, entries }) => [{ block: rehashed({ ...block, sealedAt: block.sealedAt + 1 }), entries }],
    ],
    [
      'a time before the block before',
      /Block \d+: it was sealed before the block before it/,
      ({ block, entries }) => [{ block: rehashed({ ...block, sealedAt: 0 }), entries }],
    ],
  ])('[LG23] finds %s', (_, expected, change) => {
    expect(problemsOf(withMiddle(change))).toMatch(expected)
  })
  const rehashed = (block: Sealed['block']) => ({ ...block, hash: hashOf(block) })

  it('[LG23] finds a block without entries', () => {
    const last = sound.blocks.at(-1)?.block
    const blocks = [...sound.blocks, { block: sealBlock([], last, last?.sealedAt ?? 0), entries: [] }]
    expect(problemsOf({ ...sound, blocks })).toMatch(/Block \d+: it has no entries/)
  })

  it('[LG23] finds an entry that the sealer passed over, and lets those be that came since', () => {
    const inBlocks = entries.toSpliced(5, 1)
    const old = entries[5]
    const { blocks } = forge(sound, entries)
    const last = sealBlock(inBlocks, undefined, blocks.at(-1)?.block.sealedAt ?? 0)
    const passedOver = { ...sound, blocks: [{ block: last, entries: inBlocks }], unsealed: old ? [old] : [] }
    expect(problemsOf(passedOver)).toBe(`Transfer ${old?.id} is in no block, and later ones are.`)
    const young = { ...passedOver, unsealed: old ? [{ ...old, at: last.sealedAt - 1000 }] : [] }
    expect(problemsOf(young)).toBe('')
  })

  it('[LG23] lets be what waits for its block since long, as after an outage', () => {
    const { blocks } = forge(sound, entries.slice(0, 10))
    const [first] = blocks
    if (!first) throw new Error('no block')
    const late = sealBlock(entries.slice(0, 10), undefined, (entries.at(-1)?.at ?? 0) + 7 * 24 * 3600_000)
    expect(problemsOf({ ...sound, blocks: [{ ...first, block: late }], unsealed: entries.slice(10) })).toBe('')
  })
})

describe('a head that was kept elsewhere', () => {
  it('[LG24] is found again in the chain, wherever it was taken', () => {
    const heads = sound.blocks.map(({ block }) => headOf(block))
    expect(audit(sound, [NO_BLOCK, ...heads]).problems).toEqual([])
    expect(
      audit(
        sound,
        heads.map(({ height, hash }) => ({ height, hash })),
      ).problems,
    ).toEqual([])
  })

  it('[LG24] tells that a chain was cut off, though all that is left is in order', () => {
    const head = audit(sound).head
    for (let height = 0; height < head.height; height += 5) {
      const last = sound.blocks[height]?.entries.length
      const left = entries.slice(0, last)
      const cut = { ...forge(sound, left), matches: [] }
      expect(problemsOf(cut, head)).toContain(`the known head is block ${head.height}: it was cut off`)
    }
  })

  it('[LG24] tells that a chain was rewritten, though it is in order from end to end', () => {
    const payment = found(entries, ({ id }) => id.startsWith('payment:deposit'))
    const rewritten = forged(payment, { ...payment, at: payment.at + 1 })
    expect(problemsOf(rewritten)).toBe('')
    const { head } = audit(sound)
    expect(problemsOf(forge(sound, entries, 1), head)).toContain(`Block ${head.height} is not the one`)
    const known = audit(forge(sound, entries)).head
    expect(problemsOf(rewritten, known)).toBe(
      `Block ${known.height} is not the one that the known head names: the chain was rewritten.`,
    )
  })

  it('[LG24] counts what a head counts', () => {
    const { head } = audit(sound)
    expect(problemsOf(sound, { ...head, size: head.size + 1 })).toMatch(/was rewritten/)
    expect(problemsOf(sound, { ...NO_BLOCK, hash: 'f'.repeat(64) })).toMatch(/Block 0 is not the one/)
  })
})
