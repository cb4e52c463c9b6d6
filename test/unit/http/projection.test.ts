import * as contract from '@ante/shared'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { compileProjection } from '../../../server/http/binding/projection.ts'
import { exampleOf } from '../../../server/reference/example.ts'
import { endpointsOf, openApiDocument } from '../../../server/reference/openapi.ts'
import type { JsonSchema, Method } from '../../../server/reference/types.ts'

const document = openApiDocument(contract, 'https://ante.example')

const answers = endpointsOf(contract).flatMap((endpoint) => {
  const operation = document.paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase() as Method]
  return endpoint.statuses.map((status) => {
    const answer = operation?.responses[status]
    if (!answer || !('content' in answer)) throw new Error(`${endpoint.id} has no answer ${status}`)
    const example = exampleOf(answer.content?.['application/json']?.schema as JsonSchema, document.components.schemas)
    return { id: endpoint.id, status, response: endpoint.response as z.core.$ZodType, example }
  })
})

/** The value with one more field in each of its objects. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, field]) => [name, withMore(field)])
  return { ...Object.fromEntries(fields), secret_of_the_server: 'leaked' }
}

describe('an answer', () => {
  it.each(answers)('[HT42] of $id ($status) has the fields that the contract names', ({ response, example }) => {
    expect(compileProjection(response)(example)).toEqual(example)
  })

  it('[HT42] leaves out fields that the contract does not name, however deep they are', () => {
    const shape = z.object({
      plain: z.nullable(z.object({ id: z.int() })),
      list: z.array(z.object({ id: z.int(), name: z.optional(z.string()) })),
      balances: z.record(z.string(), z.object({ amount: z.int() })),
      event: z.discriminatedUnion('type', [
        z.object({ type: z.literal('won'), data: z.object({ amount: z.int() }) }),
        z.object({ type: z.literal('lost') }),
      ]),
    })
    const project = compileProjection(shape)
    const values = [
      { plain: null, list: [], balances: {}, event: { type: 'lost' } },
      {
        plain: { id: 1 },
        list: [{ id: 2 }, { id: 3, name: 'x' }],
        balances: { GBP: { amount: 5 } },
        event: { type: 'won', data: { amount: 6 } },
      },
    ]
    for (const value of values) {
      const more = withMore(value) as { balances: Record<string, unknown> }
      delete more.balances.secret_of_the_server
      expect(project(more)).toEqual(value)
    }
  })

  it('[HT42] of an option that the contract does not know is refused', () => {
    const project = compileProjection(z.discriminatedUnion('type', [z.object({ type: z.literal('won') })]))
    expect(() => project({ type: 'stolen' })).toThrow('No option')
  })

  it.each([
    ['fields of any name', z.looseObject({ id: z.int() })],
    ['a union without a discriminator', z.union([z.object({ a: z.int() }), z.object({ b: z.int() })])],
    ['a value of any type', z.object({ any: z.unknown() })],
  ])('[HT42] cannot have %s', (_what, schema) => {
    expect(() => compileProjection(schema)).toThrow()
  })
})
