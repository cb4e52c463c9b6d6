import * as contract from '@ante/shared'
import { type Endpoint, OAUTH_PATHS, PROBLEM_STATUS, type Schema } from '@ante/shared'
import { describe, expect, it } from 'vitest'
import { curlOf } from '../../../server/reference/curl.ts'
import { exampleOf } from '../../../server/reference/example.ts'
import { FIELD_NOTES } from '../../../server/reference/fields.ts'
import { endpointsOf, openApiDocument } from '../../../server/reference/openapi.ts'
import { DOCS_POLICY, renderDocsPage } from '../../../server/reference/reference-page.ts'
import type { JsonSchema, Method, Operation } from '../../../server/reference/types.ts'

const document = openApiDocument(contract, 'https://ante.example')
const { schemas } = document.components
const endpoints = endpointsOf(contract)

const calls = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method: method as Method, operation })),
)

/** Every value in a document, with where it is. */
function everythingIn(value: unknown, at = '#'): { at: string; value: unknown }[] {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return [{ at, value }, ...inside.flatMap(([key, inner]) => everythingIn(inner, `${at}/${key}`))]
}

function lookUp(reference: string): unknown {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)
}

function operationOf(endpoint: Endpoint): Operation {
  const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
  const operation = document.paths[path]?.[endpoint.method.toLowerCase() as Method]
  if (!operation) throw new Error(`${endpoint.id} is missing`)
  return operation
}

function issuesOf(schema: Schema, value: unknown): unknown {
  const result = schema['~standard'].validate(value)
  if (result instanceof Promise) throw new Error('the contract parses at once')
  return result.issues
}

const bodySchema = (operation: Operation) => operation.requestBody?.content['application/json']?.schema

function answerSchema(operation: Operation, status: number): JsonSchema {
  const answer = operation.responses[status]
  const schema = answer && 'content' in answer ? answer.content?.['application/json']?.schema : undefined
  if (!schema) throw new Error(`${operation.operationId} has no ${status}`)
  return schema
}

describe('the OpenAPI document', () => {
  it('[DC1] describes every call of the contract and of the authorization server', () => {
    expect(calls.map(({ operation }) => operation.operationId)).toEqual(
      expect.arrayContaining(endpoints.map(({ id }) => id)),
    )
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(Object.values(OAUTH_PATHS)))
    for (const endpoint of endpoints) {
      for (const status of endpoint.statuses) expect(answerSchema(operationOf(endpoint), status)).toBeDefined()
    }
  })

  it('[DC1] says who may call what', () => {
    expect(operationOf(contract.createMatch).security).toEqual([{ player: ['public'] }])
    expect(operationOf(contract.getWallets).security).toEqual([{ player: ['wallet'] }])
    expect(operationOf(contract.createDeposit).security).toEqual([{ operator: [] }])
  })

  it('[DC2] is well formed: references resolve, ids are unique, path parameters are declared', () => {
    const references = everythingIn(document).filter(({ at }) => at.endsWith('/$ref'))
    expect(references.length).toBeGreaterThan(50)
    expect(references.filter(({ value }) => lookUp(String(value)) === undefined)).toEqual([])

    const ids = calls.map(({ operation }) => operation.operationId)
    expect(ids).toEqual([...new Set(ids)])

    for (const { path, operation } of calls) {
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      expect(declared.map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))
      expect(declared.every(({ required }) => required)).toBe(true)
      expect(path).not.toContain(':')
    }
  })

  it('[DC2] is well formed: every call has a subject, a success and security schemes that exist', () => {
    const subjects = document.tags.map(({ name }) => name)
    const schemes = Object.keys(document.components.securitySchemes)
    for (const { method, operation } of calls) {
      expect(subjects).toEqual(expect.arrayContaining(operation.tags))
      expect(schemes).toEqual(expect.arrayContaining(operation.security.flatMap(Object.keys)))
      expect(Object.keys(operation.responses).some((status) => status < '400')).toBe(true)
      if (method === 'get') expect(operation.requestBody).toBeUndefined()
    }
  })

  it('[DC2] is well formed: its schemas are JSON Schemas with known types', () => {
    const types = ['object', 'array', 'string', 'integer', 'boolean', 'null', 'http', 'oauth2']
    const used = everythingIn(document)
      .filter(({ at }) => at.endsWith('/type') && !at.includes('/examples/'))
      .filter(({ value }) => typeof value === 'string' || Array.isArray(value))
      .flatMap(({ value }) => [value].flat())
    expect(new Set(used.filter((type) => !types.includes(String(type))))).toEqual(new Set())
  })

  it('[DC3] keeps the limits of the contract', () => {
    const query = operationOf(contract.lookUpMatches).parameters ?? []
    expect(query.find(({ name }) => name === 'per_page')).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    })
    expect(query.find(({ name }) => name === 'stake')).toMatchObject({ required: true, schema: { minimum: 1 } })
    expect(schemas.Match?.properties?.challenged_id).toMatchObject({ type: ['integer', 'null'], minimum: 1 })
    expect(schemas.Match?.properties?.id).toMatchObject({ type: 'string', pattern: '^[0-9a-f]{32}$' })
  })

  it('[DC3] says what every field and parameter means, and notes nothing that is not there', () => {
    const silent = everythingIn(document)
      .filter(({ at }) => /\/properties\/\w+$/.test(at))
      .map(({ at, value }) => ({ at, ...(value as JsonSchema) }))
      .filter(({ description, $ref, properties }) => !description && !$ref && !properties)
    expect(silent.map(({ at }) => at)).toEqual([])
    const parameters = calls.flatMap(({ operation }) => operation.parameters ?? [])
    expect(parameters.filter(({ description }) => !description)).toEqual([])

    const names = new Set([
      ...everythingIn(document).map(({ at }) => at.split('/').at(-1)),
      ...parameters.map(({ name }) => name),
    ])
    const unused = Object.keys(FIELD_NOTES).filter((note) => !names.has(note.split('.').at(-1)))
    expect(unused).toEqual([])
  })

  it('[DC4] names every problem code at a call that can answer it', () => {
    const codes = everythingIn(document)
      .filter(({ at }) => at.endsWith('/x-codes'))
      .flatMap(({ value }) => value as string[])
    expect(new Set(codes)).toEqual(new Set(Object.keys(PROBLEM_STATUS)))
  })

  it('[DC4] puts each code under its status', () => {
    const result = operationOf(contract.postResult).responses
    expect(result[403]).toMatchObject({ 'x-codes': expect.arrayContaining(['wrong_secret', 'not_participant']) })
    expect(result[422]).toMatchObject({ 'x-codes': expect.arrayContaining(['result_too_late']) })
  })

  it.each(endpoints)('[DC5] has an example body of $id that the contract accepts', (endpoint) => {
    const schema = bodySchema(operationOf(endpoint))
    expect(issuesOf(endpoint.body, schema ? exampleOf(schema, schemas) : {})).toBeUndefined()
  })

  it.each(endpoints)('[DC5] has an example answer of $id that the contract accepts', (endpoint) => {
    for (const status of endpoint.statuses) {
      const example = exampleOf(answerSchema(operationOf(endpoint), status), schemas)
      expect(issuesOf(endpoint.response, example)).toBeUndefined()
    }
  })
})

describe('the reference page', () => {
  const page = renderDocsPage(document)

  it('[DC6] shows every call with its path, its codes and a curl line, and every shape', () => {
    for (const { path, method, operation } of calls) {
      expect(page).toContain(`id="${operation.operationId}"`)
      expect(page).toContain(`<code>${path}</code>`)
      expect(curlOf(document, path, method, operation)).toMatch(/^curl .*https:\/\/ante\.example\//)
    }
    for (const name of Object.keys(schemas)) expect(page).toContain(`id="shape-${name}"`)
    for (const code of Object.keys(PROBLEM_STATUS)) expect(page).toContain(`<code>${code}</code>`)
  })

  it('[DC6] leads every link to something on the page', () => {
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map((match) => match[1])
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]))
    expect(targets.filter((target) => !ids.has(target))).toEqual([])
  })

  it('[DC6] loads nothing and runs no script, as its policy says', () => {
    expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\(/)
    expect(DOCS_POLICY).toContain("default-src 'none'; style-src 'sha256-")
  })

  it('[DC6] escapes what the document says', () => {
    const page = renderDocsPage({ ...document, info: { ...document.info, title: '<b>"Ante"</b>' } })
    expect(page).not.toContain('<b>')
    expect(page).toContain('&#60;b&#62;')
  })
})
