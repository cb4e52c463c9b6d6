import type { PlayerEvent } from '@ante/shared'
import type { AnteEvents } from '../api/events.ts'
import type { Settled } from '../api/types.ts'
import { presentMatch, presentResult, settledOf } from '../matches/present.ts'
import type { Emitter } from './emitter.ts'

/** Events whose handlers need a connection to the server. */
export const SERVER_EVENTS = ['matched', 'opponentFinished', 'settled', 'expired', 'void', 'wallet', 'gap'] as const

/** Tells the game of a player's event; returns the match when it is one that was decided. */
export function tell(emitter: Emitter<AnteEvents>, event: PlayerEvent, playerId: number): Settled | null {
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
      if (settled)
        emitter.emit(
          event.type === 'match.settled' ? 'settled' : event.type === 'match.void' ? 'void' : 'expired',
          settled,
        )
      return settled
    }
  }
}
