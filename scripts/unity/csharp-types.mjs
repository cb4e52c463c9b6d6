import { propertyOf, readMethod, USINGS, writeMethod } from './csharp-fields.mjs'
import { pascal } from './csharp-model.mjs'
import { csharpFile, quoted, summary } from './csharp-text.mjs'

/** A class for an object of the contract. */
export function classFile({ name, doc, fields }) {
  return csharpFile('Ante.Contract', USINGS, [
    ...summary(doc, ''),
    `public sealed class ${name}`,
    '{',
    ...fields.flatMap(propertyOf),
    ...readMethod(`public static ${name} FromJson`, name, fields),
    ...writeMethod('public JsonValue ToJson()', fields),
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
