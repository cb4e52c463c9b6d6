/** Calls whose answers the client checks as the contract has them. */
const CALLS = ['getMe', 'joinMatch', 'getMatch', 'getResult', 'ownMatches', 'prolongMatch']
/** Calls whose answers the client checks by shapes of its own. */
const ROUTES = ['lookUpMatches', 'createMatch', 'acceptMatch', 'postResult', 'ownEvents']
/** Other values that the client checks. */
const SHAPES = [
  ...['PlayerEvent', 'Ready', 'TokenAnswer', 'DeviceAuthorization', 'OAuthErrorBody', 'ProblemBody', 'PopupMessage'],
]
/** Shapes that others contain. */
const PARTS = ['MatchId', 'Currency', 'MatchState', 'Outcome', 'Match', 'MatchWithAttempt', 'MatchResult']

/** What `shape.ts` offers, in the order of an import. */
const COMBINATORS = [
  'flag',
  'integer',
  'list',
  'matching',
  'nullable',
  'object',
  'oneOf',
  'optional',
  'record',
  'type Shape',
  'tagged',
  'text',
  'timestamp',
]

/**
 * The part of the contract that the client calls and checks, as TypeScript without zod. `contract` is the module
 * `@ante/shared`.
 */
export function clientContract(contract) {
  const names = new Map([...PARTS, ...SHAPES].map((name) => [contract[name], shapeName(name)]))
  names.set(contract.getMatch.response, 'oneMatch')
  const constants = [...PARTS, ...SHAPES].map((name) => {
    const shape = shapeOf(contract[name], names, true)
    const type = shape.startsWith('matching') ? '' : `: Shape<contract.${name}>`
    return `export const ${shapeName(name)}${type} = ${shape}`
  })
  constants.push(`const oneMatch = ${shapeOf(contract.getMatch.response, names, true)}`)
  const route = (name) => {
    const { id, method, path } = contract[name]
    return `{ id: '${id}', method: '${method}', path: '${path}' }`
  }
  const routes = ROUTES.map((name) => `export const ${name}: Route<typeof contract.${name}> = ${route(name)}`)
  const calls = CALLS.map(
    (name) =>
      `export const ${name} = callEndpoint<typeof contract.${name}>(${route(name)}, ${shapeOf(contract[name].response, names)})`,
  )
  const body = pure([...constants, ...routes, ...calls].join('\n'))
  const used = COMBINATORS.filter((name) => new RegExp(`\\b${name.replace('type ', '')}\\b`).test(body))
  return `// Generated from shared/ by scripts/build/client-contract.mjs, which every build runs. Do not edit.
import type * as contract from '@ante/shared'
import { callEndpoint, type Route } from './call-endpoint.ts'
import { ${used.join(', ')} } from './shape.ts'

${body}
`
}

/** Marks every call, so that bundlers leave out the shapes that a bundle does not use. */
const pure = (text) => text.replace(/\b[a-z]\w*(<[^<>]*>)?\(/gi, (call) => `/* @__PURE__ */ ${call}`)

const shapeName = (name) => name[0].toLowerCase() + name.slice(1)

/** The expression that checks what a schema accepts. What a `refine` says is left out. */
function shapeOf(schema, names, isDefinition = false) {
  if (!isDefinition && names.has(schema)) return names.get(schema)
  const { def } = schema._zod
  const inner = (schema) => shapeOf(schema, names)
  switch (def.type) {
    case 'object':
      return objectOf(Object.entries(def.shape).map(([key, field]) => [key, inner(field)]))
    case 'string':
      return textOf(def)
    case 'number':
      return integerOf(def)
    case 'boolean':
      return 'flag'
    case 'enum':
      return `oneOf(${Object.values(def.entries).map(quoted).join(', ')})`
    case 'literal':
      return `oneOf(${def.values.map(quoted).join(', ')})`
    case 'nullable':
      return `nullable(${inner(def.innerType)})`
    case 'optional':
      return `optional(${inner(def.innerType)})`
    case 'array':
      return `list(${inner(def.element)})`
    case 'record':
      return `record(${inner(def.keyType)}, ${inner(def.valueType)})`
    case 'union':
      return taggedOf(def, inner)
    default:
      throw new Error(
        `The client cannot check a schema of type "${def.type}" yet: teach scripts/build/client-contract.mjs.`,
      )
  }
}

const quoted = (value) => `'${value}'`

const objectOf = (fields) => `object(${block(fields)})`

/** The fields of an object literal, one a line. */
function block(fields) {
  const lines = fields.map(([key, shape]) => `  ${key}: ${shape.replaceAll('\n', '\n  ')},\n`)
  return `{\n${lines.join('')}}`
}

function textOf({ format, checks = [] }) {
  if (format === 'datetime') return 'timestamp'
  const pattern = checks.map((check) => check._zod.def.pattern).find((pattern) => pattern !== undefined)
  // The list of currencies is long; a code has three capitals.
  if (pattern === undefined && checks.some((check) => check._zod.def.check === 'custom'))
    return 'matching(/^[A-Z]{3}$/)'
  return pattern === undefined ? 'text' : `matching(${pattern})`
}

function integerOf({ format, checks = [] }) {
  if (format !== 'safeint') throw new Error('The client checks integers only: teach scripts/build/client-contract.mjs.')
  const bound = (name) => checks.map((check) => check._zod.def).find(({ check }) => check === name)?.value
  const [min, max] = [bound('greater_than'), bound('less_than')]
  if (max !== undefined) return `integer(${min ?? '-Infinity'}, ${max})`
  return min === undefined ? 'integer()' : `integer(${min})`
}

function taggedOf({ discriminator, options }, inner) {
  if (discriminator === undefined) throw new Error('The client checks unions with a tag only.')
  const shapes = options.map((option) => {
    const [tag] = option._zod.def.shape[discriminator]._zod.def.values
    return [`'${tag}'`, inner(option)]
  })
  return `tagged('${discriminator}', ${block(shapes)})`
}
