import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod/mini'
import { root } from './root.mjs'
import { loadContract, readContractSources } from './unity/contract.mjs'
import { callsFile } from './unity/csharp-calls.mjs'
import { currenciesFile, pathsFile } from './unity/csharp-constants.mjs'
import { createModel } from './unity/csharp-model.mjs'
import { problemsFile } from './unity/csharp-problems.mjs'
import { classFile, enumFile } from './unity/csharp-types.mjs'
import { unionFile } from './unity/csharp-union.mjs'
import { docCommentsOf } from './unity/doc-comments.mjs'

/** Where the generated files lie, from the repository's folder. Nothing else may lie there. */
export const GENERATED = 'client/unity/com.ante.runtime/Runtime/Core/Contract/Generated'

/** What a game reads beside the answers of its calls. */
const ALSO_READ = ['TokenAnswer', 'OAuthErrorBody', 'ProblemBody']

/** Every generated file by name. */
export async function generateUnityTypes() {
  const contract = await loadContract()
  const docs = new Map((await readContractSources()).flatMap((source) => [...docCommentsOf(source)]))
  const generator = createModel(contract, docs)
  const { model, classOf } = generator
  const files = new Map([
    ['Calls', callsFile(endpointsOfPlayers(contract), generator)],
    ['Problems', problemsFile(contract)],
    ['OAuthPaths', pathsFile(contract, docs)],
    ['Currencies', currenciesFile(contract, z)],
  ])
  for (const name of ALSO_READ) classOf(contract[name], name)
  for (const type of model.classes.values()) files.set(type.name, classFile(type, model.classes))
  for (const type of model.enums.values()) files.set(type.name, enumFile(type))
  for (const type of model.unions.values()) files.set(type.name, unionFile(type))
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, text]) => [`${name}.g.cs`, text]))
}

/** The operator's calls stay out: a game must never hold the operator's token. */
function endpointsOfPlayers(contract) {
  return Object.values(contract).filter((value) => value?.path && value.response?._zod && value.audience !== 'operator')
}

async function writeFiles() {
  const folder = join(root, GENERATED)
  await mkdir(folder, { recursive: true })
  const files = await generateUnityTypes()
  const stale = (await readdir(folder)).filter((name) => name.endsWith('.g.cs') && !files.has(name))
  await Promise.all(stale.map((name) => rm(join(folder, name))))
  await Promise.all([...files].map(([name, text]) => writeFile(join(folder, name), text)))
  console.log(`${files.size} files in ${GENERATED}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeFiles()
