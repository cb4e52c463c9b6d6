import { type BodyOf, type Endpoint, type ParamsOf, ProblemBody, pathOf, type ResponseOf } from '@ante/shared'
import * as z from 'zod/mini'
import { isLoopback } from '../config/loopback.ts'
import { CommandFailed, type Terminal, UsageError } from './command.ts'

/** The options of every command that calls a running server. */
export const SERVER_OPTIONS = { url: { type: 'string' }, json: { type: 'boolean' } } as const

export const SERVER_HELP = `  --url <url>  the server; else ANTE_URL, else http://localhost:4000
  --json       one JSON object instead of words

The operator's token is read only from ANTE_ADMIN_TOKEN, so that the list of processes does not show it.
Exit code 0: done. 1: the server refused, or cannot be reached. 2: the arguments are wrong.`

interface Call<E extends Endpoint> {
  readonly params?: ParamsOf<E>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: BodyOf<E>
}

/** The operator API of a running server. */
export interface OperatorApi {
  /** Calls an endpoint. Throws `CommandFailed` with the server's message when it refuses or cannot be reached. */
  call<E extends Endpoint>(endpoint: E, call?: Call<E>): Promise<ResponseOf<E>>
}

export async function operatorApi({ env, err }: Terminal, url: string | undefined): Promise<OperatorApi> {
  const server = serverAt(url ?? env.ANTE_URL ?? 'http://localhost:4000')
  const token = env.ANTE_ADMIN_TOKEN
  if (!token) throw new UsageError("Set ANTE_ADMIN_TOKEN to the operator's token of the server.")
  if (server.protocol === 'http:' && !isLoopback(server.hostname)) {
    await err(`The operator's token goes to ${server.host} unencrypted: use https where others could listen.\n`)
  }
  return {
    async call(endpoint, { params = {}, query = {}, body } = {}) {
      const target = new URL(server.href.replace(/\/$/, '') + pathOf(endpoint, { ...(params as object) }))
      target.search = String(new URLSearchParams(query))
      const response = await fetch(target, {
        method: endpoint.method,
        redirect: 'error',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }).catch((error: unknown) => {
        throw new CommandFailed(
          `${server.origin} cannot be reached${reasonOf(error)}. Does it run, and is --url right?`,
        )
      })
      const answer: unknown = await response.json().catch(() => null)
      if (!response.ok) throw refusal(response.status, answer, server)
      const parsed = z.safeParse(endpoint.response, answer)
      if (parsed.success) return parsed.data as ResponseOf<typeof endpoint>
      throw new CommandFailed(
        `${server.origin} did not answer as an Ante server of this version does. ` +
          'Check --url, and use the command of the server’s version.',
      )
    },
  }
}

function serverAt(text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text)
  throw new UsageError(`"${text}" is not the address of a server. Use an address such as https://ante.example.`)
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined
  return cause && 'code' in cause ? ` (${String(cause.code)})` : ''
}

function refusal(status: number, answer: unknown, { origin, pathname }: URL): CommandFailed {
  const problem = z.safeParse(ProblemBody, answer)
  if (!problem.success)
    return new CommandFailed(`${origin} answered ${status}, but not with an error of Ante. Is --url right?`)
  const { code, detail, errors = [] } = problem.data
  if (code === 'not_found' && /^There is nothing at /.test(detail)) {
    const belowPath = pathname === '/' ? '' : ` A proxy must strip ${pathname} from the addresses of that API.`
    return new CommandFailed(
      `${origin} has no operator API: start it with ANTE_ADMIN_TOKEN. With ADMIN_PORT set, the API is on that port.${belowPath}`,
    )
  }
  const fields = errors.map(({ path, message }) => `\n  ${path} ${message}`).join('')
  return new CommandFailed(`${detail}${fields}`)
}
