import { type Html, html } from '../html/html.ts'
import { curlOf } from './curl.ts'
import { exampleOf, resolved } from './example.ts'
import { prose } from './prose.ts'
import { fieldsTable, parametersTable } from './tables.ts'
import type { JsonSchema, Method, OpenApiDocument, OpenApiResponse, Operation } from './types.ts'

export interface Call {
  readonly path: string
  readonly method: Method
  readonly operation: Operation
}

export const methodBadge = (method: Method) => html`<span class="method ${method}">${method.toUpperCase()}</span>`

function accessOf({ security }: Operation): string {
  const [scheme, scopes] = Object.entries(security[0] ?? {})[0] ?? []
  if (scheme === undefined) return 'No token needed'
  return scheme === 'operator' ? 'Operator token' : `Player token, scope ${(scopes ?? []).join(', ')}`
}

/** Everything about one call: what it takes, how it is typed, what it answers. */
export function callCard(document: OpenApiDocument, { path, method, operation }: Call): Html {
  const { operationId, summary, description, parameters, requestBody } = operation
  return html`<article class="card" id="${operationId}">
<h3><a href="#${operationId}">${summary}</a></h3>
<p class="line">${methodBadge(method)} <code>${path}</code> <span class="access">${accessOf(operation)}</span></p>
${description !== undefined && html`<p>${prose(description)}</p>`}
${parameters && html`<h4>Parameters</h4>${parametersTable(parameters, `Parameters of ${operationId}`)}`}
${requestBody && bodyOf(document, operationId, requestBody.content)}
<h4>Example</h4>
<pre tabindex="0"><code>${curlOf(document, path, method, operation)}</code></pre>
<h4>Answers</h4>
<ul class="answers">${Object.entries(operation.responses)
    .filter(isOwn)
    .map(([status, answer]) => answerOf(document, status, answer))}</ul>
</article>
`
}

function bodyOf(document: OpenApiDocument, operationId: string, content: Record<string, { schema: JsonSchema }>): Html {
  const schema = Object.values(content)[0]?.schema ?? {}
  return html`<h4>Body: ${Object.keys(content).join(' or ')}</h4>
${fieldsTable(resolved(schema, document.components.schemas), `Body of ${operationId}`)}`
}

/** What any call can answer stands once, at the top of the page. */
const isOwn = (entry: [string, OpenApiResponse | { $ref: string }]): entry is [string, OpenApiResponse] =>
  !('$ref' in entry[1])

function answerOf(document: OpenApiDocument, status: string, { description, content }: OpenApiResponse): Html {
  const schema = content?.['application/json']?.schema
  return html`<li><span class="status ${status < '400' && 'good'}">${status}</span>
<div>${prose(description)}${schema && contentOf(document, schema, status)}</div></li>`
}

function contentOf(document: OpenApiDocument, schema: JsonSchema, status: string): Html {
  const { schemas } = document.components
  return html`
${fieldsTable(resolved(schema, schemas), `Answer ${status}`)}
<details><summary>Example answer</summary>
<pre tabindex="0"><code>${JSON.stringify(exampleOf(schema, schemas), null, 2)}</code></pre></details>`
}
