import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../../../scripts/root.mjs'
import { toolPath } from '../../../scripts/tools.mjs'

const PACKAGE = join(root, 'client/unity/com.ante.runtime')

/** Where Debian keeps acorn, which Emscripten needs at -O2. */
const NODE_PATH = ['/usr/share/nodejs', process.env.NODE_PATH].filter(Boolean).join(':')

/**
 * Links the package's `.jslib` with the C harness, as Unity links it with a game: into `game.js` and what belongs to it.
 * The caller tags its tests with `emscripten`.
 */
export async function linkWebLibrary(folder: string, options: { threads: boolean }): Promise<void> {
  const emcc = toolPath('emscripten')
  if (emcc === undefined) throw new Error('There is no Emscripten: tag these tests with `emscripten`.')
  const settings = [
    'ALLOW_MEMORY_GROWTH=1',
    'EXPORTED_FUNCTIONS=_main,_malloc,_free',
    'EXPORTED_RUNTIME_METHODS=ccall',
    'MODULARIZE=1',
    'EXPORT_NAME=createGame',
  ]
  const args = [
    '-O2',
    ...(options.threads ? ['-pthread', '-Wno-pthreads-mem-growth'] : []),
    join(root, 'test/unity/webgl/harness.c'),
    '--js-library',
    join(PACKAGE, 'Runtime/Unity/Web/AnteWeb.jslib'),
    '-Werror',
    '-o',
    join(folder, 'game.js'),
    ...settings.flatMap((setting) => ['-s', setting]),
  ]
  await promisify(execFile)(emcc, args, { env: { ...process.env, NODE_PATH } })
}
