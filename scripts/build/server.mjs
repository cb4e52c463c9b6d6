import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.mjs'

/** Packages stay packages; the workspace's own are bundled from their sources. */
function installedDependencies() {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'server/package.json'), 'utf8'))
  return Object.keys(dependencies).filter((name) => !name.startsWith('@ante/'))
}

/** Bundled by accident means missing at run time in an installation without development dependencies. */
const refuseUndeclared = {
  name: 'refuse-undeclared',
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/]/ }, ({ path }) => ({
      errors: [{ text: `${path} belongs to a package that server/package.json does not declare` }],
    }))
  },
}

/**
 * How the server becomes `server/dist/main.js`, and the `ante` command `server/dist/cli.js`. What they share, and what they
 * load only when it is needed, becomes files beside them.
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
    external: installedDependencies(),
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
    plugins: [refuseUndeclared],
  }
}
