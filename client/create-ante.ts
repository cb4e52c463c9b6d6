import type { Ante } from './api/ante.ts'
import type { AnteOptions } from './api/options.ts'
import { createClient } from './client.ts'
import { browserEnvironment } from './environment/browser.ts'

/**
 * A client for one server. It opens nothing by itself: the first call, or the first handler, does.
 *
 * @throws TypeError when `server` is no http or https address.
 */
export function createAnte(options: AnteOptions): Ante {
  return createClient(options, browserEnvironment(options.storage))
}
