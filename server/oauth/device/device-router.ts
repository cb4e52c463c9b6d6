import { type RequestHandler, Router } from 'express'
import { rejectCrossSiteForms } from '../../html/csrf.ts'
import { tooManyRequestsPage } from '../../html/too-many-requests.ts'
import type { RequestLimits } from '../../limits/rate-limits.ts'
import { DEVICE_PATH } from '../provider/oauth-paths.ts'
import { createPageErrors, type PageErrorsDependencies } from '../provider/page-errors.ts'
import type { Forward } from '../tokens/token-endpoint.ts'
import { codesInLinks } from './device-flow.ts'

interface DeviceRouterDependencies extends PageErrorsDependencies {
  readonly forward: Forward
  readonly limits: RequestLimits
  readonly publicUrl: string
}

/** The page on which people confirm the code that a game shows (RFC 8628, section 3.3). */
export function deviceRouter(dependencies: DeviceRouterDependencies): Router {
  const { forward, limits, publicUrl } = dependencies
  const router = Router({ caseSensitive: true, strict: true })
  router.use(DEVICE_PATH, rejectCrossSiteForms(publicUrl))
  router.get(DEVICE_PATH, limitCodes(limits), (req, res) => {
    const { user_code: userCode } = req.query
    if (typeof userCode === 'string') codesInLinks.set(req, userCode)
    req.url = DEVICE_PATH
    return forward(req, res)
  })
  router.post(DEVICE_PATH, limitCodes(limits), forward)
  router.get(`${DEVICE_PATH}/:uid`, forward)
  router.use(DEVICE_PATH, createPageErrors(dependencies))
  return router
}

/** Bounds the codes that one network tries, right or wrong: there are far too many to guess at this rate. */
function limitCodes({ userCodes }: RequestLimits): RequestHandler {
  return async (req, res, next) => {
    const wait = await userCodes.take(req.ip)
    if (wait !== null) throw tooManyRequestsPage(res, wait, 'Too many codes were tried from here.')
    next()
  }
}
