import type { RequestHandler } from 'express'
import { sendErrorPage } from '../html/send-page.ts'
import { waitingTime } from '../html/waiting-time.ts'
import { addressKey, type Limits } from './rate-limits.ts'

/** Bounds the sign-ins that one address begins, each of which the store keeps for a while. */
export function limitSignIns(limits: Limits): RequestHandler {
  return async (req, res, next) => {
    const wait = await limits.authorize.take(addressKey(req.ip))
    if (wait === null) return next()
    res.set('Retry-After', String(wait))
    const message = `Too many sign-ins were begun from here. Try again in ${waitingTime(wait)}.`
    sendErrorPage(res, 429, { title: 'One moment', message })
  }
}
