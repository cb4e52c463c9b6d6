import type { Environment } from '../environment/environment.ts'

/** Returns false when there is certainly no network. A server on the same machine needs none. */
export function canReach(environment: Environment, url: string): boolean {
  return environment.isOnline() || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)
}
