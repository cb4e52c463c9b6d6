import type { Ante, Connection } from '@ante/client'

/** A connection that is back at once was never worth a word. */
const PATIENCE_MS = 2_500

const IN_ROUND = 'No connection. Play on: your score is kept here and sent as soon as it is back.'
const ELSEWHERE = 'No connection. Trying again …'

/** Says when the connection to the server is lost, and when it is back. Call the answer when the screen has changed. */
export function watchConnection(ante: Ante, inRound: () => boolean, say: (line: string) => void): () => void {
  let patience: ReturnType<typeof setTimeout> | undefined
  let lost = false

  function changed(state: Connection): void {
    clearTimeout(patience)
    if (state === 'offline' && ante.player !== null) patience = setTimeout(() => tell(true), PATIENCE_MS)
    else tell(false)
  }

  function tell(isLost: boolean): void {
    lost = isLost
    const line = inRound() ? IN_ROUND : ELSEWHERE
    say(lost ? line : '')
  }

  ante.on('connection', ({ state }) => changed(state))
  ante.on('signedOut', () => changed('offline'))
  return () => tell(lost)
}
