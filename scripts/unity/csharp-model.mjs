/** `result_until` as C# names it. */
export const pascal = (name) =>
  name
    .split(/[_.]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

export const camel = (name) => pascal(name).replace(/^./, (first) => first.toLowerCase())

/** Types of the contract that are written by hand in C#. */
const BY_HAND = { Score: 'Score' }

/** Names for what several calls share and the contract does not export. */
const NAMES = {
  'createMatch.body.match': 'NewMatchTerms',
  'postResult.body': 'NewScore',
  'postResult.body.match_score': 'NewScoreTerms',
  'ownMatches.response.match': 'OwnMatch',
  'getWallets.response.wallet': 'Wallet',
  'MatchSettledPlayerEvent.data': 'DecidedMatch',
}

/**
 * What C# has to know of the contract: its classes, enums and unions, collected from the schemas that a game's calls reach.
 * A schema that is exported gives its name; another one is named after where it was first found.
 */
export function createModel(contract, docs) {
  const names = new Map(Object.entries(contract).flatMap(([name, value]) => (value?._zod ? [[value, name]] : [])))
  const model = { classes: new Map(), enums: new Map(), unions: new Map() }
  const docOf = (...paths) => paths.map((path) => docs.get(path)).find((doc) => doc !== undefined)

  /** A field's C# type: how it is written, read and whether it may be missing. */
  function typeOf(schema, path) {
    const { def } = schema._zod
    const own = names.get(schema)
    if (own in BY_HAND) return { kind: 'hand', cs: BY_HAND[own] }
    switch (def.type) {
      case 'nullable':
        return { ...typeOf(def.innerType, path), nullable: true, null: 'written' }
      case 'optional':
        return { ...typeOf(def.innerType, path), nullable: true, null: 'omitted' }
      case 'default':
        return { ...typeOf(def.innerType, path), nullable: true, null: 'omitted' }
      case 'pipe':
        return typeOf(def.out, path)
      case 'string':
        return def.format === 'datetime' ? { kind: 'time', cs: 'DateTimeOffset' } : { kind: 'string', cs: 'string' }
      case 'number':
        return { kind: 'integer', cs: 'long' }
      case 'boolean':
        return { kind: 'boolean', cs: 'bool' }
      case 'literal':
        return { kind: 'literal', cs: 'string', value: String(def.values[0]) }
      case 'enum':
        return { kind: 'enum', cs: enumOf(schema, path) }
      case 'array':
        return listOf(typeOf(def.element, singular(path)))
      case 'record':
        return mapOf(typeOf(def.valueType, path))
      case 'object':
        return { kind: 'object', cs: classOf(schema, path) }
      case 'union':
        if (def.discriminator) return { kind: 'object', cs: unionOf(schema, path) }
    }
    throw new Error(`${path}: no C# for a schema of type ${def.type}`)
  }

  const listOf = (item) => ({ kind: 'list', cs: `List<${item.cs}>`, item })
  const mapOf = (value) => {
    if (value.kind !== 'integer') throw new Error(`no C# for a record of ${value.kind}`)
    return { kind: 'map', cs: 'Dictionary<string, long>' }
  }

  function nameOf(schema, path) {
    if (!names.has(schema)) names.set(schema, NAMES[path] ?? pascal(path))
    return names.get(schema)
  }

  function enumOf(schema, path) {
    const name = nameOf(schema, path)
    model.enums.set(name, { name, doc: docOf(name, path), values: Object.values(schema._zod.def.entries) })
    return name
  }

  function fieldsOf(schema, name, path) {
    return Object.entries(schema._zod.def.shape).map(([field, inner]) => ({
      wire: field,
      name: pascal(field),
      type: typeOf(inner, `${path}.${field}`),
      doc: docOf(`${name}.${field}`, `${path}.${field}`, inheritedDoc(field, inner)),
    }))
  }

  /** A field that another object shares (an extended one) is documented there. */
  function inheritedDoc(field, inner) {
    for (const [schema, name] of names) {
      const shape = schema._zod.def.shape
      if (shape?.[field] === inner && docs.has(`${name}.${field}`)) return `${name}.${field}`
    }
    const type = names.get(inner._zod.def.innerType ?? inner)
    return type
  }

  function classOf(schema, path) {
    const name = nameOf(schema, path)
    if (model.classes.has(name)) return name
    model.classes.set(name, null)
    const base = baseOf(schema)
    const fields = fieldsOf(schema, name, path)
    model.classes.set(name, { name, doc: docOf(name, path), fields, base: base && classOf(base, path) })
    return name
  }

  /** The largest exported object that this one extends: it has all of its fields, the very same ones. */
  function baseOf(schema) {
    const { shape } = schema._zod.def
    const sizeOf = (other) => Object.keys(other._zod.def.shape).length
    const extended = Object.values(contract).filter((other) => {
      if (other?._zod?.def.type !== 'object' || sizeOf(other) >= sizeOf(schema)) return false
      return sizeOf(other) > 0 && Object.entries(other._zod.def.shape).every(([name, field]) => shape[name] === field)
    })
    return extended.sort((a, b) => sizeOf(b) - sizeOf(a))[0]
  }

  function unionOf(schema, path) {
    const name = nameOf(schema, path)
    if (model.unions.has(name)) return name
    const { discriminator, options } = schema._zod.def
    const variants = options.map((option) => {
      const [value] = option._zod.def.shape[discriminator]._zod.def.values
      const variant = `${pascal(value)}${name}`
      names.set(option, variant)
      return {
        name: variant,
        value,
        doc: docOf(`${name}['${value}']`),
        fields: fieldsOf(option, variant, variant).filter((field) => field.wire !== discriminator),
      }
    })
    model.unions.set(name, { name, doc: docOf(name, path), discriminator, variants })
    return name
  }

  return { model, typeOf, classOf, unionOf, docOf }
}

/** `matches` in a path as the name of one of them. */
function singular(path) {
  if (/ies$/.test(path)) return path.replace(/ies$/, 'y')
  return path.replace(/(?:(ch)e)?s$/, '$1')
}
