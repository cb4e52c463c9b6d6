import type { Core } from '../core/core.ts'
import { canReach } from '../http/request.ts'
import type { EventLog } from './event-log.ts'
import { openLiveSocket } from './live-socket.ts'

/** A token is renewed this long before it ends. */
const AHEAD_MS = 60_000
/** And asked for again after this long when it could not be. */
const SOON_MS = 5000

/** Holds one socket until it ends; whether it came to work at all. Never throws. */
export async function holdSocket(
  { environment, server, session: tokens }: Core,
  log: EventLog,
  tell: { live: () => void; opened: (close: () => void) => void },
): Promise<boolean> {
  const token = canReach(environment, server) ? await tokens.token().catch(() => null) : null
  if (token === null) return false
  let wasLive = false
  const socket = openLiveSocket({
    environment,
    server,
    token,
    after: log.last,
    event: (row) => log.add(row),
    ready(ready) {
      wasLive = true
      log.begin(ready.last_seq, ready.gap)
      tell.live()
    },
  })
  let ended = false
  const keepAlive = async () => {
    for (let current = token; ; ) {
      const left = (tokens.expiresAt ?? environment.now() + 24 * AHEAD_MS) - AHEAD_MS - environment.now()
      await Promise.race([environment.sleep(Math.max(left, SOON_MS)), socket.ended])
      if (ended) return
      const fresh = await tokens.token().catch(() => null)
      if (fresh === null || fresh === current) continue
      current = fresh
      socket.renew(fresh)
    }
  }
  tell.opened(socket.close)
  void keepAlive()
  const code = await socket.ended
  ended = true
  // Asked for once here, so that the next try has another token.
  if (code === 'unauthorized') await tokens.renew(token).catch(() => null)
  return wasLive
}
