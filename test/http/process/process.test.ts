import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN } from '../../support/ante.ts'
import { freePort } from '../../support/ports.ts'
import { type ServerProcess, startProcess } from '../../support/process.ts'

const folders: string[] = []
const running: ServerProcess[] = []
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function environment(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'ante-test-'))
  folders.push(folder)
  const [port, demoPort] = [await freePort(), await freePort()]
  return { DATA_DIR: folder, PORT: String(port), DEMO_PORT: String(demoPort), ANTE_ADMIN_TOKEN: ADMIN_TOKEN }
}

function start(env: Record<string, string>): ServerProcess {
  const server = startProcess({ env })
  running.push(server)
  return server
}

const operator = async (server: ServerProcess, path: string, body?: unknown) => {
  const response = await fetch(`${server.url}/admin/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the contract says is there
  return { status: response.status, body: (await response.json()) as any }
}

describe('the process', () => {
  it('[RN14] exits 1 with one clear message that names every wrong variable', async () => {
    const server = start({ ...(await environment()), PORT: 'x', ANTE_DEMO: 'x' })
    expect(await server.ended).toBe(1)
    expect(server.stderr()).toMatch(/PORT must be a port number/)
    expect(server.stderr()).toMatch(/ANTE_DEMO must be/)
    expect(server.stderr()).not.toMatch(/\n\s+at /)
  })

  it('[RN19] prints an address that serves it, with a path too', async () => {
    const env = await environment()
    const server = start({ ...env, ANTE_DEMO: '1', PUBLIC_URL: `http://localhost:${env.PORT}/games/ante` })
    await server.ready()
    const line = () => /^.*"Ante is ready".*$/m.exec(server.stdout())?.[0] ?? ''
    await expect.poll(line).not.toBe('')
    const { url: printed, sample } = JSON.parse(line())
    expect(printed).toBe(`http://localhost:${env.PORT}/games/ante`)
    expect(await (await fetch(printed)).text()).toContain(`href="${sample}"`)
    expect(await (await fetch(`${sample}/config.json`)).json()).toMatchObject({ server: printed })
  })

  it('[RN15] refuses a data folder that another server uses, and a port that is taken', async () => {
    const env = await environment()
    const first = start(env)
    await first.ready()
    const second = start({ ...env, PORT: String(await freePort()) })
    expect(await second.ended).toBe(1)
    expect(second.stderr()).toMatch(/in use/)
    const third = start({ ...(await environment()), PORT: String(env.PORT) })
    expect(await third.ended).toBe(1)
    expect(third.stderr()).toMatch(/Port \d+ is taken/)
    expect((await operator(first, '/ledger/verify')).body.ok).toBe(true)
  })

  it('[RN16] never opens a demo store as a real one, or the other way', async () => {
    const env = await environment()
    const demo = start({ ...env, ANTE_DEMO: '1' })
    await demo.ready()
    demo.child.kill('SIGTERM')
    expect(await demo.ended).toBe(0)
    const real = start(env)
    expect(await real.ended).toBe(1)
    expect(real.stderr()).toMatch(/demo store with play money/)
  })

  it('[RN20] stops at once while a browser holds a spare connection and another one is idle', async () => {
    const server = start(await environment())
    await server.ready()
    const { port } = new URL(server.url)
    const sockets = [connect(Number(port), 'localhost'), connect(Number(port), 'localhost')]
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    sockets[1]?.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(sockets[1] as Socket, 'data')
    const closed = sockets.map((socket) => new Promise((resolve) => socket.on('error', resolve).on('close', resolve)))
    const asked = performance.now()
    server.child.kill('SIGTERM')
    await Promise.all(closed)
    expect(await server.ended).toBe(0)
    // The connections would otherwise be waited for, for eight seconds.
    expect(performance.now() - asked).toBeLessThan(7000)
  })

  it('[RN17] finishes what is in flight on SIGTERM and exits 0; a second signal changes nothing', async () => {
    const server = start(await environment())
    await server.ready()
    const { body } = await operator(server, '/players', { username: 'jo', password: 'a password' })
    const answers = Array.from({ length: 50 }, (_, index) =>
      operator(server, `/players/${body.id}/deposits`, { amount: 1, currency: 'GBP', reference: `r-${index}` }).then(
        ({ status }) => status,
        () => 'refused' as const,
      ),
    )
    await Promise.race(answers)
    server.child.kill('SIGTERM')
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
    const acknowledged = (await Promise.all(answers)).filter((answer) => answer === 201).length
    const again = start({ ...(await environment()), DATA_DIR: folders[0] ?? '' })
    await again.ready()
    const { balances } = (await operator(again, `/players/${body.id}`)).body
    expect(balances.GBP).toBeGreaterThanOrEqual(acknowledged)
  })

  it('[RN18] answers health and readiness', async () => {
    const server = start(await environment())
    await server.ready()
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ status: 'ready' })
  })

  it('[ST60] killed under load, it has every acknowledged write, and a ledger that verifies', async () => {
    const env = await environment()
    const acknowledged = new Map<string, number>()
    let player = 0
    for (let round = 0; round < 5; round++) {
      const server = start({ ...env, PORT: String(await freePort()) })
      await server.ready()
      if (round === 0)
        player = (await operator(server, '/players', { username: 'kim', password: 'a password' })).body.id
      await loadUntilKilled(server, player, round, acknowledged)
    }
    const last = start({ ...env, PORT: String(await freePort()) })
    await last.ready()
    for (const [reference, amount] of acknowledged) {
      const { status } = await operator(last, `/players/${player}/deposits`, { amount, currency: 'GBP', reference })
      expect(status).toBe(201)
    }
    const verified = (await operator(last, '/ledger/verify')).body
    expect(verified.problems).toEqual([])
    expect(verified.transfers).toBeGreaterThanOrEqual(acknowledged.size)
    const { balances } = (await operator(last, `/players/${player}`)).body
    expect(balances.GBP).toBe(verified.transfers)
    expect(acknowledged.size).toBeGreaterThan(50)
  })
})

/** Deposits of one penny each from many sides, until the server is killed in the middle of them. */
async function loadUntilKilled(
  server: ServerProcess,
  player: number,
  round: number,
  acknowledged: Map<string, number>,
) {
  let killed = false
  const worker = async (name: number) => {
    for (let count = 0; !killed; count++) {
      const reference = `${round}-${name}-${count}`
      const answer = await operator(server, `/players/${player}/deposits`, {
        amount: 1,
        currency: 'GBP',
        reference,
      }).catch(() => null)
      if (answer?.status === 201) acknowledged.set(reference, 1)
    }
  }
  const workers = Array.from({ length: 8 }, (_, index) => worker(index))
  await new Promise((resolve) => setTimeout(resolve, 100 + round * 70))
  server.child.kill('SIGKILL')
  await server.ended
  killed = true
  await Promise.all(workers)
}
