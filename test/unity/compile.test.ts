import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildProject } from '../support/unity/dotnet.ts'

describe('the package at C# 9, warnings as errors', { tags: ['dotnet'] }, () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ante-compile-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it.each([
    { platform: 'the Editor', symbols: ['UNITY_EDITOR', 'UNITY_WEBGL'] },
    { platform: 'WebGL builds', symbols: ['UNITY_WEBGL'] },
    { platform: 'desktop and mobile builds', symbols: [] },
  ])('[UN31] compiles as $platform compile it', async ({ symbols }) => {
    expect(await buildProject('Ante.Samples', folder, symbols)).not.toMatch(/warning|error/)
  })

  it('[UN31] compiles the Editor’s part', async () => {
    expect(await buildProject('Ante.Editor', folder, ['UNITY_EDITOR'])).not.toMatch(/warning|error/)
  })
})
