import { createHash } from 'node:crypto'
import { Html, html } from './html.ts'
import { STYLE } from './style.ts'

/** A page of the runtime, before it is sent. */
export interface Page {
  /** Of the window; the name of the runtime is added. */
  readonly title: string
  readonly body: Html
  /** A script of ours that runs in the page, as one text without any value of a request. */
  readonly script?: string
  /** Origins or schemes that a form's redirect may lead to, beside this server. */
  readonly formTargets?: readonly string[]
  /** Origin of an application's logo. */
  readonly imageOrigin?: string
  /** Origins of logos, where there are several applications. */
  readonly imageOrigins?: readonly string[]
}

const sourceHash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const STYLE_HASH = sourceHash(STYLE)

/** A poker chip. */
const MARK = html`<svg viewBox="0 0 24 24" fill="none" aria-hidden="true"><circle cx="12" cy="12" r="10.25" stroke="currentColor" stroke-width="3.5" stroke-dasharray="5.37 2.68" stroke-dashoffset="2.68"/><circle cx="12" cy="12" r="10.9" stroke="currentColor" stroke-width="1.2"/><circle cx="12" cy="12" r="5.4" fill="currentColor"/></svg>`

/**
 * A whole document: the shared look, and one column that fits a popup and a phone. `basePath` is the path of the public
 * URL.
 */
export function renderPage({ title, body, script }: Page, basePath: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Ante</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header class="top"><span class="brand">${MARK}Ante</span></header>
${body}
${script !== undefined && html`<script>${new Html(script)}</script>`}
</body>
</html>
`.toText(basePath)
}

/** The `Content-Security-Policy` under which a page does all that it has to, and nothing else. */
function policyOf({ script, formTargets = [], imageOrigin, imageOrigins = [] }: Page): string {
  const directives = {
    'default-src': ["'none'"],
    'style-src': [STYLE_HASH],
    'script-src': script === undefined ? [] : [sourceHash(script)],
    'img-src': imageOrigin === undefined ? imageOrigins : [imageOrigin, ...imageOrigins],
    'form-action': ["'self'", ...formTargets],
    'frame-ancestors': ["'none'"],
    'base-uri': ["'none'"],
  }
  return Object.entries(directives)
    .filter(([, sources]) => sources.length > 0)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}

/** The headers of a page, for Express and Koa alike. */
export function headersOf(page: Page): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policyOf(page),
    'Cache-Control': 'no-store',
  }
}
