import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN, startAnte, type TestAnte } from '../support/ante.ts'
import { eventually } from '../support/eventually.ts'
import { run } from '../support/project/command.ts'
import { readSource } from '../support/project/sources.ts'

const page = readSource('docs/ledger.md')
const [settings = '', ...commands] = [...page.matchAll(/```bash\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')

let ante: TestAnte
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ante-test-'))
  ante = await startAnte()
  const player = await ante.player({ balance: 500 })
  expect(player.id).toBe(1)
  await eventually(async () =>
    (await ante.operator('GET', '/admin/v1/ledger/head')).body.head.entries === 1 ? true : null,
  )
})
afterAll(async () => {
  await ante.close()
  await rm(folder, { recursive: true })
})

/** What a block of the page answers, typed into a shell that has the page's settings, with this server's values. */
async function type(command: string): Promise<{ code: number | string; output: string }> {
  const own = settings
    .replace(/^ANTE=\S+/m, `ANTE=${ante.url}`)
    .replace(/^DATA_DIR=\S+/m, `DATA_DIR='${ante.config.dataDirectory}'`)
  // An installation links the command; a checkout has it in its place.
  const npx = `npx() { shift; node '${join(import.meta.dirname, '../../server/bin/ante.mjs')}' "$@"; }`
  const shell = run('bash', ['-c', `set -e -o pipefail\n${own}\n${npx}\n${command}`], folder, {
    ANTE_ADMIN_TOKEN: ADMIN_TOKEN,
  })
  const code = await shell.ended
  return { code, output: shell.output() }
}
const tried = new Set<string>()
function commandWith(text: string): string {
  const command = commands.find((command) => command.includes(text)) ?? ''
  tried.add(command)
  return command
}

describe('the commands of the ledger page', () => {
  it('[DC40] verify the server and its folder', async () => {
    const server = await type(commandWith('operator ledger/verify'))
    expect(JSON.parse(server.output)).toEqual({ ok: true, transfers: 1, blocks: 1, problems: [] })
    const { code, output } = await type(commandWith('verify "$DATA_DIR"\n'))
    expect([code, output]).toEqual([0, expect.stringMatching(/Everything adds up\.\n$/)])
  })

  it('[DC40] keep a head and hold the ledger against it', async () => {
    const { output } = await type(commandWith('operator ledger/head\n'))
    expect(JSON.parse(output)).toMatchObject({ head: { height: 1, entries: 1 }, jws: expect.stringMatching(/^eyJ/) })
    const later = await type(commandWith('--head "$HEAD"'))
    expect(later).toMatchObject({ code: 0, output: expect.stringContaining('Everything adds up.') })
    expect(later.output).toContain('{"ok":true,')
  })

  it('[DC40] export, verify, find what was changed, and recompute every block', async () => {
    const written = await type(commandWith('--out ledger.ndjson'))
    expect(written).toMatchObject({ code: 0, output: expect.stringContaining('Everything adds up.') })
    const changed = await type(commandWith("sed 's/"))
    expect(changed.code).toBe(1)
    expect(changed.output).toMatch(/One problem:\n {2}line 2: This line was changed after it was written\.\n$/)
    expect(await type(commandWith('--jwks jwks.json'))).toMatchObject({
      code: 0,
      output: expect.stringContaining('Everything adds up.'),
    })
    expect(await type(commandWith('every block fits'))).toEqual({ code: 0, output: 'every block fits\n' })
    const file = join(folder, 'ledger.ndjson')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"amount":500,', '"amount":900,'))
    expect(await type(commandWith('every block fits'))).toMatchObject({ code: 1 })
  })

  it('[DC40] correct a mistake', async () => {
    const { output } = await type(commandWith('ledger/corrections'))
    expect(JSON.parse(output).transfer).toMatchObject({ credit: 'player:1', amount: 250, id: 'correction:ticket-4711' })
    expect((await type(commandWith('operator ledger/verify'))).output).toMatch(/^\{"ok":true,"transfers":2,/)
  })

  it('[DC40] are all tried here', () => {
    expect(tried).toEqual(new Set(commands))
  })
})
