import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { promisify } from 'node:util'
import { root } from '../../../scripts/root.mjs'
import { toolPath } from '../../../scripts/tools.mjs'

const PROJECTS = join(root, 'client/unity/dotnet')

function dotnet(): string {
  const path = toolPath('dotnet')
  if (path === undefined) throw new Error('There is no .NET SDK: tag these tests with `dotnet`.')
  return path
}

const environment = {
  ...process.env,
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  DOTNET_NOLOGO: '1',
  MSBUILDDISABLENODEREUSE: '1',
}

/** Builds one project as Unity compiles it with these symbols, into a folder of its own; a warning fails it. */
export async function buildProject(project: string, folder: string, symbols: string[] = []): Promise<string> {
  const args = [
    'build',
    resolve(PROJECTS, project),
    `-p:DefineConstants=${symbols.join('%3B')}`,
    `-p:ArtifactsPath=${folder}`,
    '-p:UseArtifactsOutput=true',
    '--nologo',
    '-v:quiet',
    '-nodeReuse:false',
    '-p:UseSharedCompilation=false',
  ]
  const { stdout } = await promisify(execFile)(dotnet(), args, { env: environment }).catch((error) => {
    throw new Error(`${project} does not compile:\n${error.stdout ?? error.message}`)
  })
  return stdout
}

/** Compiles the C# files of a folder as a game's own code, which uses the package. */
export async function buildAgainstPackage(folder: string): Promise<string> {
  const references = ['Ante.Core', 'Ante.Unity', 'UnityEngine'].map(
    (name) => `<ProjectReference Include="${join(PROJECTS, name, `${name}.csproj`)}" />`,
  )
  const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>netstandard2.1</TargetFramework><LangVersion>9.0</LangVersion></PropertyGroup>
  <ItemGroup>${references.join('')}</ItemGroup>
</Project>`
  await writeFile(join(folder, 'Game.csproj'), project)
  return buildProject(join(folder, 'Game.csproj'), join(folder, '../artifacts'))
}

/** The test programs, built once for a test file. */
export interface Programs {
  /** Runs one to its end and gives its output. */
  run(...args: string[]): Promise<string>
  /** Starts one that talks by lines; it prints its errors here. */
  start(...args: string[]): ChildProcessByStdio<Writable, Readable, null>
  remove(): Promise<void>
}

/** Builds the test programs. The caller tags its tests with `dotnet`. */
export async function buildPrograms(): Promise<Programs> {
  const folder = await mkdtemp(join(tmpdir(), 'ante-dotnet-'))
  await buildProject('Ante.Unity.Tests', folder)
  const program = join(folder, 'bin/Ante.Unity.Tests/debug/Ante.Unity.Tests.dll')
  return {
    async run(...args) {
      const { stdout } = await promisify(execFile)(dotnet(), [program, ...args], {
        env: environment,
        maxBuffer: 1 << 26,
      })
      return stdout
    },
    start: (...args) => spawn(dotnet(), [program, ...args], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
