import { MAX_AMOUNT } from '@ante/shared'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { asPlayerId } from '../../../server/domain/ids.ts'
import { type PostedTransfer, playerAccount } from '../../../server/domain/ledger.ts'
import {
  contradictionIn,
  type ExpectedTransfer,
  expectedTransfers,
  type MatchSummary,
  summaryOf,
} from '../../../server/domain/match-summary.ts'
import { passDeadlines } from '../../../server/domain/play/deadlines.ts'
import { withdrawMatch } from '../../../server/domain/play/ending.ts'
import { settle, stakeTransfer } from '../../../server/domain/settlement.ts'
import {
  ALICE,
  aFinish,
  aMatchedMatch,
  anAttempt,
  anUnmatchedMatch,
  BOB,
  NOON,
  someRules,
} from '../../support/builders.ts'
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
const problemsOf = (ledger: PlainLedger) => messagesOf(audit(ledger))
const ended = (outcome: MatchSummary['outcome']) => found(sound.matches, (match) => match.outcome === outcome)
const endedWithFee = (outcome: MatchSummary['outcome']) =>
  found(sound.matches, (match) => match.outcome === outcome && match.fee > 0)
const withMatch = (match: MatchSummary, changes: Partial<MatchSummary>): PlainLedger => ({
  ...sound,
  matches: replaced(sound.matches, match, { ...match, ...changes }),
})
const entryCalled = (id: string) => found(entries, (entry) => entry.id === id)
const forged = (old: PostedTransfer, ...others: PostedTransfer[]) => forge(sound, replaced(entries, old, ...others))

describe('the money', () => {
  it.each<[string, RegExp, () => PlainLedger]>([
    [
      'a number that is missing',
      /Transfer number 3 is missing/,
      () => ({ ...sound, blocks: [], unsealed: entries.filter(({ seq }) => seq !== 3) }),
    ],
    [
      'numbers that are missing',
      /Transfers number 3 to 5 are missing/,
      () => ({ ...sound, blocks: [], unsealed: entries.filter(({ seq }) => seq < 3 || seq > 5) }),
    ],
    [
      'a number that is used twice',
      /Transfer \S+ has number 4, which is not its own/,
      () => ({
        ...sound,
        blocks: [],
        unsealed: entries.map((entry) => (entry.seq === 5 ? { ...entry, seq: 4 } : entry)),
      }),
    ],
    [
      'a transfer that is there twice',
      /Transfer \S+ is in the ledger twice/,
      () => forge(sound, [...entries, ...entries.filter(({ id }) => id.startsWith('payment:deposit')).slice(0, 1)]),
    ],
    [
      'a name that does not fit',
      /Transfer payment:x \(fees to player:1\) does not match its id/,
      () => forge(sound, [...entries, anEntry({ id: 'payment:x', debit: 'fees' })]),
    ],
    ['an amount of nothing', /moves 0/, () => forge(sound, [...entries, anEntry({ amount: 0 })])],
    ['an amount below zero', /moves -5/, () => forge(sound, [...entries, anEntry({ amount: -5 })])],
    ['half a penny', /moves 0.5/, () => forge(sound, [...entries, anEntry({ amount: 0.5 })])],
    [
      'a player below zero',
      /takes player:1 below zero \(-1 TND\)/,
      () => forge(sound, [...entries, anEntry({ debit: player(1), credit: 'treasury', currency: 'TND', amount: 1 })]),
    ],
    [
      'fees below zero',
      /takes fees below zero/,
      () => forge(sound, [...entries, anEntry({ id: 'correction:x', debit: 'fees', reason: 'why', currency: 'TND' })]),
    ],
    [
      'a balance beyond what can be counted',
      /takes player:1 beyond what can be counted exactly/,
      () =>
        forge(sound, [
          ...entries,
          anEntry({ id: 'payment:x1', amount: Number.MAX_SAFE_INTEGER, currency: 'TND' }),
          anEntry({ id: 'payment:x2', amount: Number.MAX_SAFE_INTEGER, currency: 'TND' }),
        ]),
    ],
    [
      'a noted balance that is another',
      /notes \d+ \w+ on player:\d+; its entries sum to \d+/,
      () => ({
        ...sound,
        blocks: [],
        unsealed: entries.map((entry) =>
          entry === firstPayment() ? { ...entry, creditBalance: (entry.creditBalance ?? 0) + 1 } : entry,
        ),
      }),
    ],
    [
      'a stored balance that is another',
      /player:1 holds \d+ GBP; its entries sum to \d+[\s\S]*All balances in GBP sum to 1; they must sum to zero/,
      () => ({ ...sound, balances: sound.balances.map((stated) => raised(stated, 'player:1', 1)) }),
    ],
    [
      'a stored balance that is gone',
      /treasury holds nothing in GBP; its entries sum to -\d+/,
      () => ({ ...sound, balances: sound.balances.filter(({ account }) => account !== 'treasury') }),
    ],
    [
      'a stored balance from nowhere',
      /player:99 holds 5 GBP; its entries sum to 0/,
      () => ({
        ...sound,
        balances: [...sound.balances, { account: player(99), currency: 'GBP', balance: 5 }],
      }),
    ],
  ])('[LG25] does not add up with %s', (_, expected, tamper) => {
    expect(problemsOf(tamper())).toMatch(expected)
  })

  const anEntry = (changes: Partial<PostedTransfer>): PostedTransfer => ({
    id: 'payment:extra',
    seq: 0,
    at: entries.at(-1)?.at ?? 0,
    debit: 'treasury',
    credit: player(1),
    amount: 5,
    currency: 'GBP',
    matchId: null,
    debitBalance: 0,
    creditBalance: 0,
    ...changes,
  })
  const firstPayment = () => found(entries, ({ id }) => id.startsWith('payment:deposit'))
  const raised = (stated: PlainLedger['balances'][number], account: string, by: number) =>
    stated.account === account && stated.currency === 'GBP' ? { ...stated, balance: stated.balance + by } : stated

  it('[LG25] reports the first hundred problems and counts them all', () => {
    const blocks = sound.blocks.map(({ block, entries }) => ({ block: { ...block, hash: '' }, entries }))
    const balances = sound.balances.map((stated) => ({ ...stated, balance: stated.balance + 1 }))
    const matches = sound.matches.map((match) => ({ ...match, stakeAmount: match.stakeAmount + 1 }))
    const { problems, problemCount } = audit({ ...sound, blocks, balances, matches })
    expect(problems).toHaveLength(100)
    expect(problemCount).toBeGreaterThan(200)
  })
})

describe('the settlement of a match', () => {
  const won = () => endedWithFee('challenger_won')
  const payout = () => entryCalled(`${won().id}:payout:challenger`)
  const draw = () => endedWithFee('draw')

  it.each<[string, RegExp, () => PlainLedger]>([
    [
      'paid out again to the other side',
      /it is challenger_won, and \S+:payout:challenged moves \d+/,
      () => forged(payout(), payout(), { ...payout(), id: `${won().id}:payout:challenged` }),
    ],
    ['never paid out', /it is challenger_won, and \S+:payout:challenger is missing/, () => forged(payout())],
    [
      'paid to somebody else',
      /payout:challenger is not the transfer that is due/,
      () => forged(payout(), { ...payout(), credit: player(won().challengedId ?? 9) }),
    ],
    [
      'paid too little',
      /payout:challenger is not the transfer that is due/,
      () => forged(payout(), { ...payout(), amount: payout().amount - 1 }),
    ],
    [
      'paid in another currency',
      /payout:challenger is not the transfer that is due/,
      () => forged(payout(), { ...payout(), currency: 'EUR' }),
    ],
    ['without its fee', /it is challenger_won, and \S+:fee is missing/, () => forged(entryCalled(`${won().id}:fee`))],
    [
      'refunded after it was won',
      /it is challenger_won, and \S+:refund:challenged moves/,
      () => forged(payout(), payout(), { ...payout(), id: `${won().id}:refund:challenged`, amount: 1 }),
    ],
    [
      'with a stake that was never put up',
      /it is draw, and \S+:stake:challenged is missing/,
      () => forged(entryCalled(`${draw().id}:stake:challenged`)),
    ],
    [
      'refunded on one side only',
      /it is expired, and \S+:refund:challenger is missing/,
      () => forged(entryCalled(`${ended('expired').id}:refund:challenger`)),
    ],
    ['that there is not', /belongs to match \S+, which does not exist/, () => withoutMatch(won())],
    ['that is open and paid', /it is matched, and \S+ moves/, () => withMatch(won(), open)],
    ['with another winner', /payout:challenged is missing/, () => withMatch(won(), otherWinner(won()))],
    [
      'whose winner did not win',
      /its winner is \d+ and its outcome is draw/,
      () => withMatch(draw(), { winnerId: draw().challengerId }),
    ],
    [
      'whose winner did not play',
      /its winner is 99/,
      () => withMatch(endedWithFee('walkover'), { winnerId: asPlayerId(99) }),
    ],
    ['with another fee', /its fee is \d+; \d+ is due/, () => withMatch(won(), { fee: won().fee + 1 })],
    ['with another fee by its rules', /its fee is \d+; \d+ is due/, () => withMatch(draw(), { drawFee: false })],
    ['with another stake', /is not the transfer that is due/, () => withMatch(ended('void'), { stakeAmount: 1_000 })],
    [
      'that is decided and open',
      /it is matched and its outcome is void/,
      () => withMatch(ended('void'), { state: 'matched' }),
    ],
    ['that nobody accepted and that was won', /nobody accepted/, () => withMatch(won(), { challengedId: null })],
    [
      'that expired and was accepted',
      /it is expired and was accepted/,
      () => withMatch(ended('expired'), { challengedId: asPlayerId(9) }),
    ],
    [
      'of one player alone',
      /both sides are the same player/,
      () => withMatch(draw(), { challengedId: draw().challengerId }),
    ],
  ])('[LG26] is one and right: not of a match %s', (_, expected, tamper) => {
    expect(problemsOf(tamper())).toMatch(expected)
  })

  const open = { state: 'matched', outcome: null, winnerId: null, fee: 0 } as const
  const otherWinner = (match: MatchSummary) =>
    ({ outcome: 'challenged_won', winnerId: match.challengedId }) satisfies Partial<MatchSummary>
  const withoutMatch = (match: MatchSummary): PlainLedger => ({ ...sound, matches: replaced(sound.matches, match) })
})

describe('what is due', () => {
  const how = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('forfeit' as const, 'timeout' as const))
  const rules = fc.record({
    feeBps: fc.integer({ min: 0, max: 5000 }),
    drawFee: fc.boolean(),
    scoreOrder: fc.constantFrom('higher_wins' as const, 'lower_wins' as const),
  })

  it('[LG26] is computed apart from the settlement, and comes to the same for every outcome, rule and stake', () => {
    fc.assert(
      fc.property(how, how, rules, fc.integer({ min: 1, max: MAX_AMOUNT }), (a, b, changes, stakeAmount) => {
        const match = aMatchedMatch({
          rules: someRules(changes),
          stakeAmount,
          challenger: anAttempt({ finish: aFinish(a) }),
          challenged: anAttempt({ playerId: BOB, finish: aFinish(b) }),
        })
        const decided = settle(match, NOON)
        const stakes = [stakeTransfer(match, 'challenger', ALICE), stakeTransfer(match, 'challenged', BOB)]
        const standing = summaryOf(decided.match)
        expect(contradictionIn(standing)).toBeNull()
        expect(plain(expectedTransfers(standing))).toEqual(plain([...stakes, ...decided.transfers]))
        expect(plain(expectedTransfers(summaryOf(match)))).toEqual(plain(stakes))
      }),
    )
  })

  it('[LG26] is one stake back for a match that nobody accepted', () => {
    const match = anUnmatchedMatch()
    const stake = stakeTransfer(match, 'challenger', ALICE)
    expect(plain(expectedTransfers(summaryOf(match)))).toEqual(plain([stake]))
    for (const ended of [passDeadlines(match, match.openUntil), withdrawMatch(match, NOON)]) {
      if (!ended) throw new Error('the match goes on')
      expect(contradictionIn(summaryOf(ended.match))).toBeNull()
      expect(plain(expectedTransfers(summaryOf(ended.match)))).toEqual(plain([stake, ...ended.transfers]))
    }
  })

  const plain = (transfers: readonly ExpectedTransfer[]) =>
    transfers.map(({ id, debit, credit, amount }) => [id, debit, credit, amount]).sort()
})

describe('a ledger that leaves numbers out', () => {
  const spread = () => ({ ...sound, blocks: [], unsealed: entries.map((entry) => ({ ...entry, seq: entry.seq * 3 })) })

  it('[LG40] is sound where its store says so, and not elsewhere', () => {
    expect(audit(spread(), [], { hasGaps: true }).problems).toEqual([])
    expect(messagesOf(audit(spread()))).toContain('are missing')
  })

  it('[LG40] has no number twice, and its balances are recomputed', () => {
    const ledger = spread()
    const twice = ledger.unsealed.map((entry) => (entry.seq === 15 ? { ...entry, seq: 12 } : entry))
    const less = ledger.unsealed.filter(({ seq }) => seq !== 3)
    expect(messagesOf(audit({ ...ledger, unsealed: twice }, [], { hasGaps: true }))).toContain('which is not its own')
    expect(messagesOf(audit({ ...ledger, unsealed: less }, [], { hasGaps: true }))).toContain('its entries sum to')
  })
})
