import type { Ante, Connection } from '@ante/client'

/** A connection that is back at once was never worth a word. */
const PATIENCE_MS = 2_500

const IN_ROUND = 'No connection. Play on: your score is kept here and sent as soon as it is back.'
const ELSEWHERE = 'No connection. Trying again …'

/** Says when the connection to the server is lost, and when it is back. */
export function watchConnection(ante: Ante, inRound: () => boolean, say: (line: string) => void): void {
  let patience: ReturnType<typeof setTimeout> | undefined

  function changed(state: Connection): void {
    clearTimeout(patience)
    if (state !== 'offline' || ante.player === null) say('')
    else patience = setTimeout(() => say(inRound() ? IN_ROUND : ELSEWHERE), PATIENCE_MS)
  }

  ante.on('connection', ({ state }) => changed(state))
  ante.on('signedOut', () => changed('offline'))
}
