import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ParsedUrlQuery, parse } from 'node:querystring'

/** One request to the API, before its token is looked at, and the headers of its answer. */
export class ApiCall {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** The values of `:name` in the route's path. */
  params: Readonly<Record<string, string>>
  /** Without the query. */
  readonly path: string
  /** Names and values in turn, beside those that every answer has. */
  readonly answerHeaders: string[] = []
  readonly #address: (req: IncomingMessage) => string | undefined

  constructor(
    req: IncomingMessage,
    res: ServerResponse,
    route: { params: Readonly<Record<string, string>>; path: string },
    address: (req: IncomingMessage) => string | undefined,
  ) {
    this.req = req
    this.res = res
    this.params = route.params
    this.path = route.path
    this.#address = address
  }

  /** Parsed when it is asked for. */
  get query(): ParsedUrlQuery {
    const { url = '' } = this.req
    const start = url.indexOf('?')
    return start < 0 ? {} : parse(url.slice(start + 1))
  }

  /** The network address of the caller, through the proxies that count. */
  get address(): string | undefined {
    return this.#address(this.req)
  }

  set(name: string, value: string): void {
    this.answerHeaders.push(name, value)
  }
}
