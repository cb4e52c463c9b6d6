import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { serverBuild } from '../../scripts/build/server.mjs'

const ENTRY_POINTS = {
  bare: 'servers/bare.ts',
  'plain-express': 'servers/plain-express.ts',
  colyseus: 'servers/colyseus.ts',
  tutorial: 'servers/tutorial.ts',
  'count-promises': 'servers/count-promises.ts',
  profile: 'servers/profile.ts',
  'report-heap': 'servers/report-heap.ts',
  lifecycles: 'load/lifecycles.ts',
  calls: 'load/calls.ts',
} as const

/** Another way to run the server, which is built as the server is. */
const SERVERS = { 'ante-unsynced': join(import.meta.dirname, 'servers/ante-unsynced.ts') } as const

export type ProgramName = keyof typeof ENTRY_POINTS | keyof typeof SERVERS

/** Builds the programs that run as processes of their own; gives the path of each. */
export async function buildPrograms(outdir: string): Promise<(name: ProgramName) => string> {
  await mkdir(outdir, { recursive: true })
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(ENTRY_POINTS).map(([name, path]) => [name, join(import.meta.dirname, path)]),
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    alias: { '@ante/shared': join(import.meta.dirname, '../../shared/index.ts') },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
  })
  await build({ ...serverBuild(), entryPoints: SERVERS, outdir, outExtension: { '.js': '.mjs' } })
  return (name) => join(outdir, `${name}.mjs`)
}

/** Whether a package is there that is only compared with, and is no dependency. */
export function isInstalled(name: string): boolean {
  return existsSync(join(import.meta.dirname, '../../node_modules', name))
}
