import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Every file that is in git, or would be with the next commit. */
function filesInGit(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  return listed
    .toString()
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)))
}

export interface FreshClone {
  readonly folder: string
  remove(): Promise<void>
}

/** A copy of the repository as `git clone` and `npm ci` leave it: the sources and the installed packages, nothing built. */
export async function freshClone(): Promise<FreshClone> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ante-clone-')))
  for (const file of filesInGit()) await cp(join(root, file), join(folder, file))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
