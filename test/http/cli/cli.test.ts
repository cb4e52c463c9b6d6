import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_TOKEN, startAnte, type TestAnte } from '../../support/ante.ts'
import { eventually } from '../../support/eventually.ts'
import { freshClone } from '../../support/project/fresh-clone.ts'
import { runAnte } from '../../support/run-cli.ts'
import { temporaryFolder } from '../../support/storage/folders.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte()
  const alice = await ante.player()
  const { body } = await ante.operator('POST', `/admin/v1/players/${alice.id}/deposits`, payment('first'))
  expect(body.balance).toBe(10_500)
  await eventually(async () => ((await head()).head.entries === 2 ? true : null))
})
afterAll(() => ante.close())

const payment = (reference: string) => ({ amount: 500, currency: 'GBP', reference })
const head = async () => (await ante.operator('GET', '/admin/v1/ledger/head')).body
const folder = () => ante.config.dataDirectory

const run = (...args: string[]) => runAnte(args)
const runWith = (input: readonly Buffer[], ...args: string[]) => runAnte(args, { input })

async function exported(): Promise<string> {
  const file = join(await temporaryFolder(), 'ledger.ndjson')
  expect(await run('ledger', 'export', folder(), '--out', file)).toEqual({ code: 0, out: '', err: '' })
  return file
}

describe('ante ledger verify', () => {
  it('[OP20] says of a sound ledger what it counted, and exits 0', async () => {
    const { code, out, err } = await run('ledger', 'verify', folder())
    const { height, hash } = (await head()).head
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`ledger of   ${ante.url}\n`)
    expect(out).toContain('transfers   2\n')
    expect(out).toContain(`head        ${height}:${hash}\n`)
    expect(out).toMatch(/\nEverything adds up\.\n$/)
  })

  it('[OP20] says the same to programs', async () => {
    const { code, out } = await run('ledger', 'verify', folder(), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      ok: true,
      issuer: ante.url,
      exported_at: null,
      transfers: 2,
      unsealed: 0,
      blocks: (await head()).head.height,
      head: (await head()).head,
      sealed_at: expect.stringMatching(/^\d{4}-.*Z$/),
      keys: [],
      problem_count: 0,
      problems: [],
    })
  })

  it('[OP20] finds a head again that was kept, and exits 1 for one that is not in the chain', async () => {
    const kept = await head()
    const { height, hash } = kept.head
    for (const known of [kept.jws, `${height}:${hash}`]) {
      expect((await run('ledger', 'verify', folder(), '--head', known)).code).toBe(0)
      expect((await run('ledger', 'verify', await exported(), '--head', known)).code).toBe(0)
    }
    for (const [known, expected] of [
      [`${height + 1}:${hash}`, /^ {2}The chain ends at block \d+, and the known head is block \d+: it was cut off/m],
      [`${height}:${'0'.repeat(64)}`, /Block \d+ is not the one that the known head names/],
      [kept.jws.replace(/.$/, (last: string) => (last === 'A' ? 'Q' : 'A')), /The known head was not signed/],
      [ADMIN_TOKEN.replace(/-/g, '.').split('.').slice(0, 3).join('.'), /The known head was not signed/],
    ] as const) {
      for (const path of [folder(), await exported()]) {
        const { code, out } = await run('ledger', 'verify', path, '--head', known)
        expect(code).toBe(1)
        expect(out).toMatch(expected)
      }
    }
  })

  it('[OP20] names the line of an export that was changed, and exits 1', async () => {
    const file = await exported()
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"amount":500', '"amount":501'))
    const { code, out } = await run('ledger', 'verify', file)
    expect(code).toBe(1)
    expect(out).toMatch(/One problem:\n {2}line [23]: This line was changed after it was written\.\n$/)
    expect(out).not.toContain('transfers')
    const json = JSON.parse((await run('ledger', 'verify', file, '--json')).out)
    expect(json).toMatchObject({ ok: false, transfers: null, head: null, problem_count: 1 })
    expect(json.problems).toEqual([
      { line: expect.any(Number), message: 'This line was changed after it was written.' },
    ])
  })

  it('[OP20] reads an export that comes in, and holds it against published keys', async () => {
    const text = await readFile(await exported())
    expect(await runWith([text], 'ledger', 'verify', '-')).toMatchObject({ code: 0 })
    const keys = join(await temporaryFolder(), 'jwks.json')
    await writeFile(keys, JSON.stringify((await ante.anonymous('GET', '/oauth/jwks')).body))
    expect(await runWith([text], 'ledger', 'verify', '-', '--jwks', keys)).toMatchObject({ code: 0 })
    const other = await startAnte()
    try {
      await writeFile(keys, JSON.stringify((await other.anonymous('GET', '/oauth/jwks')).body))
    } finally {
      await other.close()
    }
    const { code, out } = await runWith([text], 'ledger', 'verify', '-', '--jwks', keys)
    expect([code, out]).toEqual([1, expect.stringContaining('The digest was not signed by the server of this ledger.')])
    const kept = await head()
    expect(await run('ledger', 'verify', folder(), '--head', kept.jws, '--jwks', keys)).toMatchObject({ code: 1 })
  })

  it('[OP20] tells of a damaged folder, and exits 1', async () => {
    const damaged = await temporaryFolder()
    await writeFile(join(damaged, 'snapshot.ndjson'), 'nothing that Ante wrote\n')
    const verified = await run('ledger', 'verify', damaged)
    expect([verified.code, verified.out]).toEqual([
      1,
      expect.stringMatching(/^One problem:\n {2}The store is damaged: /),
    ])
    expect(await run('ledger', 'export', damaged)).toMatchObject({ code: 1, out: '', err: /^The store is damaged: / })
  })
})

describe('ante ledger export', () => {
  it('[OP21] writes an export of a folder that a server uses, and changes nothing in it', async () => {
    const filesIn = async () => {
      const names = (await readdir(folder())).sort()
      return Promise.all(names.map(async (name) => [name, (await stat(join(folder(), name))).ino]))
    }
    const before = await filesIn()
    const file = await exported()
    await run('ledger', 'verify', folder())
    expect(await filesIn()).toEqual(before)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(file, '..'))).toEqual(['ledger.ndjson'])
    const { code, out } = await run('ledger', 'export', folder())
    expect(code).toBe(0)
    expect(out.split('\n').length).toBe((await readFile(file, 'utf8')).split('\n').length)
    const [header] = out.split('\n')
    expect(JSON.parse(header ?? '')).toMatchObject({ format: 'ante-ledger', version: 1, issuer: ante.url })
    expect(
      (await ante.operator('POST', '/admin/v1/players', { username: 'still', password: 'here I am' })).status,
    ).toBe(201)
  })
})

describe('the ante command', () => {
  it('[OP23] helps whoever asks, and exits 0', async () => {
    for (const args of [['help'], ['--help'], ['-h'], ['help', 'nothing']]) {
      const { code, out, err } = await run(...args)
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(/ante ledger verify +\S/)
      expect(out).toMatch(/ante ledger export +\S/)
    }
    for (const args of [
      ['help', 'ledger', 'verify'],
      ['ledger', 'verify', '--help'],
    ]) {
      expect((await run(...args)).out).toMatch(/^Usage: ante ledger verify <data folder or export> \[--head <head>\]/)
    }
  })

  it.each<[string, RegExp, () => Promise<string[]> | string[]]>([
    ['no command', /ante ledger verify/, () => []],
    ['an unknown one', /^There is no command "ledger verfy"/, () => ['ledger', 'verfy']],
    ['no path', /^Name one data folder or export\.\nUsage: ante ledger verify/, () => ['ledger', 'verify']],
    ['two paths', /^Name one data folder\./, () => ['ledger', 'export', 'a', 'b']],
    ['an unknown option', /^Unknown option '--fast'/, () => ['ledger', 'verify', '--fast', 'x']],
    ['an option without its value', /--head/, () => ['ledger', 'verify', 'x', '--head']],
    ['a path that is not there', /^\/nowhere cannot be read/, () => ['ledger', 'verify', '/nowhere']],
    ['a head that is none', /^A head is a JWS, or/, () => ['ledger', 'verify', folder(), '--head', '3:abc']],
    [
      'keys that are none',
      /holds no published keys/,
      async () => ['ledger', 'verify', folder(), '--jwks', await exported()],
    ],
    ['a folder of others', /is no data folder of Ante/, async () => ['ledger', 'verify', await temporaryFolder()]],
    ['an export to export', /is not a data folder/, async () => ['ledger', 'export', await exported()]],
    [
      'a place that cannot be written',
      /cannot be written/,
      () => ['ledger', 'export', folder(), '--out', '/nowhere/x'],
    ],
    [
      'a folder without keys',
      /has no keys\.json to sign an export/,
      async () => ['ledger', 'export', await withoutKeys()],
    ],
    [
      'a signed head and no keys',
      /has no keys\.json to hold the head's signature against/,
      async () => ['ledger', 'verify', await withoutKeys(), '--head', 'a.b.c'],
    ],
  ])('[OP23] says what is wrong and exits 2 for %s', async (_, expected, args) => {
    const { code, out, err } = await run(...(await args()))
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(expected)
  })

  async function withoutKeys(): Promise<string> {
    const copy = join(await temporaryFolder(), 'data')
    await mkdir(copy)
    for (const name of await readdir(folder())) {
      if (name.endsWith('.ndjson')) await writeFile(join(copy, name), await readFile(join(folder(), name)))
    }
    return copy
  }

  it('[OP22] runs in a fresh clone, where it builds itself first', async () => {
    const clone = await freshClone()
    try {
      const command = join(clone.folder, 'server/bin/ante.mjs')
      const manifest = JSON.parse(await readFile(join(clone.folder, 'server/package.json'), 'utf8'))
      expect(join(clone.folder, 'server', manifest.bin.ante)).toBe(command)
      for (const [args, code] of [
        [['ledger', 'verify', folder(), '--json'], 0],
        [['ledger', 'verify', folder(), '--head', `9999:${'0'.repeat(64)}`], 1],
        [['ledger'], 2],
      ] as const) {
        const ended = await new Promise<{ code: unknown; out: string }>((resolve) => {
          execFile(command, args, (error, out) => resolve({ code: error?.code ?? 0, out }))
        })
        expect(ended.code).toBe(code)
        if (code === 0) expect(JSON.parse(ended.out).ok).toBe(true)
      }
    } finally {
      await clone.remove()
    }
  })
})
