import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as esbuild from 'esbuild'
import { bundleTypes } from './client-types.mjs'
import { root } from './root.mjs'

const client = join(root, 'client')

/** The modules of `shared/` only declare things: those that the client does not use are left out. */
const dropUnused = {
  name: 'drop-unused',
  setup(build) {
    build.onResolve({ filter: /.*/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (pluginData === dropUnused || kind === 'entry-point') return undefined
      const resolved = await build.resolve(path, { kind, importer, resolveDir, pluginData: dropUnused })
      return resolved.path.startsWith(join(root, 'shared')) ? { ...resolved, sideEffects: false } : resolved
    })
  },
}

const common = {
  entryPoints: [join(client, 'index.ts')],
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [dropUnused],
}

/** One file for a script tag, everything in it, whose global is `Ante`. */
const oneFile = {
  ...common,
  format: 'iife',
  globalName: 'Ante',
  minify: true,
  // Beside it but not named in it: browsers would ask the runtime for it.
  sourcemap: 'external',
}

/** A module for bundlers, which bring zod themselves. */
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
