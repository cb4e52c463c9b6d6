import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildProject, tokenKeepersOf } from '../support/unity/dotnet.ts'

/** What Unity defines for a platform, and what keeps tokens there. */
const KEEPERS: readonly (readonly [symbols: string, keeper: string])[] = [
  ['UNITY_STANDALONE UNITY_STANDALONE_WIN', 'WindowsDataProtection'],
  ['UNITY_STANDALONE UNITY_STANDALONE_OSX', 'MacKeychain'],
  ['UNITY_STANDALONE UNITY_STANDALONE_LINUX', 'Memory'],
  ['UNITY_ANDROID', 'AndroidKeystore'],
  ['UNITY_IOS', 'IosKeychain'],
  ['UNITY_WEBGL', 'Memory'],
  ['UNITY_EDITOR UNITY_EDITOR_WIN UNITY_ANDROID', 'WindowsDataProtection'],
  ['UNITY_EDITOR UNITY_EDITOR_OSX UNITY_IOS', 'MacKeychain'],
  ['UNITY_EDITOR UNITY_EDITOR_LINUX UNITY_STANDALONE UNITY_STANDALONE_WIN', 'Memory'],
]

describe('the package at C# 9, warnings as errors', { tags: ['dotnet'] }, () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ante-compile-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it.each([
    { platform: 'the Editor of Unity 6', symbols: ['UNITY_EDITOR', 'UNITY_WEBGL', 'UNITY_2023_1_OR_NEWER'] },
    { platform: 'WebGL builds', symbols: ['UNITY_WEBGL'] },
    { platform: 'desktop and mobile builds', symbols: [] },
  ])('[UN31] compiles as $platform compile it', async ({ symbols }) => {
    expect(await buildProject('Ante.Samples', folder, symbols)).not.toMatch(/warning|error/)
  })

  it('[UN31] compiles the Editor’s part', async () => {
    expect(await buildProject('Ante.Editor', folder, ['UNITY_EDITOR'])).not.toMatch(/warning|error/)
  })

  it('[UN31] [UN38] compiles the token stores for each platform, which keeps tokens where it keeps secrets', async () => {
    const keepers = await tokenKeepersOf(
      folder,
      KEEPERS.map(([symbols]) => symbols.split(' ')),
    )
    expect(keepers).toEqual(KEEPERS.map(([, keeper]) => keeper))
  })
})
