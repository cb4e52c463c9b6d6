import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildClient } from '../../../scripts/build/client.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))

let project: string
let packaged: string
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'ante-consumer-'))
  packaged = join(project, 'node_modules/@ante/client')
  await mkdir(packaged, { recursive: true })
  await buildClient(join(packaged, 'dist'))
  await cp(join(root, 'client/package.json'), join(packaged, 'package.json'))
  for (const dependency of await dependencies()) {
    await symlink(join(root, 'node_modules', dependency), join(project, 'node_modules', dependency))
  }
})
afterAll(() => rm(project, { recursive: true, force: true }))

const manifest = async () => JSON.parse(await readFile(join(packaged, 'package.json'), 'utf8'))
const dependencies = async () => Object.keys((await manifest()).dependencies)

const gzipped = async (file: string) => gzipSync(await readFile(file), { level: 9 }).length
const KB = 1024

describe('the script', () => {
  it('[CL13] weighs at most 20 KB gzipped, and its realtime part 14 KB', async () => {
    expect(await gzipped(join(packaged, 'dist/ante.js'))).toBeLessThanOrEqual(20 * KB)
    expect(await gzipped(join(packaged, 'dist/ante-realtime.js'))).toBeLessThanOrEqual(14 * KB)
  })

  it('[CL26] the lobby adds at most 16 KB gzipped', async () => {
    expect(await gzipped(join(packaged, 'dist/ante-lobby.js'))).toBeLessThanOrEqual(16 * KB)
  })

  it('[CL13] leaves one global, and makes no code from text', async () => {
    const script = await readFile(join(packaged, 'dist/ante.js'), 'utf8')
    const page = { URL, URLSearchParams, AbortController, setTimeout, clearTimeout, performance, crypto, fetch }
    const context = createContext({ ...page }, { codeGeneration: { strings: false, wasm: false } })
    runInContext(script, context)
    expect(Object.keys(context).filter((name) => !(name in page))).toEqual(['Ante'])
    const made = runInContext(
      `const ante = Ante.createAnte({ server: 'https://ante.example', clientId: 'a-game' })
       ante.me().catch((error) => [Object.keys(Ante).sort(), ante.player, error instanceof Ante.Problem, error.code])`,
      context,
    )
    expect(await made).toEqual([
      ['AnteRandom', 'LoginError', 'Problem', 'createAnte', 'formatMoney'],
      null,
      true,
      'unauthorized',
    ])
  })

  it('[CL17] has types for its global', async () => {
    await cp(join(packaged, 'dist/ante.d.ts'), join(project, 'ante.d.ts'))
    await writeFile(join(project, 'page.ts'), PAGE)
    expect(await compile(['--module', 'esnext', 'ante.d.ts', 'page.ts'])).toBe('')
  })
})

describe('the package', () => {
  it('[CL13] weighs at most 12 KB gzipped in a game that signs in and plays', async () => {
    await writeFile(join(project, 'small.mjs'), SMALL_GAME)
    const { metafile } = await esbuild.build({
      absWorkingDir: project,
      entryPoints: ['small.mjs'],
      outdir: 'bundled',
      bundle: true,
      splitting: true,
      format: 'esm',
      minify: true,
      metafile: true,
    })
    const entry = Object.keys(metafile.outputs).find((file) => file.endsWith('small.js')) ?? ''
    const loadedAtOnce = [entry, ...staticImports(metafile, entry)]
    const sizes = await Promise.all(loadedAtOnce.map((file) => gzipped(join(project, file))))
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(12 * KB)
    expect(Object.keys(metafile.outputs).length).toBeGreaterThan(loadedAtOnce.length)
  })

  it('[CL14] imports nothing that it does not declare', async () => {
    const files = (await readdir(join(packaged, 'dist'))).filter((file) => file.endsWith('.mjs'))
    const texts = await Promise.all(files.map((file) => readFile(join(packaged, 'dist', file), 'utf8')))
    const imported = texts.flatMap((text) =>
      [...text.matchAll(/(?:from |import\()"([^"]+)"/g)].map((match) => match[1]),
    )
    expect(imported).toContain('socket.io-client')
    const outside = imported.filter((specifier) => !specifier?.startsWith('./'))
    for (const specifier of outside) expect(await dependencies()).toContain(specifier)
  })

  it('[CL14] works as an installed module', async () => {
    await writeFile(
      join(project, 'game.mjs'),
      `import { createAnte, formatMoney, LoginError, Problem } from '@ante/client'
       const ante = createAnte({ server: 'https://ante.example', clientId: 'a-game' })
       await ante.play({ gameId: 1, stake: 500, currency: 'GBP' }).catch((error) => {
         console.log(error instanceof Problem, error.code, formatMoney(500, 'GBP', 'en-GB'), typeof LoginError)
       })`,
    )
    const { stdout } = await run(process.execPath, [join(project, 'game.mjs')])
    expect(stdout.trim()).toBe('true unauthorized £5.00 function')
  })

  it('[CL14] has one LoginError, whichever of its parts throws it', async () => {
    await writeFile(
      join(project, 'denied.mjs'),
      `import { createAnte, LoginError } from '@ante/client'
       const kept = new Map()
       const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key), key: () => null, length: 0 }
       globalThis.addEventListener = globalThis.removeEventListener = () => {}
       globalThis.document = { visibilityState: 'visible' }
       globalThis.window = { sessionStorage: storage, localStorage: storage, document, history: { replaceState() {} }, location: { href: 'https://game.example/', assign(url) { this.left = url } } }
       const ante = createAnte({ server: 'https://ante.example', clientId: 'a-game' })
       ante.login({ mode: 'redirect' })
       while (!window.location.left) await new Promise((resolve) => setTimeout(resolve, 10))
       const state = new URL(window.location.left).searchParams.get('state')
       window.location.href = 'https://game.example/?error=access_denied&state=' + state
       const error = await ante.completeLogin().catch((error) => error)
       console.log(error instanceof LoginError, error.code, new Error('LoginError') instanceof LoginError)`,
    )
    const { stdout } = await run(process.execPath, [join(project, 'denied.mjs')])
    expect(stdout.trim()).toBe('true denied false')
  })

  it.each([
    ['bundler', 'esnext'],
    ['nodenext', 'nodenext'],
  ])('[CL14] has types that a game can use without this workspace (%s)', async (moduleResolution, module) => {
    await writeFile(join(project, 'game.ts'), GAME)
    await writeFile(join(project, 'package.json'), '{ "type": "module" }')
    const how = ['--module', module, '--moduleResolution', moduleResolution]
    expect(await compile([...how, 'game.ts'])).toBe('')
  })
})

/** What the compiler says. */
async function compile(parameters: string[]): Promise<string> {
  const flags = ['--strict', '--noEmit', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false']
  const target = ['--target', 'es2022', '--lib', 'es2022,dom', '--types', '']
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  return (await run(process.execPath, [compiler, ...flags, ...target, ...parameters])).stdout
}

/** The files that a file imports, and those that they import. */
function staticImports(metafile: esbuild.Metafile, file: string): string[] {
  const own = metafile.outputs[file]?.imports.filter(({ kind }) => kind === 'import-statement') ?? []
  return [...new Set(own.flatMap(({ path }) => [path, ...staticImports(metafile, path)]))]
}

/** Runs to the end and fails with what was said. */
async function run(command: string, parameters: string[]) {
  try {
    return await promisify(execFile)(command, parameters, { cwd: project })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${stdout}${stderr}`, { cause: error })
  }
}

const SMALL_GAME = `
import { createAnte } from '@ante/client'

const ante = createAnte({ server: 'https://ante.example', clientId: 'a-game' })
document.onclick = async () => {
  await ante.login()
  const attempt = await ante.play({ gameId: 1, stake: 500, currency: 'GBP' })
  await attempt.submit(1)
  document.title = (await attempt.settled()).result.verdict
}
`

const PAGE = `
const ante: Ante.Ante = Ante.createAnte({ server: 'https://ante.example', clientId: 'a-game' })
ante.on('settled', ({ result }) => console.log(result.verdict satisfies Ante.Verdict, Ante.formatMoney(500, 'GBP')))
ante.login().catch((error: unknown) => error instanceof Ante.LoginError && error.code === 'denied')
// @ts-expect-error not part of the API
Ante.PROBLEM_STATUS
`

const GAME = `
import { type Ante, type Attempt, createAnte, formatMoney, LoginError, Problem, type Settled } from '@ante/client'

const ante: Ante = createAnte({ server: 'https://ante.example', clientId: 'a-game', storage: sessionStorage })

export async function round(score: number): Promise<string> {
  const player = ante.player ?? (await ante.login())
  const name: string = player.nickname
  const attempt: Attempt = await ante.play({ gameId: 1, stake: 500, currency: 'GBP' })
  const deadline: Date | null = attempt.resultUntil
  await attempt.submit(score)
  const { match, result }: Settled = await attempt.settled()
  const outcome: 'won' | 'lost' | 'draw' | 'void' | 'expired' = result.verdict
  return [name, deadline, outcome, formatMoney(match.stake, match.currency)].join()
}

ante.on('settled', ({ result }) => console.log(result.amountWon satisfies number | null))
ante.on('wallet', ({ balance }) => console.log(balance.toFixed()))
const end: () => void = ante.on('signedOut', ({ reason }) => console.log(reason satisfies 'logout' | 'expired'))
end()

export function explain(error: unknown): string {
  if (error instanceof LoginError) return error.code satisfies 'popup_blocked' | 'denied' | 'closed' | 'timeout' | 'insecure_context' | 'refused'
  if (error instanceof Problem) return error.code === 'insufficient_funds' ? 'Top up' : error.message
  throw error
}

// @ts-expect-error a stake is a number
ante.play({ gameId: 1, stake: '500', currency: 'GBP' })
// @ts-expect-error there is no such event
ante.on('settle', () => {})
// @ts-expect-error a result has no secret
ante.result('1').then((result) => result.secret)
`
