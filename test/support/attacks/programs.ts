import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { serverBuild } from '../../../scripts/build/server.mjs'

const root = join(import.meta.dirname, '../../..')

/** Builds the server and the attackers from the sources as they are. */
export async function buildAttackPrograms() {
  const outdir = join(root, 'test/artifacts', `attacks-${process.pid}-${Date.now()}`)
  await mkdir(outdir, { recursive: true })
  const entryPoints = { server: 'server/main.ts', attackers: 'test/support/attacks/attack-program.ts' }
  await build({ ...serverBuild(), entryPoints, outdir })
  return {
    server: join(outdir, 'server.js'),
    attackers: join(outdir, 'attackers.js'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  }
}
