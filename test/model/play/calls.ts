import type { GameRules } from '@ante/shared'
import type { Who } from '../reference/model.ts'
import type { Terms } from '../reference/stake.ts'

/** A call of a player, with an `Idempotency-Key` or without. */
export type PlayerCall =
  | { do: 'create' | 'join'; who: Who; key: string | null; terms: Terms }
  | { do: 'accept' | 'prolong'; who: Who; key: string | null; id: string }
  | { do: 'score'; who: Who; key: string | null; id: string; score: number | 'forfeit'; secret: string }

export type PlayerRead =
  | { do: 'lookUp'; who: Who; terms: Terms; page: number; per_page: number }
  | { do: 'get' | 'result'; who: Who; id: string }
  | { do: 'own'; who: Who; state: string | null; page: number; per_page: number }
  | { do: 'me'; who: Who }

export type OperatorCall =
  | { do: 'deposit' | 'withdraw'; player: number; amount: number; currency: string; reference: string }
  | { do: 'rules'; game: number; changes: Partial<GameRules> }
  | { do: 'exclude'; player: number; excluded: boolean }

/** What happens to the server and its clock. */
export type Incident =
  /** The operator of the demo store moves time on by whole seconds. */
  | { do: 'advance'; seconds: number }
  /** The system's clock moves, back too; nobody looks at it yet. */
  | { do: 'clock'; ms: number }
  | { do: 'tick' }
  /** The server ends, orderly or not, and starts again after so much time of the system's clock. */
  | { do: 'restart'; orderly: boolean; ms: number }

/** One concrete step of a history: the same for the server and for the reference. */
export type Call = PlayerCall | PlayerRead | OperatorCall | Incident

/** Where a player's call goes; a part of what an `Idempotency-Key` counts for. */
export function pathOf(call: PlayerCall | PlayerRead): string {
  const base = '/api/gaming-async/v1'
  switch (call.do) {
    case 'create':
    case 'lookUp':
      return `${base}/matches.json`
    case 'join':
      return `${base}/matches/join.json`
    case 'accept':
    case 'prolong':
      return `${base}/matches/${call.id}/${call.do}.json`
    case 'score':
    case 'result':
      return `${base}/matches/${call.id}/result.json`
    case 'get':
      return `${base}/matches/${call.id}.json`
    case 'own':
      return `${base}/me/matches.json`
    case 'me':
      return `${base}/me.json`
  }
}

/** The body of a write, as its caller sends it. */
export function bodyOf(call: PlayerCall): unknown {
  switch (call.do) {
    case 'create':
    case 'join': {
      const { stake, currency, game_id, challenger_skill_level } = call.terms
      return { match: { stake, currency, game_id, challenger_skill_level } }
    }
    case 'accept':
    case 'prolong':
      return {}
    case 'score':
      return { match_score: { score: call.score, secret: call.secret } }
  }
}
