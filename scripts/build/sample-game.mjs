import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as esbuild from 'esbuild'
import { root } from '../root.mjs'
import { OLDEST_BROWSERS } from './client.mjs'

const COPIED = ['index.html', 'icon.svg']

/** Builds the sample game into `demo-game/dist`, with the client from its sources. */
export async function buildSampleGame() {
  const from = join(root, 'demo-game')
  const to = join(from, 'dist')
  await mkdir(to, { recursive: true })
  await Promise.all([
    ...COPIED.map((file) => cp(join(from, file), join(to, file))),
    esbuild.build({
      absWorkingDir: root,
      entryPoints: ['demo-game/main.ts', 'demo-game/style.css'],
      outdir: 'demo-game/dist',
      bundle: true,
      platform: 'browser',
      format: 'esm',
      splitting: true,
      target: OLDEST_BROWSERS,
      conditions: ['source'],
      external: ['/icon.svg'],
      minify: true,
      sourcemap: true,
      logLevel: 'warning',
    }),
  ])
}
