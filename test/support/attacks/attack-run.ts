import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADMIN_TOKEN } from '../ante.ts'
import { signInByPages } from '../oauth/sign-in.ts'
import { quietPort } from '../ports.ts'
import { startProcess } from '../process.ts'
import { ATTACKS, type Tally, type Target } from './attacks.ts'
import { Caller } from './caller.ts'
import { type Honest, HonestPairs } from './honest-pairs.ts'

const REDIRECT_URI = 'https://game.example/callback'
const PASSWORD = 'correct horse battery'
/** The heap that the server may use, in megabytes. */
const HEAP = 256
/** The file descriptors that the server may have. */
const DESCRIPTORS = 1024
/** How many matches wait in the crowded pool. */
const CROWD = 150

export interface AttackRunOptions {
  /** The built server, and the built attackers. */
  readonly programs: { readonly server: string; readonly attackers: string }
  readonly pairs: number
  readonly quietSeconds: number
  readonly attackSeconds: number
  /** `ANTE_RATE_LIMIT`: what the limits by player and network are multiplied by. */
  readonly rateLimit: number
}

export interface AttackReport {
  readonly quiet: Honest
  readonly attacked: Honest
  readonly tallies: Readonly<Record<string, Tally>>
  /** Resident memory of the server in megabytes, each second of the attack. */
  readonly memory: readonly number[]
  /** The exit code after SIGTERM. */
  readonly ended: number | string
  /** What it wrote about itself on standard error. */
  readonly stderr: string
}

/** Starts a small server, lets honest pairs play on it in peace, and then under every attack at once. */
export async function runAttacks(options: AttackRunOptions): Promise<AttackReport> {
  const { programs, pairs, quietSeconds, attackSeconds, rateLimit } = options
  const directory = await mkdtemp(join(tmpdir(), 'ante-attacks-'))
  const server = startProcess({
    program: programs.server,
    under: `ulimit -n ${DESCRIPTORS};`,
    env: {
      NODE_OPTIONS: `--max-old-space-size=${HEAP}`,
      DATA_DIR: directory,
      PORT: String(await quietPort()),
      DEMO_PORT: String(await quietPort()),
      ANTE_DEMO: '1',
      ANTE_ADMIN_TOKEN: ADMIN_TOKEN,
      ANTE_TRUST_PROXY: 'loopback',
      ANTE_RATE_LIMIT: String(rateLimit),
      LOG_LEVEL: 'warn',
    },
  })
  try {
    await server.ready()
    const { target, honestGameId, tokens } = await setUp(server.url, pairs)
    const honest = await HonestPairs.open(server.url, honestGameId, tokens)
    const quiet = await honest.play(quietSeconds * 1000)

    const attackers = spawn(process.execPath, [programs.attackers, JSON.stringify(target)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const attackersEnded = once(attackers, 'close')
    let printed = ''
    attackers.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    const memory: number[] = []
    const sampling = setInterval(async () => memory.push(await residentMegabytes(server.child.pid)), 1000)
    const attacked = await honest.play(attackSeconds * 1000)
    clearInterval(sampling)
    attackers.stdin.end()
    const [code] = await attackersEnded
    if (code !== 0) throw new Error(`the attackers ended with ${code}`)
    honest.close()
    const ended = await server.kill('SIGTERM')
    return { quiet, attacked, tallies: JSON.parse(printed || '{}'), memory, ended, stderr: server.stderr() }
  } finally {
    await server.kill()
    await rm(directory, { recursive: true, force: true })
  }
}

/** The report in lines, for a person. */
export function attackLines({ quiet, attacked, tallies, memory, ended }: AttackReport): string[] {
  const inWords = ({ calls, settled, repeated, failures }: Honest) =>
    `${calls.count} calls, ${settled} matches settled, ${repeated} calls repeated, ${failures.length} failed; ` +
    `p50 ${calls.quantile(0.5).toFixed(1)} ms, p99 ${calls.quantile(0.99).toFixed(1)} ms`
  const tenth = Math.max(1, Math.floor(memory.length / 10))
  return [
    `quiet:    ${inWords(quiet)}`,
    `attacked: ${inWords(attacked)}`,
    `p99 attacked / quiet: ${(attacked.calls.quantile(0.99) / quiet.calls.quantile(0.99)).toFixed(2)}`,
    `resident memory in MB, ten times over the run: ${memory.filter((_, index) => index % tenth === 0).join(' ')}`,
    `the server ended with ${ended}`,
    ...ATTACKS.map(({ name }) => `${name}: ${JSON.stringify(tallies[name])}`),
    ...attacked.failures.slice(0, 10),
  ]
}

async function residentMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
}

/** Creates games, a client, the honest players and what the attackers have. */
async function setUp(origin: string, pairs: number) {
  const operator = new Caller(origin, '192.0.2.1', 4)
  const operate = async (path: string, body: object) => {
    const { status, text } = await operator.send({ method: 'POST', path: `/admin/v1${path}`, token: ADMIN_TOKEN, body })
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`)
    return JSON.parse(text)
  }
  const client = await operate('/clients', { name: 'Tower', type: 'confidential', redirect_uris: [REDIRECT_URI] })
  const game = async (name: string) => (await operate('/games', { name, max_score: 9, max_open: 10_000 })).game.id
  const [honestGameId, gameId, crowdedGameId] = [await game('Honest'), await game('Tower'), await game('Crowd')]
  const username = 'victim'
  await operate('/players', { username, password: PASSWORD })
  await operate('/players', { username: 'poor', password: PASSWORD })

  const registered = { id: client.client_id, secret: client.client_secret, redirectUri: REDIRECT_URI }
  let guests = 0
  // Each from a network of its own: one may create only so many accounts.
  const guest = async () => {
    const headers = { 'x-forwarded-for': `192.0.2.${(guests++ % 200) + 10}` }
    return (await signInByPages(origin, registered, { scope: 'public' }, headers)).access_token
  }
  const tokens: string[] = []
  for (let count = 0; count < pairs * 2; count++) tokens.push(await guest())
  const crowd = await guest()
  for (let count = 0; count < CROWD; count++) {
    const match = { stake: 100, currency: 'GBP', game_id: crowdedGameId, challenger_skill_level: count % 9 }
    await operator.send({ method: 'POST', path: '/api/gaming-async/v1/matches.json', token: crowd, body: { match } })
  }
  operator.close()
  const poor = await signInByPages(origin, registered, { username: 'poor', password: PASSWORD, scope: 'public' })
  const target: Target = {
    origin,
    clientId: client.client_id,
    redirectUri: REDIRECT_URI,
    gameId,
    crowdedGameId,
    guests: [await guest(), await guest(), await guest(), await guest(), await guest()],
    poor: poor.access_token,
    username,
  }
  return { target, honestGameId, tokens }
}
