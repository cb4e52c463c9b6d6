import type { IncomingMessage } from 'node:http'
import { type Endpoint, type ParamsOf, Problem } from '@ante/shared'
import * as z from 'zod/mini'

/** The words for the type that was expected. */
const RIGHT_TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'a string',
}

/** The words for the expected type. zod reports `number` where an integer is expected but no number was sent. */
function rightType({ expected, inst }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string {
  const isInteger = inst !== undefined && 'format' in inst._zod.def && inst._zod.def.format === 'safeint'
  return RIGHT_TYPES[isInteger ? 'int' : expected] ?? expected
}

z.config({
  ...z.locales.en(),
  customError: (issue) => (issue.code === 'invalid_type' ? `must be ${rightType(issue)}` : undefined),
})

/** Parses the path parameters. Throws `not_found` for an invalid one, such as a malformed id. */
export function parseParams<E extends Endpoint>(endpoint: E, params: unknown): ParamsOf<E> {
  const parsed = z.safeParse(endpoint.params, params)
  if (!parsed.success) throw new Problem('not_found', 'There is nothing with this id.')
  return parsed.data as ParamsOf<E>
}

/** Parses a query or body. Throws `invalid_request` that lists every invalid field. */
export function parsePart<S extends z.core.$ZodType>(schema: S, value: unknown, part: 'query' | 'body'): z.output<S> {
  const parsed = z.safeParse(schema, value)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  const fields = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
  throw new Problem('invalid_request', `The ${part} is not valid. ${fields}`, errors)
}

/** The `Idempotency-Key` of a request; null without one. Throws `invalid_request` when it is not a valid key. */
export function idempotencyKeyOf(req: IncomingMessage): string | null {
  const key = req.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key === 'string' && /^[\x20-\x7e]{1,128}$/.test(key)) return key
  throw new Problem('invalid_request', 'An Idempotency-Key is 1 to 128 printable ASCII characters.', [
    { path: 'Idempotency-Key', message: 'must be 1 to 128 printable ASCII characters' },
  ])
}
