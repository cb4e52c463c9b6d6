import { createHash } from 'node:crypto'
import { Html, html } from '../html/html.ts'
import { type Call, callCard, methodBadge } from './call-card.ts'
import { realtimeSection } from './realtime.ts'
import { STYLE } from './reference-style.ts'
import { shapeTable } from './tables.ts'
import type { Method, OpenApiDocument } from './types.ts'

interface Subject {
  readonly name: string
  readonly description: string
  readonly calls: readonly Call[]
}

/** The page brings its own stylesheet and nothing else. */
export const DOCS_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The reference as one page of HTML without scripts, made of the OpenAPI document. */
export function renderDocsPage(document: OpenApiDocument): string {
  const subjects = subjectsOf(document)
  const { title } = document.info
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} reference</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the calls</a>
<details class="menu"><summary>${title} reference</summary>${menu(subjects)}</details>
<div class="layout">
<nav class="side" aria-label="Calls"><a class="brand" href="#content">${title} <span>reference</span></a>
${menu(subjects)}</nav>
<main id="content">
${introduction(document)}
${subjects.map((subject) => section(document, subject))}
${document['x-realtime'] && realtimeSection(document['x-realtime'])}
${shapes(document)}
</main>
</div>
</body>
</html>
`.toText('')
}

function subjectsOf({ tags, paths }: OpenApiDocument): Subject[] {
  const calls = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method as Method, operation })),
  )
  return tags.map((tag) => ({ ...tag, calls: calls.filter(({ operation }) => operation.tags.includes(tag.name)) }))
}

function menu(subjects: readonly Subject[]): Html {
  return html`<div class="calls">
${subjects.map(
  ({ name, calls }) => html`<h2>${name}</h2>
<ul>${calls.map(
    ({ method, operation }) => html`
<li><a href="#${operation.operationId}">${methodBadge(method)}<span>${operation.summary}</span></a></li>`,
  )}
</ul>
`,
)}<h2>Shapes</h2>
<ul><li><a href="#shapes">What calls take and answer</a></li></ul>
</div>`
}

function introduction({ info, servers }: OpenApiDocument): Html {
  const origin = servers[0]?.url ?? ''
  return html`<header>
<h1>${info.title} reference</h1>
<p>${info.description}</p>
<p>All calls go to <code>${origin}</code>. Tools can read the same as an
<a href="${origin}/openapi.json">OpenAPI 3.1 document</a>.</p>
<p>A player’s call carries an access token, which <a href="#authorize">signing in</a> gives, as
<code>Authorization: Bearer …</code>. What goes wrong is answered as <code>application/problem+json</code>
(<a href="#shape-ProblemBody">ProblemBody</a>); branch on its <code>code</code>. Beside what stands with a call, any can
answer 429 <code>too_many_requests</code> (wait for <code>Retry-After</code> seconds), 500 <code>internal_error</code> (a
mistake of the server, logged under <code>request_id</code>) and 503 <code>unavailable</code>.</p>
</header>`
}

function section(document: OpenApiDocument, { name, description, calls }: Subject): Html {
  const id = `about-${name.toLowerCase()}`
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
<p>${description}</p>
${calls.map((call) => callCard(document, call))}
</section>`
}

function shapes({ components }: OpenApiDocument): Html {
  return html`<section aria-labelledby="shapes">
<h2 id="shapes">Shapes</h2>
<p>What calls take and answer, by name.</p>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<article class="card" id="shape-${name}">
<h3><a href="#shape-${name}">${name}</a></h3>
${shapeTable(name, schema)}
</article>
`,
)}
</section>`
}
