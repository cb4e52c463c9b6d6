import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import * as z from 'zod'

/**
 * The calls of a lifecycle on Colyseus' HTTP router, as its documentation writes them: bodies validated, matches in a map,
 * nothing on disk, nobody told.
 */
interface Context {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: unknown
}

/** What is used of `@colyseus/core`, which is installed for this comparison alone. */
interface Colyseus {
  createEndpoint(path: string, options: object, handler: (context: Context) => Promise<Response>): object
  createRouter(endpoints: Record<string, object>): { readonly handler: (request: Request) => Promise<Response> }
  toNodeHandler(handler: (request: Request) => Promise<Response>): RequestListener
}

const PACKAGE: string = '@colyseus/core'
const { createEndpoint, createRouter, toNodeHandler }: Colyseus = await import(PACKAGE)

interface Match {
  readonly id: string
  readonly stake: number
  scores: number
}

const NewMatch = z.object({ match: z.object({ stake: z.int(), currency: z.string(), game_id: z.int() }) })
const NewScore = z.object({ match_score: z.object({ score: z.int(), secret: z.string() }) })

const open = new Map<number, Match>()
const matches = new Map<string, Match>()
const MATCHES = '/api/gaming-async/v1/matches'

const router = createRouter({
  lookUp: createEndpoint(`${MATCHES}.json`, { method: 'GET' }, async ({ query }) => {
    const found = open.get(Number(query.stake))
    return answer(200, { matches: found ? [found] : [], meta: { count: found ? 1 : 0 } })
  }),
  create: createEndpoint(`${MATCHES}.json`, { method: 'POST', body: NewMatch }, async ({ body }) => {
    const { stake } = (body as z.output<typeof NewMatch>).match
    const match = { id: randomBytes(16).toString('hex'), stake, scores: 0 }
    matches.set(match.id, match)
    open.set(stake, match)
    return answer(201, { match: { ...match, secret: 'secret', state: 'unmatched' } })
  }),
  accept: createEndpoint(`${MATCHES}/:id/accept.json`, { method: 'PUT' }, async ({ params }) => {
    const match = matches.get(params.id ?? '')
    if (!match) return answer(404, {})
    open.delete(match.stake)
    return answer(200, { match: { ...match, secret: 'secret', state: 'matched' } })
  }),
  result: createEndpoint(`${MATCHES}/:id/result.json`, { method: 'POST', body: NewScore }, async ({ params }) => {
    const match = matches.get(params.id ?? '')
    if (!match) return answer(404, {})
    match.scores++
    if (match.scores === 2) matches.delete(match.id)
    return answer(200, { match_result: { match_id: match.id, outcome: match.scores === 2 ? 'draw' : null } })
  }),
})

function answer(status: number, body: object): Response {
  const text = JSON.stringify(body)
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  return new Response(text, { status, headers })
}

createServer(toNodeHandler(router.handler)).listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.stdout.write('ready\n')
})
