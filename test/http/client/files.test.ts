import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAnte, type TestAnte } from '../../support/ante.ts'

let ante: TestAnte
beforeAll(async () => {
  ante = await startAnte()
})
afterAll(() => ante.close())

const get = (path: string) => fetch(ante.url + path, { headers: { origin: 'https://some-game.example' } })

describe('the client’s files', () => {
  it.each([
    ['/ante.js', 'text/javascript'],
    ['/ante-realtime.js', 'text/javascript'],
    ['/ante-lobby.js', 'text/javascript'],
    ['/ante.d.ts', 'application/typescript'],
    ['/ante-client.tgz', 'application/gzip'],
  ])('[CL17] %s is there for games of any origin', async (path, type) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain(type)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(response.headers.get('cache-control')).toContain('max-age=300')
  })

  it('[CL17] the package has the server’s version, and nothing of this workspace', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ante-package-'))
    await writeFile(join(folder, 'it.tgz'), Buffer.from(await (await get('/ante-client.tgz')).arrayBuffer()))
    const { stdout } = await promisify(execFile)('tar', ['xzvf', 'it.tgz'], { cwd: folder })
    const manifest = JSON.parse(await readFile(join(folder, 'package/package.json'), 'utf8'))
    await rm(folder, { recursive: true })
    const server = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'))
    expect(manifest).toMatchObject({ name: '@ante/client', version: server.version })
    expect(manifest.devDependencies).toBeUndefined()
    const files = stdout
      .trim()
      .split('\n')
      .map((file) => file.replace('package/', ''))
    for (const named of [manifest.exports['.'].types, manifest.exports['.'].import]) {
      expect(files).toContain(named.replace('./', ''))
    }
    expect(files.filter((file) => file.endsWith('.ts'))).toEqual([])
  })
})
