import type { Request, RequestHandler } from 'express'
import { sendErrorPage } from './send-page.ts'

/**
 * Refuses forms that a page of another site, or of another port of this host, has sent here: browsers say so. It stands
 * beside the token that every form carries, for the case that somebody could plant both the token and its cookie.
 */
export function rejectCrossSiteForms(publicUrl: string): RequestHandler {
  return (req, res, next) => {
    if (req.method !== 'POST' || isOwn(req, publicUrl)) return next()
    sendErrorPage(res, 403, FOREIGN)
  }
}

function isOwn(req: Request, publicUrl: string): boolean {
  const site = req.get('Sec-Fetch-Site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = req.get('Origin')
  return origin === undefined || origin === publicUrl
}

const FOREIGN = {
  title: 'This form cannot be used',
  message: 'It came from another site, so nothing was done. Go back to your game and sign in from there.',
}
