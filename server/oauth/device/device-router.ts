import { type RequestHandler, Router } from 'express'
import { rejectCrossSiteForms } from '../../html/csrf.ts'
import { tooManyRequestsPage } from '../../html/too-many-requests.ts'
import { limitSignIns } from '../../limits/limit-sign-ins.ts'
import type { RequestLimits } from '../../limits/rate-limits.ts'
import { DEVICE_PATH } from '../provider/oauth-paths.ts'
import { createPageErrors, type PageErrorsDependencies } from '../provider/page-errors.ts'
import type { Forward } from '../tokens/token-endpoint.ts'
import { codesInLinks, withKnownCode } from './device-flow.ts'

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
  // Each page may leave a session in the store, as a sign-in that is begun does, also where its code is known.
  router.get(DEVICE_PATH, limitSignIns(limits), limitCodes(limits), (req, res) => {
    const { user_code: userCode } = req.query
    if (typeof userCode === 'string') codesInLinks.set(req, userCode)
    req.url = DEVICE_PATH
    return forward(req, res)
  })
  router.post(DEVICE_PATH, limitSignIns(limits), limitCodes(limits), forward)
  router.get(`${DEVICE_PATH}/:uid`, forward)
  router.use(DEVICE_PATH, createPageErrors(dependencies))
  return router
}

/**
 * Bounds the codes that one network guesses: there are far too many for this rate. A code that is known counts only until
 * its answer, so that a network of many players can confirm as many as it has.
 */
function limitCodes({ userCodes }: RequestLimits): RequestHandler {
  return async (req, res, next) => {
    const wait = await userCodes.take(req.ip)
    if (wait !== null) throw tooManyRequestsPage(res, wait, 'Too many codes were tried from here.')
    const { ip } = req
    res.once('close', () => {
      // A confirmed code leads on to the sign-in.
      if (withKnownCode.has(req) || res.statusCode === 303 || res.statusCode === 302) void userCodes.giveBack(ip)
    })
    next()
  }
}
