import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../../../scripts/root.mjs'
import { toolPath } from '../../../scripts/tools.mjs'

/** How one test of `dotnet test` ended. */
export interface TestOutcome {
  readonly name: string
  readonly passed: boolean
  /** Why it failed. */
  readonly message: string
}

/** Runs the tests of `Ante.Core` with these variables; everything that is built goes into the folder. */
export async function runCoreTests(folder: string, variables: Record<string, string>): Promise<TestOutcome[]> {
  const args = [
    'test',
    join(root, 'client/unity/dotnet/Ante.Core.Tests'),
    `-p:ArtifactsPath=${join(folder, 'artifacts')}`,
    '-p:UseArtifactsOutput=true',
    '-nodeReuse:false',
    '-p:UseSharedCompilation=false',
    '--nologo',
    '--logger',
    'trx;LogFileName=results.trx',
    '--results-directory',
    folder,
  ]
  const child = spawn(toolPath('dotnet') ?? 'dotnet', args, {
    env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  await once(child, 'close')
  const report = await readFile(join(folder, 'results.trx'), 'utf8').catch(() => {
    throw new Error(`The tests of Ante.Core did not run:\n${output}`)
  })
  return outcomesIn(report)
}

/** The results of a TRX report, Visual Studio's form. */
function outcomesIn(report: string): TestOutcome[] {
  return [...report.matchAll(/<UnitTestResult\b([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)].map(
    ([, attributes = '', content = '']) => ({
      name: decoded(/ testName="([^"]*)"/.exec(attributes)?.[1] ?? ''),
      passed: / outcome="Passed"/.test(attributes),
      message: decoded(/<Message>([\s\S]*?)<\/Message>/.exec(content)?.[1] ?? ''),
    }),
  )
}

const decoded = (text: string) =>
  text.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&',
  )
