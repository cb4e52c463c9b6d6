import type { Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'

/**
 * helmet's default headers, except those that would cut the popup off from its game or break the pages' forms. HSTS is
 * sent over https only: browsers must ignore it over http (RFC 6797, section 7.2).
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
    // The operator decides about other host names under the same domain.
    strictTransportSecurity: publicUrl.startsWith('https:') && { includeSubDomains: false },
    crossOriginOpenerPolicy: { policy: 'unsafe-none' },
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
}

/** What protects an answer that is no document (OWASP, REST Security Cheat Sheet). The other headers are about documents. */
const OF_DATA: ReadonlySet<string> = new Set([
  'Content-Security-Policy',
  'Cross-Origin-Resource-Policy',
  'Referrer-Policy',
  'Strict-Transport-Security',
  'X-Content-Type-Options',
  'X-Frame-Options',
])

/** Those of the same headers that an answer of the API has, computed once: name, value, name, value. */
export function fixedSecurityHeaders(publicUrl: string): readonly string[] {
  const headers: string[] = []
  const response = {
    setHeader: (name: string, value: string) => OF_DATA.has(name) && headers.push(name, value),
    removeHeader: () => undefined,
  }
  securityHeaders(publicUrl)({} as Request, response as unknown as Response, (error?: unknown) => {
    if (error) throw error
  })
  return headers
}
