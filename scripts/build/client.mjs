import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import * as esbuild from 'esbuild'
import { root } from '../root.mjs'
import { clientContract } from './client-contract.mjs'
import { packClient } from './client-package.mjs'
import { rollUpTypes } from './client-types.mjs'

const client = join(root, 'client')

/** As `docs/embedding.md` names them. */
export const OLDEST_BROWSERS = ['chrome91', 'edge91', 'firefox89', 'safari14.1', 'ios14.5']

const common = {
  absWorkingDir: client,
  bundle: true,
  platform: 'browser',
  target: OLDEST_BROWSERS,
  legalComments: 'none',
  logLevel: 'warning',
}

/** For a script tag: one file whose global is `Ante`. */
const script = {
  ...common,
  entryPoints: ['script.ts'],
  format: 'iife',
  globalName: 'Ante',
  minify: true,
  // Written beside the file but not named in it, because browsers would request it from the runtime.
  sourcemap: 'external',
}

/** The part with the socket, which the script loads from the runtime. */
const realtime = { ...script, entryPoints: ['realtime/live-socket.ts'], format: 'esm', globalName: undefined }

/** The lobby, for a script tag: it uses the client of the page, or loads `/ante.js`. */
const lobby = { ...script, entryPoints: ['lobby/lobby-script.ts'], globalName: undefined }

/** What the package loads when it is wanted. */
const LATER = {
  'popup-login.ts': 'ante-popup.mjs',
  'redirect-login.ts': 'ante-redirect.mjs',
  'feed.ts': 'ante-events.mjs',
  'live-socket.ts': 'ante-realtime.mjs',
}
const loadLater = {
  name: 'load-later',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path }) => {
      const part = kind === 'dynamic-import' && LATER[basename(path)]
      return part ? { path: `./${part}`, external: true } : undefined
    })
  },
}

/**
 * For bundlers: modules that import their dependencies. Each part has all that it needs, because a part that the parts share
 * would be one more file that a game loads at once.
 */
const modules = {
  ...common,
  entryPoints: {
    ante: 'index.ts',
    'ante-popup': 'auth/popup-login.ts',
    'ante-redirect': 'auth/redirect-login.ts',
    'ante-events': 'realtime/feed.ts',
    'ante-realtime': 'realtime/live-socket.ts',
  },
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  external: ['socket.io-client'],
  plugins: [loadLater],
  sourcemap: true,
}

/** Builds `ante.js`, `ante-realtime.js` and `ante-lobby.js` for script tags, `ante.mjs` and its parts for bundlers, types for both, and the package. */
export async function buildClient(folder = join(client, 'dist')) {
  await rm(folder, { recursive: true, force: true })
  await Promise.all([generateContract(), mkdir(folder, { recursive: true })])
  await Promise.all([
    esbuild.build({ ...script, outfile: join(folder, 'ante.js') }),
    esbuild.build({ ...realtime, outfile: join(folder, 'ante-realtime.js') }),
    esbuild.build({ ...lobby, outfile: join(folder, 'ante-lobby.js') }),
    esbuild.build({ ...modules, outdir: folder }),
    buildTypes(folder),
  ])
  await packClient(folder)
}

/** Writes `contract/generated.ts` again when the contract in `shared/` has changed. */
async function generateContract() {
  const bundle = { entryPoints: [join(root, 'shared/index.ts')], bundle: true, format: 'esm', platform: 'node' }
  const { outputFiles } = await esbuild.build({ ...bundle, write: false, logLevel: 'warning' })
  const contract = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`)
  const file = join(client, 'contract/generated.ts')
  const text = clientContract(contract)
  if (text !== (await readFile(file, 'utf8').catch(() => ''))) await writeFile(file, text)
}

async function buildTypes(folder) {
  const declarations = await mkdtemp(join(tmpdir(), 'ante-types-'))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const config = join(client, 'tsconfig.build.json')
  await promisify(execFile)(process.execPath, [compiler, '-p', config, '--outDir', declarations])
  const { module, script } = await rollUpTypes(declarations)
  await rm(declarations, { recursive: true })
  await Promise.all([writeFile(join(folder, 'ante.d.mts'), module), writeFile(join(folder, 'ante.d.ts'), script)])
}
