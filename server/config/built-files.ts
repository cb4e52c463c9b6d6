import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The workspace's folder, found from the built server in `dist/` as well as from its sources. */
function workspaceRoot(folder: string): string {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'ante') return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('The server must lie inside the folder of the "ante" workspace.')
  return workspaceRoot(parent)
}

const root = workspaceRoot(dirname(fileURLToPath(import.meta.url)))

/** The browser client as games load it, each file by the path that it is served at. */
export const clientFiles: Readonly<Record<string, string>> = Object.fromEntries(
  ['ante.js', 'ante-realtime.js', 'ante-lobby.js', 'ante.d.ts', 'ante-client.tgz'].map((name) => [
    `/${name}`,
    join(root, 'client/dist', name),
  ]),
)

/** The built sample game: `index.html` and what it loads. */
export const demoDirectory = join(root, 'demo-game/dist')
