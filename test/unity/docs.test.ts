import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startAnte } from '../support/ante.ts'
import { readSource } from '../support/project/sources.ts'
import { buildAgainstPackage } from '../support/unity/dotnet.ts'

const blocks = (language: string) =>
  [...readSource('docs/unity.md').matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, block = '']) => block,
  )

/** A block within a method; what the page takes for granted is a parameter. */
const methodOf = (block: string, index: number) => {
  const parameters = [
    ...(/AnteClient ante|var ante =/.test(block) ? [] : ['AnteClient ante']),
    ...(/var attempt =/.test(block) ? [] : ['Attempt attempt']),
  ]
  return `public async Task Block${index}(${parameters.join(', ')})\n{\n${block}\nawait Task.CompletedTask;\n}\n`
}

const PROGRAM = (methods: string) => `
using System;
using System.Threading;
using System.Threading.Tasks;
using Ante;
using Ante.Samples.TokenStores;
using Ante.Unity;
using UnityEngine;

public abstract class Page
{
    protected abstract Task<long> PlayLevelAsync(AnteRandom random);
    protected abstract Task<string> ExchangePortalTokenAsync(CancellationToken cancellation);
${methods}
}
`

describe('docs/unity.md', () => {
  it('[UN33] registers clients and a game that the server takes', async () => {
    const ante = await startAnte()
    const registered = [
      ...blocks('bash')
        .join('')
        .matchAll(/^operator (\w+) '([^']*)'/gm),
    ]
    const answers = await Promise.all(
      registered.map(([, path = '', body = '']) => ante.operator('POST', `/admin/v1/${path}`, body)),
    )
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    await ante.close()
  })

  it('[UN33] has C# that compiles', { tags: ['dotnet'] }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ante-page-'))
    await mkdir(join(folder, 'page'))
    const methods = blocks('csharp').map(methodOf)
    expect(methods.length).toBeGreaterThan(4)
    await writeFile(join(folder, 'page/Page.cs'), PROGRAM(methods.join('\n')))
    expect(await buildAgainstPackage(join(folder, 'page'))).not.toMatch(/error/)
    await rm(folder, { recursive: true, force: true })
  })
})
