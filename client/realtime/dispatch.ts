import type { PlayerEvent } from '@ante/shared'
import type { AnteEvents } from '../api/events.ts'
import type { Settled } from '../api/types.ts'
import type { Emitter } from '../core/emitter.ts'
import { presentMatch, presentResult, settledOf } from '../matches/present.ts'

/** Emits the game's event for a player's event. Returns the match when the event says that it was decided. */
export function dispatch(emitter: Emitter<AnteEvents>, event: PlayerEvent, playerId: number): Settled | null {
  switch (event.type) {
    case 'match.matched':
      emitter.emit('matched', { match: presentMatch(event.data.match, { playerId }) })
      return null
    case 'match.opponent_finished':
      emitter.emit('opponentFinished', { matchId: event.data.match_id })
      return null
    case 'wallet.changed':
      emitter.emit('wallet', event.data)
      return null
    case 'match.settled':
    case 'match.expired':
    case 'match.void': {
      const match = presentMatch(event.data.match, { playerId })
      const settled = settledOf(match, presentResult(event.data.match_result, match))
      if (settled) emitter.emit(DECIDED[event.type], settled)
      return settled
    }
  }
}

const DECIDED = { 'match.settled': 'settled', 'match.expired': 'expired', 'match.void': 'void' } as const
