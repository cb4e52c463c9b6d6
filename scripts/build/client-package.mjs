import { execFile } from 'node:child_process'
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../root.mjs'

const readManifest = async (folder) => JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'))

/** Packs the built client in `folder` as `ante-client.tgz` beside it, with the version of the server. */
export async function packClient(folder) {
  const staging = await mkdtemp(join(tmpdir(), 'ante-client-'))
  const [{ version }, { devDependencies, exports, ...manifest }] = await Promise.all([
    readManifest('.'),
    readManifest('client'),
  ])
  // The sources are not in the package.
  const { source, ...entry } = exports['.']
  await Promise.all([
    writeFile(
      join(staging, 'package.json'),
      JSON.stringify({ ...manifest, version, exports: { '.': entry } }, null, 2),
    ),
    copyFile(join(root, 'LICENSE'), join(staging, 'LICENSE')),
    copyFile(join(root, 'client/README.md'), join(staging, 'README.md')),
    cp(folder, join(staging, 'dist'), {
      recursive: true,
      filter: (file) => !/\.(js|js\.map|tgz)$|ante\.d\.ts$/.test(file),
    }),
  ])
  const { stdout } = await promisify(execFile)('npm', ['pack', '--json', '--ignore-scripts', '--offline'], {
    cwd: staging,
  })
  await copyFile(join(staging, JSON.parse(stdout)[0].filename), join(folder, 'ante-client.tgz'))
  await rm(staging, { recursive: true })
}
