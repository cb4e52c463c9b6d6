import { type Html, html } from '../html/html.ts'
import { componentOf } from './example.ts'
import { prose } from './prose.ts'
import type { JsonSchema, Parameter } from './types.ts'

interface Row {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
  readonly description: string | undefined
}

/** What a caller gives or gets, one field a line; what is nested has a dotted name. */
export function fieldsTable(schema: JsonSchema, caption: string): Html {
  return table(rowsOf(schema, ''), caption)
}

export function parametersTable(parameters: readonly Parameter[], caption: string): Html {
  return table(
    parameters.map(({ name, required, schema, description }) => ({ name, required, schema, description })),
    caption,
  )
}

function table(rows: readonly Row[], caption: string): Html {
  return html`<table><caption>${caption}</caption>
<thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
<tbody>${rows.map(
    ({ name, required, schema, description }) => html`<tr>
<th scope="row"><code>${name}</code>${!required && html` <small>optional</small>`}</th>
<td class="type">${typeOf(schema)}</td>
<td>${description !== undefined && html`${prose(description)} `}${limitsOf(schema)}</td></tr>`,
  )}</tbody></table>`
}

/** Inline objects are spread over lines of their own; components have a table of their own. */
function rowsOf(schema: JsonSchema, prefix: string): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const row: Row = {
      name: prefix + name,
      required: (schema.required ?? []).includes(name),
      schema: field,
      description: field.description,
    }
    if (field.properties) return rowsOf(field, `${row.name}.`)
    return [row, ...rowsOf(field.items ?? {}, `${row.name}[].`)]
  })
}

const joined = (parts: readonly Html[], separator: string) =>
  parts.map((part, index) => html`${index > 0 && separator}${part}`)

function typeOf(schema: JsonSchema): Html {
  const component = componentOf(schema)
  if (component) return html`<a href="#shape-${component}">${component}</a>`
  if (schema.items) return html`list of ${typeOf(schema.items)}`
  const options = schema.oneOf ?? schema.anyOf
  if (options) return html`${joined(options.map(typeOf), ' or ')}`
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.format === 'date-time') return html`time${schema.type !== 'string' && ' or null'}`
  return html`${[schema.type ?? 'object'].flat().join(' or ')}`
}

/** What JSON Schema says beside the type, in words. */
function limitsOf(schema: JsonSchema): Html {
  const { minimum, maximum, minLength, maxLength } = schema
  const notes = [
    schema.enum &&
      html`One of ${joined(
        schema.enum.map((value) => html`<code>${String(value)}</code>`),
        ', ',
      )}.`,
    range(minimum, maximum, ''),
    range(minLength, maxLength, ' characters'),
    schema.default !== undefined && html`Default <code>${JSON.stringify(schema.default)}</code>.`,
  ]
  return html`${notes.filter((note) => note instanceof Object).map((note) => html`<span class="limit">${note}</span> `)}`
}

function range(from: number | undefined, to: number | undefined, unit: string): Html | false {
  const [least, most] = [from, to].map((limit) => limit?.toLocaleString('en'))
  if (least === undefined && most === undefined) return false
  if (most === undefined) return html`At least ${least}${unit}.`
  return least === undefined ? html`At most ${most}${unit}.` : html`${least} to ${most}${unit}.`
}

/** A shape that has a name: its fields, its variants or its values. */
export function shapeTable(name: string, schema: JsonSchema): Html {
  if (schema.properties) {
    const options = Object.entries(schema.discriminator?.mapping ?? {})
    return html`${fieldsTable(schema, `Fields of ${name}`)}
${options.map(([value, $ref]) => html`<p><code>${value}</code>: ${typeOf({ $ref })}</p>`)}`
  }
  const [base, added] = schema.allOf ?? []
  if (base && added) return html`<p>A ${typeOf(base)} with:</p>${fieldsTable(added, `Fields of ${name}`)}`
  return html`<p>${typeOf(schema)} ${limitsOf(schema)}</p>`
}
