import { quoted, summary } from './csharp-text.mjs'

/** What files with classes use. */
export const USINGS = ['System', 'System.Collections.Generic', 'Ante.Json']

const ITEM_READERS = { string: 'Read.StringItem', integer: 'Read.IntegerItem' }

function itemReader(item) {
  if (item.kind === 'enum') return `Read.EnumItem(${item.cs}Text.Parse)`
  const reader = item.kind === 'object' ? `${item.cs}.FromJson` : ITEM_READERS[item.kind]
  if (!reader) throw new Error(`no C# for a list of ${item.kind}`)
  return reader
}

/** What follows `Read.` for each kind of field. */
const READERS = {
  string: () => 'String',
  literal: () => 'String',
  integer: () => 'Integer',
  boolean: () => 'Boolean',
  time: () => 'Time',
  map: () => 'Map',
  hand: (type) => type.cs,
  enum: () => 'Enum',
  list: () => 'List',
  object: () => 'Value',
}

const READER_ARGUMENTS = {
  enum: (type) => `, ${type.cs}Text.Parse`,
  list: (type) => `, ${itemReader(type.item)}`,
  object: (type) => `, ${type.cs}.FromJson`,
}

/** The expression that reads a field of `json`. */
function reading({ wire, type }) {
  const method = READERS[type.kind](type) + (type.nullable ? 'OrNull' : '')
  return `Read.${method}(json, ${quoted(wire)}${READER_ARGUMENTS[type.kind]?.(type) ?? ''})`
}

const ITEM_WRITERS = {
  object: () => 'item => item.ToJson()',
  enum: (item) => `item => JsonValue.Of(${item.cs}Text.Of(item))`,
}

const itemWriter = (item) => ITEM_WRITERS[item.kind]?.(item) ?? 'item => JsonValue.Of(item)'

const WRITERS = {
  time: (name) => `Write.Time(${name})`,
  map: (name) => `Write.Map(${name})`,
  hand: (name, type) => `Write.${type.cs}(${name})`,
  enum: (name, type) => `JsonValue.Of(${type.cs}Text.Of(${name}))`,
  list: (name, type) => `Write.List(${name}, ${itemWriter(type.item)})`,
  object: (name, type) => (type.nullable ? `${name}?.ToJson() ?? JsonValue.Null` : `${name}.ToJson()`),
}

function writing({ name, wire, type }) {
  const set = `json.Set(${quoted(wire)}, ${WRITERS[type.kind]?.(name, type) ?? `JsonValue.Of(${name})`});`
  return type.null === 'omitted' ? `        if (${name} != null) ${set}` : `        ${set}`
}

function initialOf({ cs, kind, nullable }) {
  if (nullable) return ''
  if (kind === 'string' || kind === 'literal') return ' = "";'
  return ['list', 'map', 'object'].includes(kind) ? ` = new ${cs}();` : ''
}

/** A field as a property, with its comment. */
export function propertyOf({ name, doc, type }) {
  const nullable = type.nullable ? '?' : ''
  return [...summary(doc, '    '), `    public ${type.cs}${nullable} ${name} { get; set; }${initialOf(type)}`, '']
}

/** The assignments of an object initializer that reads `json`. */
export const initializersOf = (fields) => fields.map((field) => `            ${field.name} = ${reading(field)},`)

/** A method that reads a whole object. */
export function readMethod(signature, name, fields) {
  return [
    '    /// <summary>Reads it from JSON; fields that are not known are passed over.</summary>',
    '    /// <exception cref="FormatException">A field is missing, or is not what it should be.</exception>',
    `    ${signature}(JsonValue value)`,
    '    {',
    '        var json = Read.Object(value);',
    `        return new ${name}`,
    '        {',
    ...initializersOf(fields),
    '        };',
    '    }',
    '',
  ]
}

/** A method that writes a whole object; `begin` are calls that come first. */
export function writeMethod(signature, fields, begin = '') {
  return [
    '    /// <summary>Writes it as JSON.</summary>',
    `    ${signature}`,
    '    {',
    `        var json = new JsonObject()${begin};`,
    ...fields.map(writing),
    '        return json;',
    '    }',
  ]
}
