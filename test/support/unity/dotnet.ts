import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
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
    ...(symbols.length === 0 ? [] : [`-p:DefineConstants=${symbols.join('%3B')}`]),
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

/** Compiles the C# files of a folder as a game's own code, which uses the package and its samples. */
export async function buildAgainstPackage(folder: string): Promise<string> {
  const references = ['Ante.Core', 'Ante.Unity', 'Ante.Samples', 'UnityEngine'].map(
    (name) => `<ProjectReference Include="${join(PROJECTS, name, `${name}.csproj`)}" />`,
  )
  const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>netstandard2.1</TargetFramework><LangVersion>9.0</LangVersion></PropertyGroup>
  <ItemGroup>${references.join('')}</ItemGroup>
</Project>`
  await writeFile(join(folder, 'Game.csproj'), project)
  return buildProject(join(folder, 'Game.csproj'), join(folder, '../artifacts'))
}

/**
 * Compiles the sample *Token stores* once for each list of symbols, all in one build, and gives what each of them keeps
 * tokens in.
 */
export async function tokenKeepersOf(folder: string, platforms: readonly (readonly string[])[]): Promise<string[]> {
  const reference = (path: string, rest = '') => `<ProjectReference Include="${path}" ${rest}/>`
  const write = async (name: string, properties: string, items: string) => {
    const path = join(folder, name, `${name}.csproj`)
    await mkdir(join(folder, name))
    const content = `<PropertyGroup>${properties}</PropertyGroup><ItemGroup>${items}</ItemGroup>`
    await writeFile(path, `<Project Sdk="Microsoft.NET.Sdk">${content}</Project>`)
    return path
  }
  const core = reference(join(PROJECTS, 'Ante.Core/Ante.Core.csproj'))
  const engine = reference(join(PROJECTS, 'UnityEngine/UnityEngine.csproj'))
  await writeFile(
    join(folder, 'Directory.Build.props'),
    `<Project><Import Project="${join(PROJECTS, 'Directory.Build.props')}" /></Project>`,
  )
  const sources = join(PROJECTS, '../com.ante.runtime/Samples~/TokenStores/**/*.cs')
  const names = platforms.map((_, index) => `Platform${index}`)
  const projects = await Promise.all(
    platforms.map((symbols, index) =>
      write(
        `Platform${index}`,
        `<DefineConstants>${symbols.join(';')}</DefineConstants>`,
        `<Compile Include="${sources}" />${core}${engine}`,
      ),
    ),
  )
  const program = await write(
    'Keepers',
    '<OutputType>Exe</OutputType><UseAppHost>false</UseAppHost><GenerateDocumentationFile>false</GenerateDocumentationFile>' +
      '<TargetFramework>net$(BundledNETCoreAppTargetFrameworkVersion)</TargetFramework>',
    `<Compile Include="${join(root, 'test/unity/platforms/TokenKeepers.cs')}" />${core}` +
      projects.map((project) => reference(project, 'ReferenceOutputAssembly="false" ')).join(''),
  )
  const artifacts = join(folder, 'artifacts')
  await buildProject(program, artifacts)
  const built = (name: string) => join(artifacts, 'bin', name, 'debug', `${name}.dll`)
  const { stdout } = await promisify(execFile)(dotnet(), [built('Keepers'), ...names.map(built)], { env: environment })
  return stdout.trim().split('\n')
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
