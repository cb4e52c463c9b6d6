import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../server/domain/canonical-json.ts'
import { asMatchId, asPlayerId } from '../../../server/domain/ids.ts'
import { type LedgerEntry, playerAccount } from '../../../server/domain/ledger.ts'
import { type Block, canonicalEntry, hashOf, headOf, NO_BLOCK, sealBlock } from '../../../server/domain/ledger-chain.ts'
import { merkleRoot } from '../../../server/domain/merkle.ts'
import { kindOf, parseTransferId, type TransferCause, transferId } from '../../../server/domain/transfer-cause.ts'
import { NOON } from '../../support/builders.ts'

const player = (id: number) => playerAccount(asPlayerId(id))
const anEntry = (changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: 'payment:bank-1',
  seq: 1,
  at: NOON,
  debit: 'treasury',
  credit: player(1),
  amount: 500,
  currency: 'GBP',
  matchId: null,
  ...changes,
})

/** Test vectors of the Certificate Transparency project: leaves, and the root over the first so many of them. */
const VECTORS = [
  ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  ['00', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  ['10', 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  ['2021', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
  ['3031', '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  ['40414243', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
  ['5051525354555657', 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
  ['606162636465666768696a6b6c6d6e6f', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
] as const
const LEAVES = VECTORS.map(([leaf]) => Buffer.from(leaf, 'hex').toString())

describe('the chain of the ledger', () => {
  it.each(VECTORS.map(([, root], index) => [index + 1, root] as const))(
    '[LG20] has the Merkle root of RFC 6962 over %i leaves',
    (count, root) => {
      expect(merkleRoot(LEAVES.slice(0, count))).toBe(root)
    },
  )

  it('[LG20] gives other entries, another order and another number of them another root', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 20 }), fc.nat(), (leaves, at) => {
        const root = merkleRoot(leaves)
        const place = at % leaves.length
        const others = [
          leaves.with(place, `${leaves[place]}!`),
          leaves.toSpliced(place, 1),
          [...leaves, leaves[place] ?? ''],
          [...leaves.slice(1), ...leaves.slice(0, 1)],
        ]
        for (const other of others) expect(merkleRoot(other)).not.toBe(root)
      }),
    )
  })

  it('[LG20] writes an entry as canonical JSON: ids only, members sorted, no white space', () => {
    const matchId = asMatchId('9f86d081884c7d659a2feaa0c55ad015')
    expect(canonicalJson(canonicalEntry(anEntry()))).toBe(
      '{"amount":500,"at":"2026-01-01T12:00:00.000Z","credit":"player:1","currency":"GBP","debit":"treasury",' +
        '"id":"payment:bank-1","match_id":null,"seq":1}',
    )
    expect(canonicalJson(canonicalEntry(anEntry({ matchId, reason: 'why "ü"\n' })))).toBe(
      '{"amount":500,"at":"2026-01-01T12:00:00.000Z","credit":"player:1","currency":"GBP","debit":"treasury",' +
        `"id":"payment:bank-1","match_id":"${matchId}","reason":"why \\"ü\\"\\n","seq":1}`,
    )
  })

  it('[LG20] sorts members as RFC 8785 does, those that look like numbers too', () => {
    expect(canonicalJson({ b: [1, { z: null, y: true }], '10': 'x', '9': 'y', a: undefined })).toBe(
      '{"10":"x","9":"y","b":[1,{"y":true,"z":null}]}',
    )
  })

  it('[LG20] seals entries into a block that anybody can recompute', () => {
    const entries = [anEntry(), anEntry({ id: 'payment:bank-2', seq: 2 })]
    const first = sealBlock(entries, undefined, NOON)
    const sha = (...parts: (string | Buffer)[]) =>
      parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest()
    const leaves = entries.map((entry) => sha(Buffer.of(0), canonicalJson(canonicalEntry(entry))))
    const root = sha(Buffer.of(1), ...leaves).toString('hex')
    const header = `{"height":1,"merkle_root":"${root}","previous":"${'0'.repeat(64)}","sealed_at":"2026-01-01T12:00:00.000Z","size":2}`
    expect(first).toEqual({
      height: 1,
      previous: NO_BLOCK.hash,
      merkleRoot: root,
      size: 2,
      entries: ['payment:bank-1', 'payment:bank-2'],
      sealedAt: NOON,
      hash: sha(header).toString('hex'),
    })
    const second = sealBlock([anEntry({ id: 'payment:bank-3', seq: 3 })], first, NOON + 5)
    expect(second).toMatchObject({ height: 2, previous: first.hash, size: 3, sealedAt: NOON + 5 })
    expect(headOf(second)).toEqual({ height: 2, hash: second.hash, size: 3 })
  })

  it('[LG20] binds everything in a block to its hash', () => {
    const block = sealBlock([anEntry()], undefined, NOON)
    const changes: Partial<Block>[] = [
      { height: 2 },
      { previous: '1'.repeat(64) },
      { merkleRoot: '1'.repeat(64) },
      { size: 2 },
      { sealedAt: NOON + 1 },
    ]
    for (const change of changes) expect(hashOf({ ...block, ...change })).not.toBe(block.hash)
    const entries: Partial<LedgerEntry>[] = [
      { id: 'payment:x' },
      { seq: 2 },
      { at: NOON + 1 },
      { debit: 'fees' },
      { credit: player(2) },
      { amount: 501 },
      { currency: 'EUR' },
      { matchId: asMatchId('0'.repeat(32)) },
      { reason: 'because' },
    ]
    for (const change of entries) {
      expect(sealBlock([anEntry(change)], undefined, NOON).merkleRoot).not.toBe(block.merkleRoot)
    }
  })

  it('[LG20] never seals back in time when the clock was put back', () => {
    const first = sealBlock([anEntry()], undefined, NOON)
    expect(sealBlock([anEntry({ seq: 2 })], first, NOON - 5000).sealedAt).toBe(NOON)
  })
})

const MATCH = asMatchId('9f86d081884c7d659a2feaa0c55ad015')
const inMatch = (what: string, changes: Partial<LedgerEntry>) =>
  anEntry({ id: `${MATCH}:${what}`, matchId: MATCH, ...changes })
const escrow = `escrow:${MATCH}` as const

describe('the cause of a transfer', () => {
  const sound = {
    deposit: anEntry(),
    withdrawal: anEntry({ debit: player(1), credit: 'treasury' }),
    play_money: anEntry({ id: 'play-money:1' }),
    correction: anEntry({ id: 'correction:c-1', debit: 'fees', reason: 'why' }),
    stake: inMatch('stake:challenger', { debit: player(1), credit: escrow }),
    payout: inMatch('payout:challenged', { debit: escrow }),
    refund: inMatch('refund:challenger', { debit: escrow }),
    fee: inMatch('fee', { debit: escrow, credit: 'fees' }),
  }

  it.each(Object.entries(sound))('[LG21] is told by its id: %s', (cause, entry) => {
    expect(kindOf(entry)).toBe(cause)
  })

  it.each<TransferCause>([
    { kind: 'stake', matchId: MATCH, side: 'challenger' },
    { kind: 'payout', matchId: MATCH, side: 'challenged' },
    { kind: 'refund', matchId: MATCH, side: 'challenger' },
    { kind: 'fee', matchId: MATCH },
    { kind: 'payment', reference: 'bank:4711' },
    { kind: 'correction', reference: 'payment:1' },
    { kind: 'play_money', playerId: asPlayerId(7) },
  ])('[LG21] is read back from its id: %o', (cause) => {
    expect(parseTransferId(transferId(cause))).toEqual(cause)
  })

  const [deposit, correction] = [anEntry(), sound.correction]
  it.each<[string, LedgerEntry]>([
    ['an unknown name', anEntry({ id: 'gift:1' })],
    ['no name', anEntry({ id: '' })],
    ['a payment without reference', anEntry({ id: 'payment:' })],
    ['a payment between players', anEntry({ debit: player(2) })],
    ['a payment into fees', anEntry({ credit: 'fees' })],
    ['a payment to a player who cannot be', anEntry({ credit: player(0) })],
    ['a payment with a reason', { ...deposit, reason: 'why' }],
    ['a payment of a match', { ...deposit, matchId: MATCH }],
    ["somebody else's play money", anEntry({ id: 'play-money:2' })],
    ['a correction without a reason', anEntry({ id: 'correction:c-1', debit: 'fees' })],
    ['a correction with an empty one', { ...correction, reason: '' }],
    ['a correction of an escrow', { ...correction, debit: escrow }],
    ['a correction in a circle', { ...correction, credit: 'fees' }],
    ['a correction in a match', { ...correction, matchId: MATCH }],
    ['a stake out of escrow', inMatch('stake:challenger', { debit: escrow })],
    ['a stake of the treasury', inMatch('stake:challenger', { credit: escrow })],
    ['a stake of no side', inMatch('stake:both', { debit: player(1), credit: escrow })],
    [
      "a payout of another match's escrow",
      inMatch('payout:challenger', { debit: `escrow:${asMatchId('0'.repeat(32))}` }),
    ],
    ['a payout to the house', inMatch('payout:challenger', { debit: escrow, credit: 'fees' })],
    ['a fee to a player', inMatch('fee', { debit: escrow })],
    ['a fee of another match', { ...sound.fee, matchId: null }],
    ['a payout with a reason', { ...sound.payout, reason: 'why' }],
  ])('[LG21] must fit it: %s does not', (_, entry) => {
    expect(kindOf(entry)).toBeNull()
  })
})
