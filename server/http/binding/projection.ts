import type * as z from 'zod/mini'

/** Copies what a schema names out of a value. */
export type Projection = (value: unknown) => unknown

/**
 * Compiles a schema into a function that copies the fields it names and leaves all others out, at every depth. It does
 * not validate: the type checker does, and the tests parse every answer by the contract. Parsing each answer here took
 * a fifth of the CPU of a list.
 *
 * Throws for a schema that it cannot copy by.
 */
export function compileProjection(schema: z.core.$ZodType): Projection {
  return compile(schema as Schema) ?? ((value) => value)
}

type Schema = z.core.$ZodTypes

/** Values that have no fields. */
const PLAIN: ReadonlySet<string> = new Set(['string', 'number', 'int', 'boolean', 'null', 'enum', 'literal'])

/** Null where all of the value is copied as it is. */
function compile(schema: Schema): Projection | null {
  const { def } = schema._zod
  switch (def.type) {
    case 'object':
      return ofObject(def)
    case 'array':
      return ofArray(compile(def.element as Schema))
    case 'record':
      return ofRecord(compile(def.valueType as Schema))
    case 'nullable':
    case 'optional':
    case 'default':
      return ofMissing(compile(def.innerType as Schema))
    case 'union':
      return ofUnion(def)
    default:
      if (PLAIN.has(def.type)) return null
      throw new Error(`An answer cannot hold a schema of the type "${def.type}".`)
  }
}

function ofObject({ shape, catchall }: z.core.$ZodObjectDef): Projection {
  if (catchall) throw new Error('An answer names all of its fields.')
  const names = Object.keys(shape)
  const projections = names.map((name) => compile(shape[name] as Schema))
  const fields = names.map((name, index) => {
    const field = `value[${JSON.stringify(name)}]`
    return `${JSON.stringify(name)}: ${projections[index] ? `projections[${index}](${field})` : field}`
  })
  // An object literal takes a tenth of the time of a loop over the names, and is written as JSON a quarter faster.
  return new Function('projections', `return (value) => ({ ${fields.join(', ')} })`)(projections)
}

function ofArray(project: Projection | null): Projection | null {
  return project && ((value) => (value as unknown[]).map(project))
}

function ofRecord(project: Projection | null): Projection | null {
  if (!project) return null
  return (value) => Object.fromEntries(Object.entries(value as object).map(([name, field]) => [name, project(field)]))
}

/** Of a field that may be null, or not there. */
function ofMissing(project: Projection | null): Projection | null {
  return project && ((value) => (value === null || value === undefined ? value : project(value)))
}

/** A union of objects needs a discriminator. */
function ofUnion(def: z.core.$ZodUnionDef & { discriminator?: string }): Projection | null {
  const options = def.options as readonly Schema[]
  const projections = options.map(compile)
  if (projections.every((project) => project === null)) return null
  const { discriminator } = def
  if (discriminator === undefined) throw new Error('A union of objects needs a discriminator.')
  const byValue = new Map<unknown, Projection | null>()
  options.forEach((option, index) => {
    for (const value of option._zod.propValues?.[discriminator] ?? []) byValue.set(value, projections[index] ?? null)
  })
  return (value) => {
    const project = byValue.get((value as Record<string, unknown>)[discriminator])
    if (project === undefined) throw new Error(`No option of the union has this "${discriminator}".`)
    return project ? project(value) : value
  }
}
