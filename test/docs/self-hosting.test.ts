import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN } from '../support/ante.ts'
import { freePort } from '../support/ports.ts'
import { type ServerProcess, startProcess } from '../support/process.ts'
import { run } from '../support/project/command.ts'
import { readSource } from '../support/project/sources.ts'

const page = readSource('docs/self-hosting.md')

describe('the table of variables', () => {
  const rows = new Map(
    [...page.matchAll(/^\| (`[A-Z_`, ]+`) \| ([^|]+) \|/gm)].map((row) => [row[1] ?? '', row[2] ?? '']),
  )
  const described = [...rows.keys()].flatMap((names) => [...names.matchAll(/[A-Z_]+/g)].map(([name]) => name))

  it('[DC9] has every variable that the server reads, and no other', () => {
    const read = [...`${readSource('server/config/environment.ts')}${readSource('server/main.ts')}`.matchAll(VARIABLE)]
    const names = new Set(read.map((match) => match[1] ?? match[2]))
    expect(new Set(described)).toEqual(names)
  })
})

/** `env.NAME`, and names that are passed on to a reader: `port('PORT', 4000)`. */
const VARIABLE = /\benv\.([A-Z_]+)|\b(?:port|flag)\('([A-Z_]+)'/g

describe('the backup of a running store', () => {
  const folders: string[] = []
  const running: ServerProcess[] = []
  afterEach(async () => {
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGKILL')
      await ended
    }
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
  })

  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), 'ante-test-'))
    folders.push(path)
    return path
  }

  async function start(directory: string): Promise<(path: string, body?: object) => Promise<Response>> {
    const env = { DATA_DIR: directory, PORT: String(await freePort()), ANTE_ADMIN_TOKEN: ADMIN_TOKEN }
    const server = startProcess({ env })
    running.push(server)
    await server.ready()
    return (path, body) =>
      fetch(`${server.url}/admin/v1${path}`, {
        headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
        ...(body && { method: 'POST', body: JSON.stringify(body) }),
      })
  }

  it('[DC10] made as the page says, under load, opens with everything that was acknowledged before it', async () => {
    const [live, copy] = [await folder(), await folder()]
    const operator = await start(live)
    const { id } = await (await operator('/players', { username: 'ada', password: 'correct horse' })).json()
    const deposit = (reference: string) =>
      operator(`/players/${id}/deposits`, { amount: 1, currency: 'GBP', reference })
    for (let index = 0; index < 20; index++) expect((await deposit(`before-${index}`)).status).toBe(201)

    let over = false
    const load = (async () => {
      for (let index = 0; !over; index++) await deposit(`during-${index}`)
    })()
    const recipe = /```bash\n(backup_ante\(\)[\s\S]*?\n\)\n)/.exec(page)?.[1] ?? ''
    const backup = run('bash', ['-c', `${recipe}\nbackup_ante '${live}' '${copy}'`], live, {})
    expect(await backup.ended, backup.output()).toBe(0)
    over = true
    await load

    const restored = await start(copy)
    const { balances } = await (await restored(`/players/${id}`)).json()
    expect(balances.GBP).toBeGreaterThanOrEqual(20)
    expect(await (await restored('/ledger/verify')).json()).toMatchObject({ ok: true, problems: [] })
  })
})
