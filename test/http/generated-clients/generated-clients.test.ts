import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toolPath } from '../../../scripts/tools.mjs'
import { ADMIN_TOKEN, startAnte, type TestAnte } from '../../support/ante.ts'

/** Downloads and compilers take their time. */
const PATIENCE = 300_000

const run = promisify(execFile)
const tsc = join(import.meta.dirname, '../../../node_modules/.bin/tsc')
const types = join(import.meta.dirname, '../../../node_modules/@types')
const folders: string[] = []
let ante: TestAnte

beforeAll(async () => {
  ante = await startAnte()
})
afterAll(async () => {
  await ante.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

/** A copy of a consumer's files, with the document that the server serves beside them. */
async function folderOf(language: 'typescript' | 'csharp'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `ante-${language}-`))
  folders.push(folder)
  await cp(join(import.meta.dirname, language), folder, { recursive: true })
  const document = await fetch(`${ante.url}/openapi.json`)
  await writeFile(join(folder, 'openapi.json'), await document.text())
  return folder
}

describe('clients that are generated from the document', () => {
  it('[DC20] compile and play, by openapi-typescript', { timeout: PATIENCE }, async () => {
    const cwd = await folderOf('typescript')
    const [alice, bob, game] = [await ante.player(), await ante.player(), await ante.game()]
    await writeFile(join(cwd, 'package.json'), '{"type":"module"}')
    await run('npx', ['-y', 'openapi-typescript@7.13.0', 'openapi.json', '-o', 'schema.ts'], { cwd })
    const strict = [
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--allowImportingTsExtensions',
    ]
    await run(tsc, [...strict, '--types', 'node', '--typeRoots', types, 'consumer.ts'], { cwd })
    const outfile = join(cwd, 'consumer.mjs')
    await build({ entryPoints: [join(cwd, 'consumer.ts')], outfile, format: 'esm', target: 'es2022' })
    const { stdout } = await run(process.execPath, [outfile, ante.url, alice.token, bob.token, String(game)])
    expect(JSON.parse(stdout)).toEqual({ outcome: 'walkover', winner: bob.id })
  })

  it('[DC20] compile and play, by NSwag and Kiota', { timeout: PATIENCE, tags: ['dotnet'] }, async () => {
    const cwd = await folderOf('csharp')
    const [alice, bob] = [await ante.player(), await ante.player()]
    const env = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', KIOTA_OFFLINE_ENABLED: 'true' }
    const dotnet = (...args: string[]) => run(toolPath('dotnet') ?? 'dotnet', args, { cwd, env, maxBuffer: 2 ** 26 })
    await dotnet('tool', 'restore')
    const nswag = ['/input:openapi.json', '/output:NSwag.cs', '/namespace:AnteNSwag', '/className:AnteClient']
    const options = [
      '/generateOptionalParameters:true',
      '/generateOptionalPropertiesAsNullable:true',
      '/operationGenerationMode:SingleClientFromOperationId',
    ]
    await dotnet('nswag', 'openapi2csclient', ...nswag, ...options)
    const kiota = ['-l', 'CSharp', '-d', 'openapi.json', '-c', 'AnteClient', '-n', 'AnteKiota', '-o', 'kiota']
    await dotnet('kiota', 'generate', ...kiota)
    await dotnet('build', '-o', 'out', '-v', 'quiet', '-clp:ErrorsOnly')
    const { stdout } = await dotnet('out/clients.dll', ante.url, ADMIN_TOKEN, alice.token, bob.token)
    expect(JSON.parse(stdout)).toEqual({
      repeated: true,
      outcome: expect.stringMatching(/^challenger_?won$/i),
      settled: alice.id,
      bobs: alice.id,
      state: 'Settled',
      refusal: 'own_match',
    })
  })
})
