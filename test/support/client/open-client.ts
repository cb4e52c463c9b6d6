import { createClient } from '../../../client/client.ts'
import type { Ante, AnteOptions } from '../../../client/index.ts'
import type { Tab } from './tab.ts'

/** A client in a tab, with that tab's way to the realtime part. */
export function openClient(options: AnteOptions, tab: Tab): Ante {
  return createClient(options, tab, {
    popup: () => import('../../../client/auth/popup-login.ts'),
    redirect: () => import('../../../client/auth/redirect-login.ts'),
    feed: () => import('../../../client/realtime/feed.ts'),
    socket: tab.loadSocket,
  })
}
