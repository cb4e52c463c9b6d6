import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'
import { root } from '../root.mjs'

/** The contract as a module of values: endpoints, schemas, problem codes. */
export async function loadContract() {
  // Inside of the repository, so that the import finds its packages.
  const folder = await mkdtemp(join(root, 'node_modules/.ante-contract-'))
  try {
    const file = join(folder, 'contract.mjs')
    await esbuild.build({
      entryPoints: [join(root, 'shared/index.ts')],
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'warning',
    })
    return await import(pathToFileURL(file).href)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The text of every file of the contract. */
export async function readContractSources() {
  const folder = join(root, 'shared')
  const names = (await readdir(folder, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !/(?:^|[\\/])(?:node_modules|dist)[\\/]/.test(name),
  )
  return Promise.all(names.sort().map((name) => readFile(join(folder, name), 'utf8')))
}
