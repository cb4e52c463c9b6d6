import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as esbuild from 'esbuild'
import { bundleTypes } from './client-types.mjs'
import { root } from './root.mjs'

const client = join(root, 'client')

/** What both bundles have in common. */
const common = {
  entryPoints: [join(client, 'index.ts')],
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  sourcemap: true,
  legalComments: 'none',
  logLevel: 'warning',
}

/** Modules that only declare things: what nobody uses of them is left out. */
const WITHOUT_EFFECTS = /[\\/](shared|socket\.io-client|socket\.io-parser|engine\.io-client|engine\.io-parser)[\\/]/

const dropUnused = {
  name: 'drop-unused',
  setup(build) {
    build.onResolve({ filter: /.*/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (pluginData === dropUnused || kind === 'entry-point') return undefined
      const resolved = await build.resolve(path, { kind, importer, resolveDir, pluginData: dropUnused })
      return WITHOUT_EFFECTS.test(resolved.path) ? { ...resolved, sideEffects: false } : resolved
    })
  },
}

/** The client connects by websocket alone; without this its other transports would be a third of the bundle. */
const websocketOnly = {
  name: 'websocket-only',
  setup(build) {
    build.onLoad({ filter: /engine\.io-client[\\/]build[\\/]esm[\\/]transports[\\/]index\.js$/ }, () => ({
      contents: "import { WS } from './websocket.js'\nexport const transports = { websocket: WS }",
    }))
  },
}

/** One file for a script tag, everything in it, whose global is `Ante`. */
const oneFile = {
  ...common,
  format: 'iife',
  globalName: 'Ante',
  minify: true,
  plugins: [websocketOnly, dropUnused],
}

/** A module for bundlers, which bring the two dependencies themselves. */
const module = {
  ...common,
  format: 'esm',
  external: ['socket.io-client', 'zod', 'zod/*'],
  plugins: [dropUnused],
}

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
