import { initializersOf, propertyOf, readMethod, USINGS, writeMethod } from './csharp-fields.mjs'
import { pascal } from './csharp-model.mjs'
import { csharpFile, quoted, summary } from './csharp-text.mjs'

/** A union: a base class, a class for each value of its discriminator, and one for values that are not known. */
export function unionFile({ name, doc, discriminator, variants }) {
  const tag = { wire: discriminator, name: pascal(discriminator) }
  const common = fieldsOfAll(variants)
  return csharpFile('Ante.Contract', USINGS, [
    ...summary(doc, ''),
    `public abstract class ${name}`,
    '{',
    '    /// <summary>Which of the classes this is, as the wire says it.</summary>',
    `    public abstract string ${tag.name} { get; }`,
    '',
    ...common.flatMap(propertyOf),
    `    /// <summary>Reads it from JSON; one of a kind that is not known gives an <see cref="Unknown${name}"/>.</summary>`,
    '    /// <exception cref="FormatException">A field is missing, or is not what it should be.</exception>',
    `    public static ${name} FromJson(JsonValue value)`,
    '    {',
    `        switch (Read.String(Read.Object(value), ${quoted(tag.wire)}))`,
    '        {',
    ...variants.map(
      (variant) => `            case ${quoted(variant.value)}: return ${variant.name}.FromJsonOfKind(value);`,
    ),
    `            default: return Unknown${name}.FromJsonOfKind(value);`,
    '        }',
    '    }',
    '',
    '    /// <summary>Writes it as JSON.</summary>',
    '    public abstract JsonValue ToJson();',
    '}',
    ...variants.flatMap((variant) => variantClass(name, tag, variant, common)),
    ...unknownClass(name, tag, common),
  ])
}

function fieldsOfAll([first, ...others]) {
  const isIn = ({ wire, type }, { fields }) => fields.some((other) => other.wire === wire && other.type.cs === type.cs)
  return first.fields.filter((field) => others.every((variant) => isIn(field, variant)))
}

function variantClass(union, tag, { name, value, doc, fields }, common) {
  const own = fields.filter((field) => !common.some((other) => other.wire === field.wire))
  return [
    '',
    ...summary(doc ?? `A \`${value}\`.`, ''),
    `public sealed class ${name} : ${union}`,
    '{',
    '    /// <inheritdoc/>',
    `    public override string ${tag.name} => ${quoted(value)};`,
    '',
    ...own.flatMap(propertyOf),
    ...readMethod(`internal static ${name} FromJsonOfKind`, name, fields),
    ...writeMethod(
      'public override JsonValue ToJson()',
      fields,
      `.Set(${quoted(tag.wire)}, JsonValue.Of(${tag.name}))`,
    ),
    '}',
  ]
}

function unknownClass(union, tag, common) {
  const name = `Unknown${union}`
  return [
    '',
    '/// <summary>One of a kind that this version does not know.</summary>',
    `public sealed class ${name} : ${union}`,
    '{',
    '    private readonly string kind;',
    '',
    `    private ${name}(string kind, JsonObject json)`,
    '    {',
    '        this.kind = kind;',
    '        Json = json;',
    '    }',
    '',
    '    /// <inheritdoc/>',
    `    public override string ${tag.name} => kind;`,
    '',
    '    /// <summary>All of it, as it came.</summary>',
    '    public JsonObject Json { get; }',
    '',
    '    /// <inheritdoc/>',
    '    public override JsonValue ToJson() => Json;',
    '',
    `    internal static ${name} FromJsonOfKind(JsonValue value)`,
    '    {',
    '        var json = Read.Object(value);',
    `        return new ${name}(Read.String(json, ${quoted(tag.wire)}), json)`,
    '        {',
    ...initializersOf(common),
    '        };',
    '    }',
    '}',
  ]
}
