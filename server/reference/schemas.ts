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

/**
 * What is worth a name: objects, their unions and closed lists. Generators make an empty class of a union of scalars.
 */
const isShape = ({ _zod: { def } }: Schema) => ['object', 'enum'].includes(def.type) || 'discriminator' in def

const notes = describeContract()
const isComponent = (name: string) => isSchema(Reflect.get(contract, name))

/** The value of `type` in each event, by the name of its component. */
const typeNames = new Map(
  contract.PlayerEvent._zod.def.options.flatMap((option) => {
    const [type] = option._zod.def.shape.type._zod.def.values
    const id = notes.get(option)?.id
    return id === undefined ? [] : [[id, type] as const]
  }),
)

const COMPONENTS = '#/components/schemas/'

/** Turns schemas of the contract into JSON Schemas, and collects the named ones among them. */
export interface SchemaCollector {
  /** `io`: as a caller writes it (defaults optional), or as it comes out. `context` finds the notes of its fields. */
  add(schema: Schema, io: 'input' | 'output', context: string): JsonSchema
  /** The same as a component: under its own name, or this one when it has none. */
  addNamed(schema: Schema, io: 'input' | 'output', context: string, name: string): JsonSchema
  readonly components: Record<string, JsonSchema>
}

export function createSchemaCollector(): SchemaCollector {
  const components: Record<string, JsonSchema> = {}
  const collector: SchemaCollector = {
    components,
    addNamed(schema, io, context, name) {
      const json = collector.add(schema, io, context)
      if (json.$ref || isEmptyObject(json)) return json
      components[name] = json
      return { $ref: `${COMPONENTS}${name}` }
    },
    add(schema, io, context) {
      const { $defs = {}, ...json } = z.toJSONSchema(schema, {
        io,
        metadata: notes,
        override: ({ zodSchema, jsonSchema }) => restoreLimits(zodSchema, jsonSchema),
      })
      for (const [id, definition] of Object.entries($defs)) components[id] = tidy(definition as JsonSchema, id)
      if (components.PlayerEvent?.oneOf) inheritFrom(components, 'PlayerEvent', components.PlayerEvent)
      return tidy(json as JsonSchema, context)
    },
  }
  return collector
}

/** An object without any field, such as the body of a call that has none. */
export const isEmptyObject = ({ properties }: JsonSchema) =>
  properties !== undefined && Object.keys(properties).length === 0

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
  if (json.enum && isComponent(context))
    json['x-enum-varnames'] = json.enum.map((value) => pascalCase(`${context}_${value}`))
  return json.anyOf ? disjoint({ ...json, anyOf: json.anyOf.map((option) => tidy(option, context)) }) : json
}

/**
 * Writes a union as a base with what all its options have, and the options as what they add to it. Generators of C#
 * cannot read a union of objects.
 */
function inheritFrom(components: Record<string, JsonSchema>, name: string, union: JsonSchema): void {
  const common = ['seq', 'at']
  const names = (union.oneOf ?? []).map(({ $ref = '' }) => $ref.slice(COMPONENTS.length))
  const [first] = names.map((option) => components[option])
  const shared = Object.entries(first?.properties ?? {}).filter(([field]) => common.includes(field))
  const type = annotate({ type: 'string' }, 'type', name)
  components[name] = {
    type: 'object',
    properties: { ...Object.fromEntries(shared), type },
    required: [...common, 'type'],
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(names.map((option) => [typeNames.get(option) ?? option, `${COMPONENTS}${option}`])),
    },
  }
  for (const option of names) {
    const { data = {} } = components[option]?.properties ?? {}
    const added: JsonSchema = { type: 'object', properties: { data }, required: ['data'] }
    components[option] = { allOf: [{ $ref: `${COMPONENTS}${name}` }, added] }
  }
}

/** `anyOf: [integer, null]` as `type: [integer, null]`; other options exclude each other, which `oneOf` says. */
function disjoint(json: JsonSchema): JsonSchema {
  const { anyOf = [], ...rest } = json
  const [value, none] = anyOf
  const isSimple = anyOf.length === 2 && none?.type === 'null' && typeof value?.type === 'string' && !value.enum
  return isSimple ? { ...rest, ...value, type: [String(value.type), 'null'] } : { ...rest, oneOf: anyOf }
}

const pascalCase = (text: string) => text.replace(/(?:^|[_.-])(\w)/g, (_, letter: string) => letter.toUpperCase())

function annotate(field: JsonSchema, name: string, context: string): JsonSchema {
  const [description, example] = FIELD_NOTES[`${context}.${name}`] ?? FIELD_NOTES[name] ?? []
  return {
    ...field,
    ...(description && { description }),
    ...(example !== undefined && { examples: [example] }),
  }
}
