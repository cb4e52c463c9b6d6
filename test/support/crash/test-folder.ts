import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ADMIN_TOKEN } from '../ante.ts'
import { quietPort } from '../ports.ts'
import type { Registered } from './load/players.ts'
import { calls, createSend, type Reply, type Sent, sureReply } from './load/send.ts'
import { type CrashProcess, type StartOptions, startServer } from './servers/crash-process.ts'

/** A data folder of one test, and the servers that are started in it; all gone when the test is over. */
export interface TestFolder {
  readonly directory: string
  readonly env: { readonly [name: string]: string }
  start(options: Omit<StartOptions, 'env'> & { env?: { [name: string]: string } }): CrashProcess
}

export async function testFolder(directory?: string): Promise<TestFolder> {
  const folder = directory ?? (await mkdtemp(join(tmpdir(), 'ante-crash-')))
  const env = { DATA_DIR: folder, PORT: String(await quietPort()), ANTE_ADMIN_TOKEN: ADMIN_TOKEN }
  const started: CrashProcess[] = []
  onTestFinished(async () => {
    for (const server of started) await server.kill()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    directory: folder,
    env,
    start(options) {
      const server = startServer({ ...options, env: { ...env, ...options.env } })
      started.push(server)
      return server
    },
  }
}

/** Asks as the operator. */
export function operatorOf(url: string): (sent: Sent) => Promise<Reply> {
  const send = createSend(url, () => ADMIN_TOKEN)
  return (sent) => sureReply(send, sent)
}

const operate = (path: string, body: object): Sent => ({
  does: 'operate',
  by: 'operator',
  method: 'POST',
  path: `/admin/v1${path}`,
  body,
})

/** A new player without money. */
export async function newPlayer(url: string): Promise<number> {
  const username = `player-${Date.now() % 1e9}`
  return (await operatorOf(url)(operate('/players', { username, password: 'a long password' }))).body.id
}

/** A game's own server. */
export async function newClient(url: string): Promise<Registered> {
  const redirectUri = 'https://game.example/callback'
  const fields = { name: 'Tower', type: 'confidential', redirect_uris: [redirectUri] }
  const { body } = await operatorOf(url)(operate('/clients', fields))
  return { id: body.client_id, secret: body.client_secret, redirectUri }
}

export const aDeposit = (player: number, reference: string): Sent =>
  calls.payment('deposits', player, { amount: 1, currency: 'GBP', reference })
