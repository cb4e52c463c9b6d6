import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.mjs'

const { dependencies } = JSON.parse(readFileSync(join(root, 'server/package.json'), 'utf8'))

/** Native code, and a native add-on that `pg` would use if somebody had installed it. */
const NATIVE = ['@node-rs/argon2', 'pg-native']

/** The package of an import; undefined for a file, a part of Node and a workspace. */
const packageOf = (path) => /^(?!node:|@ante\/)((?:@[^/]+\/)?[\w-][\w.-]*)/.exec(path)?.[1]

/** Whoever reads server/package.json sees every package that the server uses. */
const refuseUndeclared = {
  name: 'refuse-undeclared',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      const name = packageOf(path)
      const isOwn = kind !== 'entry-point' && !importer.includes('node_modules')
      if (!isOwn || name === undefined || name in dependencies) return null
      return { errors: [{ text: `server/package.json does not declare ${name}` }] }
    })
  },
}

/** Packages written for CommonJS call `require`, which a module does not have. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/**
 * How the server becomes `server/dist/main.js`, and the `ante` command `server/dist/cli.js`. What they share, and what they
 * load only when it is needed, becomes files beside them. Packages are bundled: a start that reads a thousand small files
 * takes nearly twice as long.
 */
export function serverBuild() {
  return {
    absWorkingDir: root,
    entryPoints: { main: 'server/main.ts', cli: 'server/cli/main.ts' },
    outdir: 'server/dist',
    bundle: true,
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    external: NATIVE,
    banner: { js: REQUIRE },
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
    plugins: [refuseUndeclared],
  }
}
