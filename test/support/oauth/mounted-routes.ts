import type { Router } from 'express'

/** A mounted route: its method and its path. */
export interface MountedRoute {
  readonly method: 'get' | 'post'
  readonly path: string
}

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle: { readonly stack?: readonly Layer[] }
}

/** Every route of a router and of the routers inside it, so that a test covers all of them. */
export function routesOf(router: Pick<Router, 'stack'>): MountedRoute[] {
  return (router.stack as unknown as readonly Layer[]).flatMap(({ route, handle }) => {
    if (!route) return handle.stack ? routesOf({ stack: handle.stack as unknown as Router['stack'] }) : []
    const paths = [route.path].flat()
    const methods = (['get', 'post'] as const).filter((method) => route.methods[method])
    return paths.flatMap((path) => methods.map((method) => ({ method, path })))
  })
}
