import type { RequestHandler, Router } from 'express'

/** Mounts `/healthz` (liveness) and `/readyz` (readiness), for monitoring. */
export function mountHealth(router: Router, ready: () => Promise<void>): void {
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' })
  })
  const readyz: RequestHandler = async (_req, res) => {
    try {
      await ready()
      res.json({ status: 'ready' })
    } catch (error) {
      res.status(503).json({ status: 'not ready', reason: error instanceof Error ? error.message : 'unknown' })
    }
  }
  router.get('/readyz', readyz)
}
