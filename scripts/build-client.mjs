import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as esbuild from 'esbuild'
import { bundleTypes } from './client-types.mjs'
import { root } from './root.mjs'

const client = join(root, 'client')

const common = {
  entryPoints: [join(client, 'index.ts')],
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
}

/** One file for a script tag, with everything in it. Its global is `Ante`. */
const oneFile = {
  ...common,
  format: 'iife',
  globalName: 'Ante',
  minify: true,
  // Written beside the file but not named in it, because browsers would request it from the runtime.
  sourcemap: 'external',
}

/** A module for bundlers, which bundle zod themselves. */
const module = { ...common, format: 'esm', external: ['zod', 'zod/*'], sourcemap: true }

/** Builds `ante.js`, `ante.mjs` and `types/`. */
export async function buildClient(folder = join(client, 'dist')) {
  await Promise.all([
    esbuild.build({ ...oneFile, outfile: join(folder, 'ante.js') }),
    esbuild.build({ ...module, outfile: join(folder, 'ante.mjs') }),
    buildTypes(join(folder, 'types')),
  ])
}

async function buildTypes(folder) {
  await rm(folder, { recursive: true, force: true })
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const config = join(client, 'tsconfig.build.json')
  await promisify(execFile)(process.execPath, [compiler, '-p', config, '--outDir', folder])
  await bundleTypes(folder)
}
