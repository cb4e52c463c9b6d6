import { asClientId, asGameId, asPlayerId } from '../../../server/domain/ids.ts'
import { sealBlock } from '../../../server/domain/ledger-chain.ts'
import type { Match } from '../../../server/domain/match.ts'
import type { Storage } from '../../../server/storage/storage.ts'
import { NOON, someRules } from '../builders.ts'
import { fundPlayers, lifeOf, PLAYERS, playMatch } from './load.ts'

const everything = { offset: 0, limit: Number.MAX_SAFE_INTEGER }

/** Fills a store with records of every kind, and changes and removes some of them. */
export async function liveThrough(storage: Storage): Promise<void> {
  const [first, second] = [await storage.newPlayerId(), await storage.newPlayerId()]
  const player = { nickname: 'N', passwordHash: null, guest: true, excluded: false, createdAt: NOON }
  await storage.commit({
    at: NOON,
    players: [first, second].map((id) => ({ ...player, id, username: `player-${id}` })),
    games: [{ id: await storage.newGameId(), rules: someRules() }],
    clients: [aClient],
    meta: { demo: true, aliveAt: NOON },
    answer: { key: 'old', fingerprint: 'f', status: 201, body: { a: ['ü', null] }, expiresAt: NOON + 10 },
  })
  await fundPlayers(storage)
  await Promise.all([0, 1, 2, 3, 4, 5].map((n) => playMatch(storage, n)))
  await storage.commit({ at: NOON, block: sealBlock(await storage.unsealedTransfers(100), undefined, NOON) })
  for (const n of [6, 7, 8]) for (const change of lifeOf(n).slice(0, n - 5)) await storage.commit(change)
  const identity = { provider: 'other', playerId: first, username: 'ada', wallet: null, linkedAt: NOON }
  const identities = ['gone', 'kept'].map((subject) => ({ ...identity, subject }))
  await storage.commit({ at: NOON, identities })
  await storage.commit({ at: NOON, unlinked: [{ provider: 'other', subject: 'gone' }] })
  await liveThroughSignIns(storage)
  await storage.sweep(NOON + 100, NOON + 1500)
  await storage.commit({
    at: NOON + 200,
    players: [{ ...player, id: first, username: 'renamed', excluded: true }],
    answer: { key: 'young', fingerprint: 'f', status: 200, body: 5, expiresAt: NOON + 1000 },
  })
}

async function liveThroughSignIns({ oauth }: Storage): Promise<void> {
  const record = { payload: { scope: 'public' }, expiresAt: NOON + 1000, grantId: 'kept' }
  for (const key of ['kept', 'gone']) await oauth.put({ model: 'Grant', key, payload: {}, expiresAt: null })
  await oauth.put({ ...record, model: 'AccessToken', key: 'kept', accountId: '1', clientId: 'game' })
  await oauth.put({ ...record, model: 'AccessToken', key: 'gone', grantId: 'gone' })
  await oauth.put({ ...record, model: 'AccessToken', key: 'deleted' })
  await oauth.put({ ...record, model: 'AccessToken', key: 'expired', expiresAt: NOON + 1 })
  await oauth.put({ ...record, model: 'AuthorizationCode', key: 'code' })
  await oauth.put({ model: 'Session', key: 's1', uid: 'uid', payload: {}, expiresAt: null })
  await oauth.put({ model: 'Session', key: 's2', uid: 'uid', payload: {}, expiresAt: null })
  await oauth.consume('AuthorizationCode', 'code', NOON + 5, { successor: 'x' })
  await oauth.delete('AccessToken', 'deleted')
  await oauth.delete('Session', 's1')
  await oauth.deleteByGrant('gone')
}

/** Everything that can be read from a store with this history. */
export async function readAll(storage: Storage): Promise<unknown> {
  const players = Array.from({ length: PLAYERS }, (_, index) => asPlayerId(index + 1))
  const { oauth } = storage
  const records = ['kept', 'gone', 'deleted', 'expired'].map((key) => oauth.get('AccessToken', key))
  const ledger = []
  for await (const transfer of storage.ledger()) ledger.push(transfer)
  return {
    ledger,
    newestBlock: await storage.newestBlock(),
    unsealed: await storage.unsealedTransfers(1000),
    meta: await storage.meta(),
    games: await storage.games(),
    clients: await storage.clients(),
    names: await Promise.all(['player-1', 'player-2', 'RENAMED'].map((name) => storage.playerByUsername(name))),
    players: await Promise.all(players.map((id) => readPlayer(storage, id))),
    open: await storage.offers(
      {
        pool: { gameId: asGameId(1), currency: 'GBP', stakeAmount: 500 },
        playerId: asPlayerId(404),
        clientId: asClientId('tower'),
        undecided: 0,
        now: NOON,
      },
      { skillLevel: null, after: null, limit: 1000 },
    ),
    undecided: byId(await storage.undecidedMatches()),
    ofGame: byId(await storage.undecidedMatches({ gameId: asGameId(1) })),
    due: await storage.dueMatches(Number.MAX_SAFE_INTEGER, 1000),
    nextDeadline: await storage.nextDeadline(),
    balances: [await storage.balance('treasury', 'GBP'), await storage.balance('fees', 'GBP')],
    answers: [await storage.answer('old', NOON), await storage.answer('young', NOON)],
    oauth: await Promise.all([
      ...records,
      oauth.get('AuthorizationCode', 'code'),
      oauth.getByUid('Session', 'uid'),
      oauth.get('Session', 's1'),
      oauth.get('Grant', 'kept'),
      oauth.get('Grant', 'gone'),
    ]),
  }
}

async function readPlayer(storage: Storage, id: ReturnType<typeof asPlayerId>) {
  const { matches, count } = await storage.matchesOf(id, everything)
  return {
    record: await storage.player(id),
    matches,
    count,
    settled: (await storage.matchesOf(id, { ...everything, state: 'settled' })).count,
    undecided: byId(await storage.undecidedMatches({ playerId: id })),
    identities: await storage.identitiesOf(id),
    balances: await storage.balances(id),
    events: await storage.events(id, 0, 1000),
    statement: await storage.transfersOfPlayer(id, everything),
    transfers: await Promise.all(matches.map((match) => storage.transfersOf(match.id))),
  }
}

/** Sorted, where a store promises no order. */
const byId = (matches: readonly Match[]) => [...matches].sort((a, b) => (a.id < b.id ? -1 : 1))

const aClient = {
  id: asClientId('a-game'),
  type: 'public' as const,
  name: 'Tower',
  description: '',
  logoUri: null,
  clientUri: null,
  redirectUris: [],
  scopes: [],
  allowedOrigins: [],
  secretHash: null,
  iss: true,
  createdAt: NOON,
}
