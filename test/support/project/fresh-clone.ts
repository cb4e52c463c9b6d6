import { cp, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const CLONED = ['package.json', 'tsconfig.json', 'scripts', 'shared', 'server', 'client', 'demo-game']
const NOT_IN_GIT = ['dist', 'node_modules', 'data']

export interface FreshClone {
  readonly folder: string
  remove(): Promise<void>
}

/**
 * A copy of the repository as `git clone` and `npm ci` leave it: the sources and the installed packages, nothing built.
 */
export async function freshClone(): Promise<FreshClone> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ante-clone-')))
  const filter = (source: string) => !NOT_IN_GIT.includes(basename(source))
  for (const name of CLONED) await cp(join(root, name), join(folder, name), { recursive: true, filter })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
