import { camel, pascal } from './csharp-model.mjs'
import { csharpFile, quoted, summary } from './csharp-text.mjs'

/** A method for each endpoint: what to send and how to read the answer. */
export function callsFile(endpoints, { typeOf, classOf, docOf }) {
  const calls = endpoints.map((endpoint) => callOf(endpoint, { typeOf, classOf, docOf }))
  return csharpFile(
    'Ante.Contract',
    ['System', 'Ante.Json'],
    [
      '/// <summary>The calls that a game makes for its player; what the operator alone may do is not among them.</summary>',
      'public static class Calls',
      '{',
      ...calls.flatMap((call, index) => (index === 0 ? call : ['', ...call])),
      '}',
    ],
  )
}

const shapeOf = (schema) => Object.entries(schema._zod.def.shape ?? {})

function callOf(endpoint, { typeOf, classOf, docOf }) {
  const { id, method, path, params, query, body, response } = endpoint
  const answer = classOf(response, `${id}.response`)
  const inPath = shapeOf(params).map(([name, schema]) => ({ name, type: typeOf(schema, `${id}.params.${name}`) }))
  const inQuery = shapeOf(query).map(([name, schema]) => ({ name, type: typeOf(schema, `${id}.query.${name}`) }))
  const content = shapeOf(body).length > 0 ? classOf(body, `${id}.body`) : null
  const optional = inQuery.filter(({ type }) => type.nullable)
  const parameters = [
    ...[...inPath, ...inQuery.filter(({ type }) => !type.nullable)].map(
      ({ name, type }) => `${type.cs} ${camel(name)}`,
    ),
    ...(content ? [`${content} body`] : []),
    ...optional.map(({ name, type }) => `${type.cs}? ${camel(name)} = null`),
  ]
  return [
    ...summary(docOf(id), '    '),
    ...parametersDocs(id, [...inPath, ...inQuery], docOf),
    `    public static Call<${answer}> ${pascal(id)}(${parameters.join(', ')}) =>`,
    `        new Call<${answer}>(${quoted(method)}, ${pathOf(path)}, ${answer}.FromJson)`,
    ...inQuery.map(({ name, type }) => `            .With(${quoted(name)}, ${queryText(name, type)})`),
    ...(content ? ['            .WithBody(body.ToJson())'] : []),
  ].map((line, index, lines) => (index === lines.length - 1 ? `${line};` : line))
}

function parametersDocs(id, parameters, docOf) {
  return parameters.flatMap(({ name }) => {
    const doc = docOf(`${id}.query.${name}`)
    return doc ? summary(doc, '    ').map((line) => parameterDoc(line, camel(name))) : []
  })
}

const parameterDoc = (line, name) =>
  line.replace('<summary>', `<param name="${name}">`).replace('</summary>', '</param>')

const queryText = (name, type) => (type.kind === 'enum' ? `${type.cs}Text.Of(${camel(name)})` : camel(name))

/** `/matches/:id.json` as an expression that puts the parameter in. */
function pathOf(path) {
  return path
    .split(/(:\w+)/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith(':') ? `Uri.EscapeDataString(${camel(part.slice(1))})` : quoted(part)))
    .join(' + ')
}
