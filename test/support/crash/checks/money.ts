import type { MatchDetails } from '@ante/shared'
import { MATCHES } from '../../ante.ts'
import { type OwnMatch, ownMatches, startMoney, type World } from '../load/players.ts'
import type { Record } from '../load/record.ts'
import { calls, sureReply } from '../load/send.ts'
import type { Findings } from './findings.ts'

type Amounts = Map<string, number>

/** What a player has and has played. */
interface Holding {
  readonly player: number
  readonly matches: readonly OwnMatch[]
  readonly balances: Amounts
}

/** Each balance follows from the player's payments and matches, and all balances sum to what was paid in. */
export async function expectMoney(world: World, record: Record): Promise<void> {
  const { findings } = record
  const all: Amounts = new Map()
  const decided = new Map<string, OwnMatch>()
  for (const { player, matches, balances } of await holdingsOf(world)) {
    const expected = expectedBalances(player, matches, world, record)
    findings.equal('ST61', sorted(balances), sorted(expected), `money of ${player}`)
    for (const [currency, balance] of balances) add(all, currency, balance)
    for (const match of matches) {
      if (match.match_result.outcome === null) add(all, match.currency, match.stake_amount)
      else decided.set(match.id, match)
    }
  }
  for (const match of decided.values()) add(all, match.currency, feeOf(match, world))
  findings.equal('ST61', sorted(all), sorted(paidIn(world, record)), 'all money')
}

/** The ledger adds up, continues from a head that was seen before, and has paid out every match once. */
export async function expectLedger(world: World, findings: Findings, knownHead: string | null): Promise<number> {
  const query = knownHead === null ? '' : `?head=${encodeURIComponent(knownHead)}`
  const { status, body } = await sureReply(world.send, calls.read('operator', `/admin/v1/ledger/verify${query}`))
  findings.equal('ST61', [status, body.ok, body.problems], [200, true, []], 'the ledger')
  return body.transfers
}

/** The escrow of a decided match is empty; that of another one holds its stakes. */
export async function expectEscrow(world: World, id: string, findings: Findings): Promise<void> {
  const reply = await sureReply(world.send, calls.read('operator', `/admin/v1/matches/${id}`))
  findings.equal('ST61', reply.status, 200, `match ${id}`)
  if (reply.status !== 200) return
  const { match }: { match: MatchDetails } = reply.body
  const account = `escrow:${id}`
  const sum = match.transfers.reduce(
    (total, { debit, credit, amount }) => total + (credit === account ? amount : 0) - (debit === account ? amount : 0),
    0,
  )
  const stakes = match.settlement ? 0 : match.stake_amount * (match.challenged ? 2 : 1)
  findings.equal('ST61', sum, stakes, `escrow of ${id}, which is ${match.state}`)
}

/** All matches and balances as of one moment: deadlines go on firing meanwhile. */
async function holdingsOf(world: World): Promise<readonly Holding[]> {
  for (;;) {
    const before = await lastEvents(world)
    const holdings = await Promise.all(world.players.map(({ id }) => holdingOf(world, id)))
    if ((await lastEvents(world)) === before) return holdings
  }
}

async function holdingOf(world: World, player: number): Promise<Holding> {
  const matches = await ownMatches(world.send, player)
  const { me } = (await sureReply(world.send, calls.read(player, `${MATCHES}/me.json`))).body
  return { player, matches, balances: new Map(Object.entries(me.balances as { [currency: string]: number })) }
}

/** The number of everybody's newest event: no match and no balance changes without one. */
async function lastEvents(world: World): Promise<string> {
  const none = `${MATCHES}/me/events.json?after=1000000000`
  const replies = world.players.map(({ id }) => sureReply(world.send, calls.read(id, none)))
  return (await Promise.all(replies)).map(({ body }) => body.last_seq).join()
}

function expectedBalances(player: number, matches: readonly OwnMatch[], world: World, record: Record): Amounts {
  const balances = startMoney()
  for (const { by, currency, amount } of payments(record)) if (by === player) add(balances, currency, amount)
  for (const match of matches) add(balances, match.currency, gainOf(player, match, world))
  return balances
}

const drawLossOf = ({ game_id }: OwnMatch, world: World) => world.games.find(({ id }) => id === game_id)?.drawLoss ?? 0

/** What a match has done to a player's balance so far. */
function gainOf(player: number, match: OwnMatch, world: World): number {
  const { outcome, winner_id, amount_won } = match.match_result
  if (outcome === null) return -match.stake_amount
  if (outcome === 'draw') return -drawLossOf(match, world)
  if (winner_id === null) return 0
  return winner_id === player ? (amount_won ?? 0) : -match.stake_amount
}

/** The fee of a decided match. */
function feeOf(match: OwnMatch, world: World): number {
  const { outcome, winner_id, amount_won } = match.match_result
  if (outcome === 'draw') return 2 * drawLossOf(match, world)
  return winner_id === null ? 0 : match.stake_amount - (amount_won ?? 0)
}

function paidIn(world: World, record: Record): Amounts {
  const all: Amounts = new Map()
  for (const [currency, amount] of startMoney()) add(all, currency, amount * world.players.length)
  for (const { currency, amount } of payments(record)) add(all, currency, amount)
  return all
}

/** Every payment that was acknowledged, once; withdrawals below zero. */
function payments(record: Record): { by: number; currency: string; amount: number }[] {
  const byReference = new Map<string, { by: number; currency: string; amount: number }>()
  for (const { sent } of record.kept) {
    const [, by, kind] = /players\/(\d+)\/(deposits|withdrawals)$/.exec(sent.path) ?? []
    if (by === undefined) continue
    const { amount, currency, reference } = sent.body as { amount: number; currency: string; reference: string }
    byReference.set(reference, { by: Number(by), currency, amount: kind === 'deposits' ? amount : -amount })
  }
  return [...byReference.values()]
}

function add(amounts: Amounts, currency: string, amount: number): void {
  amounts.set(currency, (amounts.get(currency) ?? 0) + amount)
}

const sorted = (amounts: Amounts) => [...amounts].sort(([a], [b]) => (a < b ? -1 : 1))
