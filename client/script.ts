import type { Ante } from './api/ante.ts'
import type { AnteOptions } from './api/options.ts'
import { createClient } from './client.ts'
import { browserEnvironment } from './environment/browser.ts'
import { loadRealtimeFrom } from './realtime/load-realtime.ts'

export { formatMoney, Problem } from '@ante/shared'
export { LoginError } from './api/errors.ts'
export { AnteRandom } from './random/ante-random.ts'

/** As {@link createAnte} of the package; the one-file build loads its realtime part from the server. */
export function createAnte(options: AnteOptions): Ante {
  return createClient(options, browserEnvironment(options.storage), loadRealtimeFrom(options.server))
}
