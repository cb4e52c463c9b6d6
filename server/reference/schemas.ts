import * as contract from '@ante/shared'
import * as z from 'zod/mini'
import { FIELD_NOTES } from './fields.ts'
import type { JsonSchema } from './types.ts'

type Schema = z.core.$ZodType
interface Note {
  id?: string
  description?: string
  examples?: unknown[]
}

/** Names the contract's shapes as components, and says what its scalars are. */
function describeContract() {
  const notes = z.registry<Note>()
  for (const [id, value] of Object.entries(contract)) {
    if (/^[A-Z]/.test(id) && isSchema(value) && isShape(value)) notes.add(value, { id })
  }
  const scalar = (schema: Schema, description: string, example: unknown) =>
    notes.add(schema, { description, examples: [example] })
  scalar(contract.MatchId, 'A match.', '9f86d081884c7d659a2feaa0c55ad015')
  scalar(contract.PlayerId, 'A player.', 41)
  scalar(contract.GameId, 'A game.', 1)
  scalar(contract.Currency, 'ISO 4217 code.', 'GBP')
  scalar(contract.Timestamp, 'ISO 8601, UTC.', '2026-03-01T12:00:00.000Z')
  scalar(contract.Password, 'At least 8 characters, any of them.', 'correct horse')
  return notes
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && '_zod' in value

/** What is worth a name: objects, unions and closed lists. */
const isShape = (schema: Schema) => ['object', 'union', 'enum'].includes(schema._zod.def.type)

const notes = describeContract()

const COMPONENTS = '#/components/schemas/'

/** Turns schemas of the contract into JSON Schemas, and collects the named ones among them. */
export interface SchemaCollector {
  /** `io`: as a caller writes it (defaults optional), or as it comes out. `context` finds the notes of its fields. */
  add(schema: Schema, io: 'input' | 'output', context: string): JsonSchema
  readonly components: Record<string, JsonSchema>
}

export function createSchemaCollector(): SchemaCollector {
  const components: Record<string, JsonSchema> = {}
  return {
    components,
    add(schema, io, context) {
      const { $defs = {}, ...json } = z.toJSONSchema(schema, {
        io,
        metadata: notes,
        override: ({ zodSchema, jsonSchema }) => restoreLimits(zodSchema, jsonSchema),
      })
      for (const [id, definition] of Object.entries($defs)) components[id] = tidy(definition as JsonSchema, id)
      return tidy(json as JsonSchema, context)
    },
  }
}

/** Limits that were checked on a whole pipe (an integer that arrives as text) are not in its JSON Schema. */
function restoreLimits(schema: Schema, json: { type?: unknown; minimum?: number; maximum?: number }): void {
  if (schema._zod.def.type !== 'pipe' || json.type !== 'integer') return
  for (const check of schema._zod.def.checks ?? []) {
    const limit = check._zod.def
    if (!('value' in limit) || typeof limit.value !== 'number') continue
    if (limit.check === 'greater_than') json.minimum = limit.value
    if (limit.check === 'less_than') json.maximum = limit.value
  }
}

/** Says the same in the words of a reference: no limits of the number type, no patterns beside a format. */
function tidy(schema: JsonSchema, context: string): JsonSchema {
  const { $schema: _, id: __, ...rest } = schema as JsonSchema & { $schema?: string; id?: string }
  const json: JsonSchema = { ...rest }
  if (json.$ref) json.$ref = json.$ref.replace('#/$defs/', COMPONENTS)
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum
  if (json.type === 'integer') json.format = 'int64'
  if (json.format === 'date-time') delete json.pattern
  // Answers may grow fields; a caller must not be told that they cannot.
  if (json.additionalProperties === false) delete json.additionalProperties
  else if (typeof json.additionalProperties === 'object') {
    json.additionalProperties = tidy(json.additionalProperties, context)
  }
  if (json.items) json.items = tidy(json.items, context)
  if (json.oneOf) json.oneOf = json.oneOf.map((option) => tidy(option, context))
  if (json.properties) {
    json.properties = Object.fromEntries(
      Object.entries(json.properties).map(([name, field]) => [name, annotate(tidy(field, context), name, context)]),
    )
  }
  return json.anyOf ? nullable({ ...json, anyOf: json.anyOf.map((option) => tidy(option, context)) }) : json
}

/** `anyOf: [integer, null]` as `type: [integer, null]`. */
function nullable(json: JsonSchema): JsonSchema {
  const { anyOf = [], ...rest } = json
  const [value, none] = anyOf
  const simple = anyOf.length === 2 && none?.type === 'null' && typeof value?.type === 'string' && !value.enum
  return simple ? { ...rest, ...value, type: [String(value.type), 'null'] } : json
}

function annotate(field: JsonSchema, name: string, context: string): JsonSchema {
  const [description, example] = FIELD_NOTES[`${context}.${name}`] ?? FIELD_NOTES[name] ?? []
  return {
    ...field,
    ...(description && { description }),
    ...(example !== undefined && { examples: [example] }),
  }
}
