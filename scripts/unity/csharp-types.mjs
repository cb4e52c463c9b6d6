import { propertyOf, readMethod, USINGS, writeMethod } from './csharp-fields.mjs'
import { pascal } from './csharp-model.mjs'
import { csharpFile, quoted, summary } from './csharp-text.mjs'

/** A class for an object of the contract; one that extends another is derived from it. */
export function classFile({ name, doc, fields, base }, classes) {
  const baseClass = classes.get(base)
  const inherited = new Set(baseClass?.fields.map(({ wire }) => wire))
  const isBase = [...classes.values()].some((other) => other.base === name)
  const toJson = baseClass ? 'override ' : isBase ? 'virtual ' : ''
  return csharpFile('Ante.Contract', USINGS, [
    ...summary(doc, ''),
    `public ${isBase ? '' : 'sealed '}class ${name}${baseClass ? ` : ${base}` : ''}`,
    '{',
    ...fields.filter(({ wire }) => !inherited.has(wire)).flatMap(propertyOf),
    ...readMethod(`public static ${baseClass ? 'new ' : ''}${name} FromJson`, name, fields),
    ...writeMethod(`public ${toJson}JsonValue ToJson()`, fields),
    '}',
  ])
}

/** An enum and how its values are written; a value of a newer server reads as `Unknown`. */
export function enumFile({ name, doc, values }) {
  return csharpFile(
    'Ante',
    [],
    [
      ...summary(doc, ''),
      `public enum ${name}`,
      '{',
      '    /// <summary>A value that this version does not know.</summary>',
      '    Unknown,',
      ...values.flatMap((value) => ['', `    /// <summary><c>${value}</c></summary>`, `    ${pascal(value)},`]),
      '}',
      '',
      `internal static class ${name}Text`,
      '{',
      `    internal static ${name} Parse(string text)`,
      '    {',
      '        switch (text)',
      '        {',
      ...values.map((value) => `            case ${quoted(value)}: return ${name}.${pascal(value)};`),
      `            default: return ${name}.Unknown;`,
      '        }',
      '    }',
      '',
      `    internal static string? Of(${name}? value)`,
      '    {',
      '        switch (value)',
      '        {',
      ...values.map((value) => `            case ${name}.${pascal(value)}: return ${quoted(value)};`),
      '            default: return null;',
      '        }',
      '    }',
      '}',
    ],
  )
}
