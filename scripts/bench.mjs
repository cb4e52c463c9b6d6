import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './root.mjs'

/**
 * Builds the server and the benchmark, and runs it with the arguments given: `npm run bench -- lifecycles --json`. What the
 * build says goes to standard error, so that standard output is the benchmark's alone.
 */
const run = (program, args, stdout) => {
  const stdio = ['inherit', stdout, 'inherit']
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio })
  if (status !== 0) process.exit(status ?? 1)
}

run('scripts/build.mjs', [], 2)
const outfile = join(root, 'test/bench/dist/run.mjs')
await build({
  entryPoints: [join(root, 'test/bench/run.ts')],
  outfile,
  bundle: true,
  packages: 'external',
  alias: { '@ante/shared': join(root, 'shared/index.ts') },
  platform: 'node',
  format: 'esm',
  conditions: ['source'],
  define: {
    'import.meta.dirname': JSON.stringify(join(root, 'test/bench')),
    'import.meta.url': JSON.stringify(import.meta.url),
  },
})
run(outfile, process.argv.slice(2), 'inherit')
