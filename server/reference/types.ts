/** A JSON Schema (2020-12) as far as the reference uses one. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  description?: string
  examples?: unknown[]
  default?: unknown
  const?: unknown
  enum?: unknown[]
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: JsonSchema | boolean
  propertyNames?: JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  discriminator?: { propertyName: string; mapping: Record<string, string> }
  /** Names of the values of `enum` in generated code. */
  'x-enum-varnames'?: string[]
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: JsonSchema
}

interface Content {
  schema: JsonSchema
}

/** One answer; `x-codes` lists the problem codes that come with it, for readers who branch on them. */
export interface OpenApiResponse {
  description: string
  'x-codes'?: string[]
  headers?: Record<string, { description: string; schema: JsonSchema }>
  content?: Record<string, Content>
}

export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Record<string, Content> }
  responses: Record<string, OpenApiResponse | { $ref: string }>
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type PathItem = Partial<Record<Method, Operation>>

/**
 * How a socket is opened and what is said on it. OpenAPI has no place for it, so it is an extension of the document.
 */
export interface RealtimeDescription {
  readonly protocol: string
  readonly path: string
  /** What the client sends with its connect. */
  readonly auth: JsonSchema
  /** What the server emits, by name. */
  readonly server_events: Readonly<Record<string, JsonSchema>>
  /** What the client emits, by name. */
  readonly client_events: Readonly<Record<string, JsonSchema>>
  /** Codes in `data.code` of a `connect_error`. */
  readonly 'x-codes': readonly string[]
}

/** An OpenAPI 3.1 document as far as this runtime fills one. */
export interface OpenApiDocument {
  openapi: '3.1.1'
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, PathItem>
  /** Sockets; left out where there are none. */
  'x-realtime'?: RealtimeDescription
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, OpenApiResponse>
    securitySchemes: Record<string, object>
  }
}
