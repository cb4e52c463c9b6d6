import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { serverBuild } from '../../../../scripts/build/server.mjs'

const root = join(import.meta.dirname, '../../../..')

/** Servers built from the sources as they are. */
export interface Programs {
  /** The server that operators run. */
  readonly main: string
  /** The same server over a disk that can fail or kill it. */
  readonly crash: string
  remove(): Promise<void>
}

/** Builds both inside the workspace, where their packages are found. */
export async function buildPrograms(): Promise<Programs> {
  const outdir = join(root, 'test/artifacts', `servers-${process.pid}-${Date.now()}`)
  await mkdir(outdir, { recursive: true })
  await build({
    ...serverBuild(),
    entryPoints: { main: 'server/main.ts', crash: 'test/support/crash/servers/crash-server.ts' },
    outdir,
  })
  return {
    main: join(outdir, 'main.js'),
    crash: join(outdir, 'crash.js'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  }
}
