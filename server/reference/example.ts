import type { JsonSchema } from './types.ts'

type Components = Readonly<Record<string, JsonSchema>>

/** More optional fields than this, and an example leaves them out. */
const OPTIONAL_SHOWN = 8

const COMPONENTS = '#/components/schemas/'

/** The name of the component that a schema refers to. */
export function componentOf(schema: JsonSchema): string | undefined {
  return schema.$ref?.startsWith(COMPONENTS) ? schema.$ref.slice(COMPONENTS.length) : undefined
}

/** The schema itself, or the component that it refers to. */
export function resolved(schema: JsonSchema, components: Components): JsonSchema {
  const name = componentOf(schema)
  return (name !== undefined && components[name]) || schema
}

/** A value that a schema allows, made of the examples in it. */
export function exampleOf(reference: JsonSchema, components: Components): unknown {
  if (reference.examples) return reference.examples[0]
  const schema = resolved(reference, components)
  if (schema.examples) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  if (schema.discriminator) return exampleOfOption(schema, schema.discriminator, components)
  const [option] = schema.oneOf ?? schema.anyOf ?? []
  if (option) return exampleOf(option, components)
  if (schema.properties) return exampleObject(schema.properties, schema.required ?? [], components)
  if (schema.items) return [exampleOf(schema.items, components)]
  return scalarExample(schema)
}

/** The first option of a base: its own fields, and what the option adds. */
function exampleOfOption(
  base: JsonSchema,
  { propertyName, mapping }: { propertyName: string; mapping: Record<string, string> },
  components: Components,
): object {
  const [[value, $ref] = ['', '']] = Object.entries(mapping)
  const [, added = {}] = resolved({ $ref }, components).allOf ?? []
  const own = exampleObject(base.properties ?? {}, base.required ?? [], components)
  return { ...own, [propertyName]: value, ...exampleObject(added.properties ?? {}, added.required ?? [], components) }
}

function exampleObject(
  fields: Record<string, JsonSchema>,
  required: readonly string[],
  components: Components,
): object {
  const names = Object.keys(fields)
  const few = required.length > 0 ? required : names.slice(0, 1)
  const shown = names.length - required.length > OPTIONAL_SHOWN ? few : names
  return Object.fromEntries(shown.map((name) => [name, exampleOf(fields[name] ?? {}, components)]))
}

function scalarExample(schema: JsonSchema): unknown {
  const [type] = [schema.type ?? 'object'].flat()
  switch (type) {
    case 'integer':
      return schema.minimum ?? 0
    case 'boolean':
      return true
    case 'null':
      return null
    case 'object':
      return {}
    default:
      return '…'
  }
}
