import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GENERATED, generateUnityTypes } from '../../scripts/generate-unity-types.mjs'
import { root } from '../../scripts/root.mjs'
import { PACKAGE, presentMetas, unityMetas } from '../../scripts/unity-meta.mjs'
import { readSource } from '../support/project/sources.ts'

const inPackage = (folder = '') =>
  readdirSync(join(root, PACKAGE, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  )

const readJson = (path: string) => JSON.parse(readSource(`${PACKAGE}/${path}`))

describe('the Unity package', () => {
  it('[UN3] has the types that the contract gives today: else run scripts/generate-unity-types.mjs', async () => {
    const generated = await generateUnityTypes()
    const present = readdirSync(join(root, GENERATED)).filter((name) => name.endsWith('.cs'))
    expect(present.sort()).toEqual([...generated.keys()].sort())
    for (const [name, text] of generated) expect(readSource(`${GENERATED}/${name}`), name).toBe(text)
  })

  it('[UN3] holds no call that is the operator’s alone', async () => {
    const calls = (await generateUnityTypes()).get('Calls.g.cs') ?? ''
    expect(calls).toContain('/api/gaming-async/v1/matches.json')
    expect(calls).not.toContain('/admin/')
  })

  it('[UN4] has the `.meta` of every file and folder, and no other: else run scripts/unity-meta.mjs', async () => {
    const metas = await unityMetas()
    expect((await presentMetas()).sort()).toEqual([...metas.keys()].sort())
    for (const [path, text] of metas) expect(readSource(`${PACKAGE}/${path}`), path).toBe(text)
  })

  it('[UN4] gives no two assets the same GUID', async () => {
    const guids = [...(await unityMetas()).values()].map((text) => /^guid: (.*)$/m.exec(text)?.[1])
    expect(new Set(guids).size).toBe(guids.length)
  })

  it('[UN38] has the iOS plug-in of the token stores in builds for iOS alone', async () => {
    const meta = [...(await unityMetas())].find(([path]) => path.endsWith('/AnteKeychain.mm.meta'))?.[1] ?? ''
    const platforms = [...meta.matchAll(/- first:\n {6}(\S+): .*\n {4}second:\n {6}enabled: (\d)/g)]
    expect(platforms.map(([, name, enabled]) => `${name} ${enabled}`)).toEqual(['Any 0', 'Editor 0', 'iPhone 1'])
    expect(meta).toContain('FrameworkDependencies: Security;')
  })

  it('[UN5] is a package that Unity can read: its samples are there, and its assemblies refer to ones that exist', () => {
    const manifest = readJson('package.json')
    expect(manifest).toMatchObject({ name: 'com.ante.runtime', unity: '2022.3', dependencies: {} })
    const entries = inPackage()
    for (const { path } of manifest.samples) expect(entries).toContain(path)
    const assemblies = entries.filter((name) => name.endsWith('.asmdef')).map(readJson)
    const names = assemblies.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['Ante.Core', 'Ante.Unity']))
    for (const { name, references } of assemblies)
      expect([...names, 'UnityEngine.TestRunner'], name).toEqual(expect.arrayContaining(references))
    expect(assemblies.find(({ name }) => name === 'Ante.Core')).toMatchObject({
      noEngineReferences: true,
      references: [],
    })
  })

  it('[UN5] has nothing stray in it, and no project file of dotnet', () => {
    const stray = inPackage().filter((name) => /\.(?:csproj|sln|dll|pdb)$|(?:^|\/)(?:bin|obj)(?:\/|$)/.test(name))
    expect(stray).toEqual([])
  })

  it('[UN5] starts no thread or timer of its own, and never waits by blocking', () => {
    const blocking = /Task\.(?:Run|Delay)\b|new (?:Thread|Timer)\b|CancelAfter|\.Wait\(\)|GetAwaiter\(\)/
    const sources = inPackage('Runtime/Core').filter((name) => name.endsWith('.cs'))
    expect(sources.length).toBeGreaterThan(50)
    const found = sources.filter((name) => blocking.test(readSource(`${PACKAGE}/Runtime/Core/${name}`)))
    expect(found).toEqual([])
  })
})
