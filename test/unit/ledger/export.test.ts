import fc from 'fast-check'
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditExport, type ExportAuditOptions } from '../../../server/services/ledger/export/export-audit.ts'
import { formatLine, type Line, parseLine } from '../../../server/services/ledger/export/export-lines.ts'
import { exportLedger } from '../../../server/services/ledger/export/ledger-export.ts'
import { createLedgerSigner } from '../../../server/services/ledger/head-signer.ts'
import { openLowdbStorage } from '../../../server/storage/lowdb/lowdb-storage.ts'
import { aLedgerWorld, type LedgerWorld } from '../../support/ledger/history.ts'
import { audit, plainLedger } from '../../support/ledger/plain-ledger.ts'
import { emptyFolder } from '../../support/storage/folders.ts'

const clock = { now: () => Date.parse('2026-02-01T00:00:00Z') }
let key: JWK
let otherKey: JWK
let lines: string[]
let report: ReturnType<typeof audit>
beforeAll(async () => {
  ;[key, otherKey] = [await aKey('one'), await aKey('two')]
  ;({ lines, report } = await exportAfter((world) => world.live(150)))
})

/** The export of a ledger with this past, sealed, and with two entries that are in no block yet. */
async function exportAfter(past: (world: LedgerWorld) => Promise<void>) {
  const { directory, remove } = await emptyFolder()
  const storage = await openLowdbStorage({ directory })
  const world = await aLedgerWorld(storage)
  await past(world)
  await world.sealer.seal()
  for (const who of [0, 1]) await world.take({ do: 'deposit', who, which: 1, amount: 70 })
  const exported: string[] = []
  for await (const line of exportLedger({ snapshot: await storage.ledgerSnapshot(), clock, signingKeys: [key] })) {
    exported.push(line)
  }
  const found = audit(await plainLedger(storage))
  await storage.close()
  await remove()
  return { lines: exported, report: found }
}

async function aKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' }
}

async function* inChunks(bytes: Buffer, size = 1000): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

const verify = (text: string | Buffer | readonly string[], options?: ExportAuditOptions) =>
  auditExport(inChunks(Buffer.isBuffer(text) ? text : Buffer.from([text].flat().join(''))), options)

const linesOfProblems = async (...verification: Parameters<typeof verify>) =>
  (await verify(...verification)).problems.map(({ line }) => line)
const messages = async (...verification: Parameters<typeof verify>) =>
  (await verify(...verification)).problems.map(({ line, message }) => `${line}: ${message}`).join('\n')

const contentOf = (line: string | undefined): Line => {
  const parsed = parseLine(Buffer.from(line ?? ''))
  if ('error' in parsed) throw new Error(parsed.error)
  return parsed
}
const indexOf = (type: Line['type'], which = 0) =>
  lines.map((line, index) => ({ index, line })).filter(({ line }) => contentOf(line).type === type)[which]?.index ?? -1
const withLine = (index: number, change: (line: Line) => object) =>
  lines.with(index, formatLine({ ...contentOf(lines[index]), ...change(contentOf(lines[index])) } as Line))

describe('an export', () => {
  it('[LG33] is in order, and says what the ledger says', async () => {
    const found = await verify(lines)
    expect(found).toMatchObject({ ...report, problems: [], problemCount: 0 })
    expect(found).toMatchObject({ issuer: 'https://ante.example', exportedAt: '2026-02-01T00:00:00.000Z' })
    expect(found.unsealed).toBe(2)
    expect(new Set(lines.map((line) => contentOf(line).type))).toEqual(
      new Set(['header', 'block', 'entry', 'match', 'balance', 'footer']),
    )
  })

  it('[LG33] is the same however it arrives', async () => {
    const bytes = Buffer.from(lines.join(''))
    for (const size of [1, 7, bytes.length]) {
      expect((await auditExport(inChunks(bytes, size))).problemCount).toBe(0)
    }
  })

  it('[LG33] keeps private keys, names and addresses to itself', () => {
    const text = lines.join('')
    expect(text).not.toContain(key.d)
    expect(text).not.toContain('"d"')
    expect(text).not.toMatch(/guest|somewhere|secret/i)
  })

  it('[LG33] tells the line of any byte that was changed', async () => {
    const bytes = Buffer.from(lines.join(''))
    const lineAt = (offset: number) => bytes.subarray(0, offset).toString('latin1').split('\n').length
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(change, async ([offset, flip]) => {
        const changed = Buffer.from(bytes)
        changed[offset] = (changed[offset] ?? 0) ^ flip
        const [first] = (await verify(changed)).problems
        expect(first?.line).toBe(lineAt(offset))
      }),
      { numRuns: 300 },
    )
  })

  it('[LG33] tells it at every single byte of every kind of line', () => {
    for (const type of ['header', 'block', 'entry', 'match', 'balance', 'footer'] as const) {
      const bytes = Buffer.from(lines[indexOf(type)] ?? '')
      expect(parseLine(bytes)).toMatchObject({ type })
      for (let offset = 0; offset < bytes.length; offset++) {
        for (const flip of [1, 2, 4, 8, 16, 32, 64, 128]) {
          const changed = Buffer.from(bytes)
          changed[offset] = (changed[offset] ?? 0) ^ flip
          expect(parseLine(changed)).toHaveProperty('error')
        }
      }
    }
  })

  it('[LG33] tells it at every single byte of a small one, from the first to the last', async () => {
    const small = await exportAfter(async ({ take, sealer }) => {
      await take({ do: 'create', who: 0, which: 0, amount: 100 })
      await sealer.seal()
      await take({ do: 'accept', who: 1, which: 0, amount: 100 })
      await take({ do: 'forfeit', who: 0, which: 0, amount: 1 })
      await take({ do: 'score', who: 1, which: 0, amount: 2 })
    })
    const bytes = Buffer.from(small.lines.join(''))
    expect(new Set(small.lines.map((line) => contentOf(line).type)).size).toBe(6)
    expect((await verify(bytes)).problemCount).toBe(0)
    let line = 1
    for (let offset = 0; offset < bytes.length; offset++) {
      const changed = Buffer.from(bytes)
      changed[offset] = (changed[offset] ?? 0) ^ (1 << (offset % 8))
      const { problems } = await verify(changed)
      expect([offset, problems[0]?.line]).toEqual([offset, line])
      if (bytes[offset] === 0x0a) line += 1
    }
    expect(line).toBe(small.lines.length + 1)
  }, 120_000)

  it('[LG33] tells bytes that were put in or taken out', async () => {
    const bytes = Buffer.from(lines.join(''))
    const lineAt = (offset: number) => bytes.subarray(0, offset).toString('latin1').split('\n').length
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.constantFrom(' ', '\n', '0', '"', '\u0000'), async (at, text) => {
        const inserted = Buffer.concat([bytes.subarray(0, at), Buffer.from(text), bytes.subarray(at)])
        const [first] = (await verify(inserted)).problems
        // A line's end that is put in front of a line's end makes an empty line behind it.
        const emptyLine = text === '\n' && bytes[at] === 0x0a
        expect(first?.line).toBe(lineAt(at) + (emptyLine ? 1 : 0))
        const removed = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
        const [found] = (await verify(removed)).problems
        expect(found?.line).toBe(lineAt(at))
      }),
      { numRuns: 60, examples: [[bytes.indexOf('\n'), '\n']] },
    )
  })

  it('[LG33] tells where it was cut off, at every line', async () => {
    for (let count = 0; count < lines.length; count++) {
      expect(await linesOfProblems(lines.slice(0, count))).toContain(count + 1)
    }
    const bytes = Buffer.from(lines.join(''))
    expect(await messages(bytes.subarray(0, -1))).toBe(
      `${lines.length}: The last line does not end: the file was cut off, or added to.`,
    )
  })
})

describe('a forger who writes whole lines anew', () => {
  it.each<[string, RegExp, () => readonly string[]]>([
    [
      'that drops a block',
      /^(\d+): Block \d+: it comes after block \d+/,
      () => lines.toSpliced(indexOf('block', 3), 1),
    ],
    [
      'that drops an entry',
      /The export had \d+ lines, and this is line \d+/,
      () => lines.toSpliced(indexOf('entry', 1), 1),
    ],
    ['that drops a match', /belongs to match \S+, which does not exist/, () => lines.toSpliced(indexOf('match', 3), 1)],
    ['that drops a balance', /its entries sum to/, () => lines.toSpliced(indexOf('balance', 1), 1)],
    ['that says a block twice', /it comes after block/, () => lines.toSpliced(4, 0, lines[4] ?? '')],
    [
      'that says a match before the blocks',
      /A line of type "block" is out of place/,
      () => lines.toSpliced(3, 0, lines[indexOf('match')] ?? ''),
    ],
    [
      'that goes on after its footer',
      /A line of type "match" is out of place/,
      () => [...lines, lines[indexOf('match')] ?? ''],
    ],
    ['with two headers', /A line of type "header" is out of place/, () => [lines[0] ?? '', ...lines]],
    ['without a header', /1: The export does not begin with its header/, () => lines.slice(1)],
    [
      'with another amount',
      /3: Block 2: its entries are not those that were sealed/,
      () =>
        withLine(2, (line) =>
          'entries' in line ? { entries: line.entries.map((entry) => ({ ...entry, amount: entry.amount + 1 })) } : {},
        ),
    ],
    [
      'with another balance',
      /holds -?\d+ \w+; its entries sum to/,
      () => withLine(indexOf('balance'), (line) => ('balance' in line ? { balance: line.balance + 1 } : {})),
    ],
    [
      'with another fee',
      /its fee is \d+; \d+ is due/,
      () => withLine(indexOf('match'), (line) => ('fee' in line ? { fee: line.fee + 1 } : {})),
    ],
    [
      'with another time of an entry in no block',
      /The lines before this one are not those that were exported/,
      () =>
        withLine(indexOf('entry'), (line) =>
          line.type === 'entry' ? { entry: { ...line.entry, at: '2026-01-01T00:00:00.000Z' } } : {},
        ),
    ],
    [
      'with another issuer',
      /The lines before this one are not those that were exported/,
      () => withLine(0, () => ({ issuer: 'https://evil.example' })),
    ],
    [
      'with another digest',
      /The digest was not signed/,
      () => withLine(lines.length - 1, () => ({ digest: '0'.repeat(64) })),
    ],
    ['with another head', /The head was not signed/, () => withLine(lines.length - 1, () => ({ head: 'x.y.z' }))],
  ])('[LG34] is found out: %s', async (_, expected, forge) => {
    expect(await messages(forge())).toMatch(expected)
  })

  it('[LG34] is found out when everything fits, but the key is another', async () => {
    const forged = await signedBy(otherKey, lines)
    expect((await verify(forged)).problemCount).toBe(0)
    expect(await messages(forged, { keys: [key] })).toMatch(
      /: The digest was not signed by the server[\s\S]*: The head was not signed by the server/,
    )
    expect((await verify(lines, { keys: [otherKey, key] })).problemCount).toBe(0)
    expect((await verify(lines)).keys).not.toEqual((await verify(forged)).keys)
  })

  it('[LG34] is found out by a head that was kept, signed or as a number and a hash', async () => {
    const signer = await createLedgerSigner({ key, issuer: 'https://ante.example', clock })
    const { head } = report
    const jws = await signer.signHead(head)
    expect((await verify(lines, { knownHead: jws })).problemCount).toBe(0)
    expect((await verify(lines, { knownHead: `${head.height}:${head.hash}` })).problemCount).toBe(0)
    expect(await messages(lines, { knownHead: `${head.height + 1}:${head.hash}` })).toMatch(/it was cut off/)
    expect(await messages(lines, { knownHead: `${head.height - 1}:${head.hash}` })).toMatch(
      new RegExp(`^${head.height}: Block ${head.height - 1} is not the one that the known head names`),
    )
  })

  it.each<[string, () => Promise<string> | string]>([
    ['another key', async () => (await signerOf(otherKey)).signHead(report.head)],
    ['another purpose', async () => (await signerOf(key)).signExport('0'.repeat(64))],
    ['the same key for something else that says the same', () => signedAs('wallet+jwt')],
    ['nobody', () => 'a.b.c'],
    ['nothing', () => ''],
  ])('[LG31] counts no known head that is signed by %s', async (_, knownHead) => {
    expect(await messages(lines, { knownHead: await knownHead() })).toBe(
      'undefined: The known head was not signed by the server of this ledger.',
    )
  })

  const signedAs = async (typ: string) =>
    new SignJWT({ height: report.head.height, hash: report.head.hash, entries: report.head.size })
      .setProtectedHeader({ alg: 'ES256', typ, kid: 'one' })
      .setIssuer('https://ante.example')
      .sign(await importJWK(key, 'ES256'))
  const signerOf = (key: JWK) => createLedgerSigner({ key, issuer: 'https://ante.example', clock })
})

it('[LG33] says that a newer Ante wrote it', async () => {
  const newer = withLine(0, () => ({ version: 2, more: true }))
  expect(await messages(newer)).toBe('1: Version 2 of the format was written by a newer Ante; this one reads 1.')
})

/** The same lines under another key, as somebody would write them who has the data and not the server's key. */
async function signedBy(key: JWK, lines: readonly string[]): Promise<string[]> {
  const { createHash } = await import('node:crypto')
  const { d: _, ...publicKey } = key
  const header = { ...contentOf(lines[0]), keys: [publicKey] } as Line
  const content = [formatLine(header), ...lines.slice(1, -1)]
  const signer = await createLedgerSigner({ key, issuer: 'https://ante.example', clock })
  const digest = createHash('sha256').update(content.join('')).digest('hex')
  const head = await signer.signHead(report.head)
  const footer: Line = { type: 'footer', lines: lines.length, digest, head, signature: await signer.signExport(digest) }
  return [...content, formatLine(footer)]
}
