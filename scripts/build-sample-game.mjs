import { root } from './root.mjs'

/** How the sample game becomes `demo-game/dist`, with the client from its sources. */
export function sampleGameBuild() {
  return {
    absWorkingDir: root,
    entryPoints: ['main.ts', 'style.css', 'index.html', 'icon.svg'].map((file) => `demo-game/${file}`),
    outdir: 'demo-game/dist',
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: ['es2022'],
    conditions: ['source'],
    external: ['/icon.svg'],
    loader: { '.html': 'copy', '.svg': 'copy' },
    minify: true,
    sourcemap: true,
    logLevel: 'warning',
  }
}
