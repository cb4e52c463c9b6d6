import type { RequestHandler } from 'express'
import { tooManyRequestsPage } from '../html/too-many-requests.ts'
import type { RequestLimits } from './rate-limits.ts'

/** Bounds the sign-ins that one network begins, each of which the store keeps for a while. */
export function limitSignIns({ signIns }: RequestLimits): RequestHandler {
  return async (req, res, next) => {
    const wait = await signIns.take(req.ip)
    if (wait !== null) throw tooManyRequestsPage(res, wait, 'Too many sign-ins were begun from here.')
    next()
  }
}
