import { exampleOf } from './example.ts'
import type { JsonSchema, Method, OpenApiDocument, Operation } from './types.ts'

const shellQuoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The call as somebody would type it, with the document's example values. */
export function curlOf(document: OpenApiDocument, path: string, method: Method, operation: Operation): string {
  const { schemas } = document.components
  const example = (schema: JsonSchema) => exampleOf(schema, schemas)
  const [form, json] = ['application/x-www-form-urlencoded', 'application/json'].map(
    (type) => operation.requestBody?.content[type]?.schema,
  )
  const url = urlOf(document, path, operation, example)
  const lines = [
    `curl ${method === 'get' || (method === 'post' && operation.requestBody) ? '' : `-X ${method.toUpperCase()} `}${url}`,
    ...operation.security.flatMap((scheme) =>
      Object.keys(scheme).map((name) => `-H "Authorization: Bearer $${TOKENS[name] ?? 'TOKEN'}"`),
    ),
    ...(json ? ["-H 'Content-Type: application/json'", `-d ${shellQuoted(jsonText(example(json)))}`] : []),
    ...(form && !json ? formFields(example(form)) : []),
  ]
  return lines.join(' \\\n  ')
}

const LINE = 80

/** On one line where it fits. */
function jsonText(value: unknown): string {
  const short = JSON.stringify(value)
  return short.length <= LINE ? short : JSON.stringify(value, null, 2)
}

const TOKENS: Readonly<Record<string, string>> = { player: 'TOKEN', operator: 'ANTE_ADMIN_TOKEN' }

function urlOf(
  document: OpenApiDocument,
  path: string,
  operation: Operation,
  example: (schema: JsonSchema) => unknown,
): string {
  const parameters = operation.parameters ?? []
  const filled = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name, schema }) => text.replace(`{${name}}`, String(example(schema))), path)
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(example(schema)))}`)
  const url = `${document.servers[0]?.url ?? ''}${filled}`
  return query.length > 0 ? shellQuoted(`${url}?${query.join('&')}`) : url
}

const formFields = (values: unknown) =>
  Object.entries(values ?? {}).map(([name, value]) => `-d ${shellQuoted(`${name}=${value}`)}`)
