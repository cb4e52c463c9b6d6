import type { LiveSocket, LiveSocketOptions } from './live-socket.ts'

/** The part of the client that holds the socket. It is loaded when the first live event is wanted. */
export interface Realtime {
  openLiveSocket(options: LiveSocketOptions): LiveSocket
}

/** Loads that part; rejects when the page's policy or the network does not allow it. */
export type LoadRealtime = () => Promise<Realtime>

/**
 * Loads it from the server, for the one-file build. Browsers remember that a module could not be loaded, so a repeated
 * call uses another address.
 */
export function loadRealtimeFrom(server: string): LoadRealtime {
  let calls = 0
  return () => import(`${server.replace(/\/+$/, '')}/ante-realtime.js${calls++ === 0 ? '' : `?attempt=${calls}`}`)
}
