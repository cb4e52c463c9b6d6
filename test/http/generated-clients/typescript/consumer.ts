// Plays a match by the types that openapi-typescript generated. Prints what Bob learnt, one JSON object.
import type { components, paths } from './schema.ts'

type Schemas = components['schemas']
type Answer<
  Path extends keyof paths,
  Method extends keyof paths[Path],
  Status extends number,
> = paths[Path][Method] extends { responses: { [S in Status]: { content: { 'application/json': infer Body } } } }
  ? Body
  : never

const [server = '', aliceToken = '', bobToken = '', game = ''] = process.argv.slice(2)

async function call<Body>(
  token: string,
  method: string,
  path: keyof paths & string,
  id = '',
  body?: unknown,
): Promise<Body> {
  const response = await fetch(`${server}${path.replace('{id}', id)}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(((await response.json()) as Schemas['ProblemBody']).code)
  return (await response.json()) as Body
}

const BASE = '/api/gaming-async/v1'
const terms: Schemas['NewMatch'] = { match: { stake: 500, currency: 'GBP', game_id: Number(game) } }
const score = (points: number | 'forfeit', secret = ''): Schemas['PostResultBody'] => ({
  match_score: { score: points, secret },
})

type Created = Answer<`${typeof BASE}/matches.json`, 'post', 201>
type Posted = Answer<`${typeof BASE}/matches/{id}/result.json`, 'post', 200>
type Events = Answer<`${typeof BASE}/me/events.json`, 'get', 200>

const { match } = await call<Created>(aliceToken, 'POST', `${BASE}/matches.json`, '', terms)
const accepted = await call<Created>(bobToken, 'PUT', `${BASE}/matches/{id}/accept.json`, match.id)
await call<Posted>(aliceToken, 'POST', `${BASE}/matches/{id}/result.json`, match.id, score('forfeit', match.secret))
const posted = await call<Posted>(
  bobToken,
  'POST',
  `${BASE}/matches/{id}/result.json`,
  match.id,
  score(7, accepted.match.secret),
)
const { events } = await call<Events>(bobToken, 'GET', `${BASE}/me/events.json`)
const settled = events.find((event): event is Schemas['MatchSettledEvent'] => event.type === 'match.settled')
const outcome: Schemas['Outcome'] | null = posted.match_result.outcome
console.log(JSON.stringify({ outcome, winner: settled?.data.match_result.winner_id }))
