import type { Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'

/**
 * helmet's defaults, without those that would hide the popup from its game or break the forms of the pages. HSTS is
 * sent on https alone: browsers must ignore it elsewhere (RFC 6797, section 7.2).
 */
export function securityHeaders(publicUrl: string): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // Other names under the operator's domain are the operator's to decide about.
    strictTransportSecurity: publicUrl.startsWith('https:') && { includeSubDomains: false },
    crossOriginOpenerPolicy: { policy: 'unsafe-none' },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
}

/** The same, computed once: names and values in turn. */
export function fixedSecurityHeaders(publicUrl: string): readonly string[] {
  const headers: string[] = []
  const response = {
    setHeader: (name: string, value: string) => headers.push(name, value),
    removeHeader: () => undefined,
  }
  securityHeaders(publicUrl)({} as Request, response as unknown as Response, (error?: unknown) => {
    if (error) throw error
  })
  return headers
}
