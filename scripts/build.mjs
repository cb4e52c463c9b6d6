import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import { buildClient } from './build/client.mjs'
import { buildSampleGame } from './build/sample-game.mjs'
import { serverBuild } from './build/server.mjs'
import { root } from './root.mjs'

const started = performance.now()
await Promise.all([buildServer(), buildClient().then(buildSampleGame)])

/** Removes the parts of earlier builds once this one has succeeded. */
async function buildServer() {
  const { metafile } = await esbuild.build(serverBuild())
  for (const name of readdirSync(join(root, 'server/dist/parts'))) {
    const file = `server/dist/parts/${name}`
    if (!(file in metafile.outputs)) rmSync(join(root, file))
  }
}

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`

function sizesOf(file) {
  const content = readFileSync(join(root, file))
  return { file, raw: content.length, gzip: gzipSync(content, { level: 9 }).length }
}

const bundles = [
  'client/dist/ante.js',
  'client/dist/ante-realtime.js',
  'client/dist/ante-lobby.js',
  'client/dist/ante.mjs',
].map(sizesOf)
for (const { file, raw, gzip } of bundles) {
  console.log(`${file.padEnd(28)} ${kilobytes(raw).padStart(9)} ${kilobytes(gzip).padStart(9)} gzip`)
}
console.log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`)
