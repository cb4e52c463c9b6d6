import type { Ante, Connection } from '@ante/client'

/** Interruptions shorter than this are not reported. */
const REPORT_AFTER_MS = 2_500

const IN_ROUND = 'No connection. Play on: your score is kept here and sent as soon as it is back.'
const ELSEWHERE = 'No connection. Trying again …'

/** Reports when the connection is lost and when it is back. Call the returned function after each change of screen. */
export function watchConnection(ante: Ante, inRound: () => boolean, show: (line: string) => void): () => void {
  let pending: ReturnType<typeof setTimeout> | undefined
  let lost = false

  function changed(state: Connection): void {
    clearTimeout(pending)
    if (state === 'offline' && ante.player !== null) pending = setTimeout(() => report(true), REPORT_AFTER_MS)
    else report(false)
  }

  function report(isLost: boolean): void {
    lost = isLost
    const line = inRound() ? IN_ROUND : ELSEWHERE
    show(lost ? line : '')
  }

  ante.on('connection', ({ state }) => changed(state))
  ante.on('signedOut', () => changed('offline'))
  return () => report(lost)
}
