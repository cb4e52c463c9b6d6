import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ParsedUrlQuery, parse } from 'node:querystring'

/** One request to the API, with the headers of its answer. Its token is not checked yet. */
export class ApiCall {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  /** The values of the route's path parameters. */
  params: Readonly<Record<string, string>>
  /** The path without the query. */
  readonly path: string
  /** Headers of this answer alone: name, value, name, value. Every answer has the fixed headers as well. */
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

  /** The query. It is parsed when it is first read. */
  get query(): ParsedUrlQuery {
    const { url = '' } = this.req
    const start = url.indexOf('?')
    return start < 0 ? {} : parse(url.slice(start + 1))
  }

  /** The caller's network address. Proxies that `trust proxy` names are skipped. */
  get address(): string | undefined {
    return this.#address(this.req)
  }

  set(name: string, value: string): void {
    this.answerHeaders.push(name, value)
  }
}
